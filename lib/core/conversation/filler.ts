/** What keeps a caller from dead air while ears or brain are slow: a filler, and then the rules' answer. */
import type { TurnId } from "../ids.ts";
import { say } from "./speaking.ts";
import { type CallState, type Draft, set } from "./state.ts";

/**
 * Nothing to say so long after the turn's end: people take a longer pause for a dead line. With a voice
 * that is given up after 1 s, nobody waits longer than 2 s for a sound once the turn is over.
 */
export const FILLER_AFTER_MS = 800;
/** What the brain gets once all that was said was heard; then the call goes on without it. */
export const MORE_WORDS_MS = 1_200;
/** No word came so long after the caller's last sound; Deepgram's p99 is 350 ms. */
export const LATE_WORDS_MS = 1_500;
/** Shorter sounds may be coughs: nobody answers "one moment" to those. */
const SPEECH_MS = 500;

/** When a filler is due in a turn that is being thought about; null where the last one had it. */
export function fillerDueMs({ turn, filledTurn }: CallState, atMs: number): number | null {
  return filledTurn !== null && turn <= filledTurn + 1 ? null : atMs + FILLER_AFTER_MS;
}

/** When the caller has waited enough for the ears or for the brain; null where for neither. */
export function fillsAtMs(state: CallState): number | null {
  if (state.speaking.length > 0) return null; // there is something to be heard
  return state.agent.phase === "thinking" ? state.agent.fillerAtMs : lateWordsAtMs(state);
}

function lateWordsAtMs({ agent, hearing, turn, filledTurn }: CallState): number | null {
  if (agent.phase !== "listening" || hearing === null || hearing.stoppedAtMs === null) return null;
  const { startedAtMs, stoppedAtMs, said, interim, notUnderstood } = hearing;
  if (said !== "" || interim !== "" || notUnderstood) return null;
  const filledBefore = filledTurn !== null && turn <= filledTurn;
  return filledBefore || stoppedAtMs - startedAtMs < SPEECH_MS ? null : stoppedAtMs + LATE_WORDS_MS;
}

/** Says that an answer is coming. What is said then waits behind it, and cuts nothing off. */
export function fill(draft: Draft): void {
  const { agent, turn } = draft.state;
  const dueMs = fillsAtMs(draft.state);
  if (dueMs === null || draft.atMs < dueMs) return;
  const thinking = agent.phase === "thinking";
  if (thinking) set(draft, { agent: { ...agent, fillerAtMs: null } });
  if (thinking && agent.sentences > 0) return;
  const { letMeSee, oneMoment } = draft.setting.campaign.lines;
  const filledTurn = (thinking ? turn : turn + 1) as TurnId;
  say(draft, filledTurn % 4 < 2 ? letMeSee : oneMoment);
  set(draft, { filledTurn });
}

/** True where the turn that ends without words had its filler: it can't pass without an answer. */
export function endsFilled(draft: Draft): boolean {
  const { turn, filledTurn } = draft.state;
  if (filledTurn !== turn + 1) return false;
  set(draft, { filledTurn: turn }); // the next sound without words is no third promise
  return true;
}

/** All that was said so far was heard: a brain that still thinks has little time left. */
export function hurryBrain(draft: Draft): void {
  const { agent, speaking } = draft.state;
  if (agent.phase !== "thinking" || speaking.length > 0) return;
  const dueMs = Math.min(agent.dueMs, draft.atMs + MORE_WORDS_MS);
  set(draft, { agent: { ...agent, dueMs } });
}
