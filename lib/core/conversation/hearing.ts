/** The caller's words: when a turn begins, what it holds, and when it is over. */
import { MAX_TRANSCRIPT_CHARS } from "../limits.ts";
import type { CallerTurn, Draft, Hearing, HearingEvent } from "./state.ts";
import { set } from "./state.ts";
import { hush } from "./speaking.ts";

/** A pause this long after the caller's last sound ends the turn, where the ears don't say it sooner. */
export const END_OF_TURN_MS = 700;
/** How long a final is waited for when there are only interim words: Deepgram's p99 is 350 ms. */
export const FINAL_PATIENCE_MS = 1_000;
/** How long any words are waited for after a sound; whole-utterance ears on a busy box need most. */
export const WORDS_PATIENCE_MS = 3_000;

/** A turn longer than this is taken as it stands: music and machines never pause. */
export const TURN_MAX_MS = 60_000;

const nothingHeard: Hearing = {
  startedAtMs: 0,
  said: "",
  interim: "",
  confidence: 1,
  stoppedAtMs: null,
  endOfSpeech: false,
  notUnderstood: false,
  interrupted: false,
};

/** When the running turn is over if nothing more comes; null while there is none. */
export function turnEndsAtMs(hearing: Hearing | null): number | null {
  if (hearing === null) return null;
  if (hearing.stoppedAtMs === null) return hearing.startedAtMs + TURN_MAX_MS;
  const { stoppedAtMs, said, interim, endOfSpeech, notUnderstood } = hearing;
  if (interim !== "") return stoppedAtMs + FINAL_PATIENCE_MS;
  if (notUnderstood || (said !== "" && endOfSpeech)) return stoppedAtMs;
  return stoppedAtMs + (said === "" ? WORDS_PATIENCE_MS : END_OF_TURN_MS);
}

/** Takes what the ears or the voice activity tell. */
export function hear(draft: Draft, event: HearingEvent): void {
  switch (event.type) {
    case "speech_started":
    case "speech_resumed":
      return speechStarted(draft);
    case "speech_paused":
    case "speech_stopped":
      if (draft.state.hearing) change(draft, { stoppedAtMs: event.lastSoundMs });
      return;
    case "interim":
      return interimWords(draft, event.text);
    case "final":
      return finalWords(draft, event.text, event.confidence, event.endOfSpeech);
    case "not_understood":
      return change(draft, { notUnderstood: true, endOfSpeech: true });
  }
}

/** The caller speaks: over our words it is a barge-in, and we fall silent. */
function speechStarted(draft: Draft): void {
  change(draft, { stoppedAtMs: null, endOfSpeech: false });
  bargeIn(draft);
}

function bargeIn(draft: Draft): void {
  const { agent } = draft.state;
  if (agent.phase !== "thinking" && agent.phase !== "speaking") return;
  const cut = hush(draft);
  if (agent.phase === "thinking") draft.effects.push({ type: "drop_brain" });
  if (cut || agent.phase === "thinking") change(draft, { interrupted: true });
  if (draft.state.speaking.length > 0) {
    set(draft, {
      agent: { phase: "speaking", dueMs: dueOf(draft), patienceMs: draft.setting.silenceMs },
    });
  } else {
    set(draft, { agent: { phase: "listening", dueMs: draft.atMs + draft.setting.silenceMs } });
  }
}

function dueOf(draft: Draft): number {
  const { agent } = draft.state;
  return agent.phase === "speaking" ? agent.dueMs : draft.atMs + draft.setting.silenceMs;
}

/** Words that voice activity missed are heard all the same. */
function interimWords(draft: Draft, words: string): void {
  const text = words.slice(0, MAX_TRANSCRIPT_CHARS);
  const sounding = draft.state.hearing?.stoppedAtMs === null;
  change(draft, sounding ? { interim: text } : { interim: text, stoppedAtMs: draft.atMs });
  if (text !== "") bargeIn(draft);
}

function finalWords(draft: Draft, text: string, confidence: number, endOfSpeech: boolean): void {
  const late = draft.state.hearing === null;
  const before = draft.state.hearing ?? nothingHeard;
  const said = `${before.said} ${text}`.trim().slice(0, MAX_TRANSCRIPT_CHARS);
  change(draft, {
    said,
    interim: "",
    endOfSpeech: endOfSpeech && said !== "",
    confidence: text === "" ? before.confidence : Math.min(before.confidence, confidence),
  });
  if (late) lateWords(draft);
}

/** Words after the end of their turn are a turn of their own: nothing that was said is lost. */
function lateWords(draft: Draft): void {
  if (draft.state.hearing?.said === "") return set(draft, { hearing: null });
  change(draft, { stoppedAtMs: draft.atMs });
  bargeIn(draft);
}

/** Ends the running turn: its words, or null where there were none. */
export function endTurn(draft: Draft): CallerTurn | null {
  const hearing = draft.state.hearing ?? nothingHeard;
  set(draft, { hearing: null });
  const text = `${hearing.said} ${hearing.interim}`.trim();
  if (text === "" && !hearing.notUnderstood) return null;
  return { text, confidence: hearing.confidence, by: "rules", heard: null };
}

function change(draft: Draft, heard: Partial<Hearing>): void {
  const before = draft.state.hearing ?? { ...nothingHeard, startedAtMs: draft.atMs };
  set(draft, { hearing: { ...before, ...heard } });
}
