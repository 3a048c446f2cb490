/** The caller's sound over our words: we wait for a moment, then it is a barge-in or nothing. */
import { isBackChannel } from "../understand/back_channel.ts";
import { changesTurn } from "./going_on.ts";
import { isOurTurn } from "./phases.ts";
import { contextOf } from "./making_sense.ts";
import { goOn, hush } from "./speaking.ts";
import { type Draft, set } from "./state.ts";

/**
 * A cough or an "mm-hm" is over by then; who still sounds wants to speak. Of 200 coughs and as many hums
 * of 340 ms the end was told 340 ms after their begin at the latest; the rest is for the jitter of lines.
 */
export const DECIDE_MS = 400;

/** We fall silent at once, but for words that must be heard, and find out what it is. */
export function overlapped(draft: Draft): void {
  const { agent, speaking, overlap } = draft.state;
  if (overlap !== null || !isOurTurn(agent)) return;
  const paused = !speaking.some(({ uninterruptible }) => uninterruptible);
  if (paused) draft.effects.push({ type: "pause" });
  set(draft, { overlap: { decideAtMs: draft.atMs + DECIDE_MS, paused } });
}

/** Words over ours are a barge-in, unless they only tell us to go on. */
export function wordsOver(draft: Draft, text: string): void {
  if (text === "" || !isOurTurn(draft.state.agent)) return;
  if (isBackChannel(text, contextOf(draft)) && !changesTurn(draft, text)) goOn(draft);
  else interrupt(draft);
}

/** Who still sounds interrupts; anything shorter was none. */
export function decideOverlap(draft: Draft): void {
  if (draft.state.hearing?.stoppedAtMs === null) interrupt(draft);
  goOn(draft);
}

/** Sounds and listener's words that did not stop us are no turn. */
export function isPassedOver(draft: Draft, text: string, interrupted: boolean): boolean {
  if (interrupted || !isOurTurn(draft.state.agent)) return false;
  return text === "" || isBackChannel(text, contextOf(draft));
}

/** The caller has the floor: what we have not said by now is not said. */
export function interrupt(draft: Draft, patienceMs = draft.setting.silenceMs): void {
  const { agent } = draft.state;
  if (!isOurTurn(agent)) return;
  const cut = hush(draft);
  if (agent.phase === "thinking") draft.effects.push({ type: "drop_brain" });
  const { hearing, speaking } = draft.state;
  const counts = cut || agent.phase === "thinking";
  if (hearing && counts) set(draft, { hearing: { ...hearing, interrupted: true } });
  const dueMs = draft.atMs + patienceMs;
  if (speaking.length === 0) return set(draft, { agent: { phase: "listening", dueMs } });
  const heardByMs = agent.phase === "speaking" ? agent.dueMs : dueMs;
  set(draft, { agent: { phase: "speaking", dueMs: heardByMs, patienceMs } });
}
