/** The doctor's look at speech: each part does once what it does in a call. */
import { encode } from "../audio/g711.ts";
import { FRAME_BYTES, FRAME_MS, SAMPLE_RATE_HZ } from "../audio/frames.ts";
import { rmsDbfs } from "../audio/level.ts";
import { joinedSamples } from "../audio/joined.ts";
import type { BrainRequest, Ears, EarsEvent, Voice, VoiceDetector } from "../call/ports.ts";
import type { Campaign } from "../core/campaign.ts";
import { nothingKnown } from "../core/qualification.ts";
import { leadOf } from "../core/verdict.ts";
import type { CallId, TurnId } from "../core/ids.ts";
import type { FallibleBrain } from "../speech/brain_chain.ts";
import { bad, type Finding, note, ok, reasonOf } from "./doctor_finding.ts";

const SENTENCE = "Hello, this is a test.";
/** What the ears are to hear: the shortest thing that a caller says in every call. */
const ANSWER = "Yes please.";
/** Quieter than this is no speech. */
const SPEECH_DBFS_MIN = -45;
/** Silence before and after the answer, so that its ends are found. */
const PAUSE_MS = 1_000;
/** How long ears may think after the last sound. */
const HEARD_WITHIN_MS = 10_000;

export async function voiceFinding(voice: Voice, signal: AbortSignal): Promise<Finding> {
  const startMs = performance.now();
  try {
    const { pcm, firstMs } = await spoken(voice, SENTENCE, startMs, signal);
    const seconds = (pcm.length / SAMPLE_RATE_HZ).toFixed(1);
    if (rmsDbfs(pcm) < SPEECH_DBFS_MIN) {
      return bad("voice", `${voice.name} sent ${seconds} s of silence`, "choose another voice");
    }
    const wait = Math.round(firstMs - startMs);
    return ok("voice", `${voice.name} speaks, the first sound after ${wait} ms`);
  } catch (error) {
    const cure = "check its key, address and model; until then the local voice speaks";
    return bad("voice", `${voice.name} can't speak, ${reasonOf(error)}`, cure);
  }
}

/** A voice, and the silence before it. */
export async function activityFinding(
  name: string,
  activity: { open(): VoiceDetector },
  speaker: Voice,
  signal: AbortSignal,
): Promise<Finding> {
  const { pcm } = await spoken(speaker, ANSWER, performance.now(), signal);
  const detector = activity.open();
  const isVoiced = (sound: Int16Array) => {
    let voiced = false;
    for (let at = 0; at + FRAME_BYTES <= sound.length; at += FRAME_BYTES) {
      voiced = detector.isVoiced(sound.subarray(at, at + FRAME_BYTES)) || voiced;
    }
    return voiced;
  };
  const silence = new Int16Array(PAUSE_MS / FRAME_MS * FRAME_BYTES);
  const [inSilence, inSpeech] = [isVoiced(silence), isVoiced(pcm)];
  detector.close();
  if (!inSilence && inSpeech) return ok("ears", `${name} tells a voice from silence`);
  return bad("ears", `${name} can't tell a voice from silence`, "choose another VOICE_ACTIVITY");
}

/** null ears are no fault: callers can answer on the keypad. */
export async function earsFinding(
  ears: Ears | null,
  campaign: Campaign,
  speaker: Voice,
  signal: AbortSignal,
): Promise<Finding> {
  if (ears === null) {
    const how = "install pocketsphinx and pocketsphinx-en-us, or set DEEPGRAM_API_KEY";
    return note("ears", `Only the keypad is understood: ${how}`);
  }
  const { pcm } = await spoken(speaker, ANSWER, performance.now(), signal);
  const outcome = await listen(ears, campaign, pcm, signal);
  const cure = "check its key, address and model, or install its packages anew";
  if (outcome.type === "failed") {
    const [why, how = cure] = outcome.reason.split("; ", 2);
    return bad("ears", `${ears.name} can't hear, ${why}`, how);
  }
  if (outcome.type === "final" && /\byes\b/i.test(outcome.text)) {
    return ok("ears", `${ears.name} heard "yes" when it was said`);
  }
  return bad("ears", `${ears.name} was told "yes" and ${wordsOf(outcome)}`, cure);
}

function wordsOf(outcome: Outcome): string {
  if (outcome.type === "final") return `heard "${outcome.text}"`;
  return outcome.type === "not_understood" ? "did not understand it" : "heard nothing";
}

/** Asks for one answer, with nothing behind it that would answer instead. */
export async function brainFinding(
  brain: FallibleBrain,
  campaign: Campaign,
  signal: AbortSignal,
): Promise<Finding> {
  const startMs = performance.now();
  try {
    await brain.think(question(campaign), () => {}, signal);
    signal.throwIfAborted();
    const took = `${Math.round(performance.now() - startMs)} ms`;
    return ok("brain", `${brain.name} answers, in ${took}`);
  } catch (error) {
    const cure = "check its key, address and model; until then the scripted one answers";
    return bad("brain", `${brain.name} doesn't answer, ${reasonOf(error)}`, cure);
  }
}

async function spoken(
  voice: Voice,
  text: string,
  startMs: number,
  signal: AbortSignal,
): Promise<{ pcm: Int16Array; firstMs: number }> {
  const chunks: Int16Array[] = [];
  let firstMs = startMs;
  for await (const chunk of voice.speak(text, signal)) {
    if (chunks.length === 0) firstMs = performance.now();
    chunks.push(chunk.slice());
  }
  return { pcm: joinedSamples(chunks), firstMs };
}

/** What the ears made of it. */
type Outcome = Exclude<EarsEvent, { type: "interim" | "restored" }> | { readonly type: "nothing" };

async function listen(
  ears: Ears,
  campaign: Campaign,
  pcm: Int16Array,
  signal: AbortSignal,
): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const call = crypto.randomUUID() as CallId;
  const session = ears.open({ call, campaign, encoding: "ulaw" }, (event) => {
    if (event.type === "interim" || event.type === "restored") return;
    if (event.type !== "final" || event.text !== "") resolve(event);
  });
  const patienceMs = pcm.length / 8 + 2 * PAUSE_MS + HEARD_WITHIN_MS;
  const timer = setTimeout(() => resolve({ type: "nothing" }), patienceMs);
  try {
    session.expect({ type: "callback" });
    await feed(session, pcm, signal);
    return await promise;
  } finally {
    clearTimeout(timer);
    session.close();
  }
}

type Session = ReturnType<Ears["open"]>;

/** At the pace of a call, since ears that listen over a network take no more. */
async function feed(session: Session, pcm: Int16Array, signal: AbortSignal): Promise<void> {
  const pause = PAUSE_MS / 1_000 * SAMPLE_RATE_HZ;
  const audio = new Int16Array(pcm.length + 2 * pause);
  audio.set(pcm, pause);
  const bytes = encode("ulaw", audio);
  const startMs = performance.now();
  for (let at = 0, frame = 0; at < bytes.length && !signal.aborted; at += FRAME_BYTES, frame++) {
    const dueMs = startMs + frame * FRAME_MS;
    await new Promise((wake) => setTimeout(wake, Math.max(0, dueMs - performance.now())));
    if (at === pause) session.speechStarted(dueMs);
    session.frame(bytes.slice(at, at + FRAME_BYTES), dueMs);
    if (at >= pause + pcm.length && at < pause + pcm.length + FRAME_BYTES) {
      session.speechStopped(dueMs);
    }
  }
}

/** The caller's first line of any call. */
function question(campaign: Campaign): BrainRequest {
  const first = campaign.fields[0]!;
  return {
    call: crypto.randomUUID() as CallId,
    turn: 1 as TurnId,
    campaign,
    history: [
      { speaker: "agent", text: `${campaign.lines.greeting} ${first.question}` },
      { speaker: "caller", text: "Hello, can you hear me?" },
    ],
    lead: leadOf(nothingKnown, campaign),
    asked: { type: "field", key: first.key },
    scripted: [campaign.lines.accepted],
    next: first.question,
  };
}
