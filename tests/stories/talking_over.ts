/** Callers who talk, cough or hum into what the agent says, and note what became of it. */
import type { Call } from "../lab/sip_caller.ts";

/** The agent pauses between words and sentences, but not for so long. */
const SPEAKING_WITHIN_MS = 60;
/** Then the agent has stopped. */
const SILENT_AFTER_MS = 1_000;
const LOOK_EVERY_MS = 10;
/** Into what the agent says in a turn, whose sentences take six seconds and more. */
const INTO_MS = { least: 300, most: 2_500 };

export interface Interruption {
  /** From the caller's first sound to the agent's last packet. */
  readonly onsetToSilenceMs: number;
  /** `performance.now()`, from the first sound of the agent's turn to the end of the caller's. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** Arrivals of all the agent's sound until then. */
  readonly soundAtMs: readonly number[];
}

export interface Disturbance {
  /** The agent's longest silence after it; null: it said no more. */
  readonly silenceMs: number | null;
}

/** Waits until the agent is some way into a turn and sounds; null when the call has ended. */
export async function intoSpeech(call: Call, random: () => number): Promise<number | null> {
  const sinceMs = performance.now();
  let over = false;
  call.ended.then(() => over = true);
  const intoMs = INTO_MS.least + random() * (INTO_MS.most - INTO_MS.least);
  while (!over) {
    const nowMs = performance.now();
    const sound = call.packets.filter(({ loud, atMs }) => loud && atMs >= sinceMs);
    const isInto = sound.length > 0 && nowMs - sound[0]!.atMs >= intoMs;
    if (isInto && nowMs - sound.at(-1)!.atMs <= SPEAKING_WITHIN_MS) return sound[0]!.atMs;
    await wait(LOOK_EVERY_MS);
  }
  return null;
}

/** Speaks into a turn that began at `turnFromMs`, and to the end of it. */
export async function interrupt(
  call: Call,
  pcm: Int16Array,
  turnFromMs: number,
): Promise<Interruption> {
  const onsetMs = performance.now();
  await call.speak(pcm);
  const untilMs = performance.now();
  return {
    onsetToSilenceMs: lastBeforeSilence(call, onsetMs) - onsetMs,
    fromMs: turnFromMs,
    untilMs,
    soundAtMs: call.packets.filter(({ loud }) => loud).map(({ atMs }) => atMs),
  };
}

/** The same with a sound that is none of a caller who wants to speak. */
export async function disturb(call: Call, pcm: Int16Array): Promise<Disturbance> {
  const onsetMs = performance.now();
  await call.speak(pcm);
  await wait(SILENT_AFTER_MS);
  const sound = call.packets.filter(({ loud, atMs }) => loud && atMs >= onsetMs);
  if (sound.length < 2) return { silenceMs: null };
  const gaps = sound.slice(1).map(({ atMs }, index) => atMs - sound[index]!.atMs);
  return { silenceMs: Math.max(...gaps) };
}

function lastBeforeSilence(call: Call, fromMs: number): number {
  let lastMs = fromMs;
  for (const { loud, atMs } of call.packets) {
    if (!loud || atMs < fromMs) continue;
    if (atMs - lastMs > SILENT_AFTER_MS) break;
    lastMs = atMs;
  }
  return lastMs;
}

function wait(ms: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, ms));
}
