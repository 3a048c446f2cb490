/** The agent's words: given to the voice one after the other, heard, or cut short. */
import { MAX_SENTENCE_CHARS, MAX_SPOKEN_CHARS } from "../limits.ts";
import { spokenForm } from "../spoken/spoken_form.ts";
import type { UtteranceId } from "../ids.ts";
import { utteranceAfter } from "../ids.ts";
import { heardByMark } from "./consent.ts";
import { type Draft, record, set, type Spoken } from "./state.ts";

/** Silence after our question before the first prompt: long enough to think, short of worry. */
export const SILENCE_MS = 6_000;
/** Patience after "hold on". */
export const WAIT_MS = 30_000;
/** An utterance that is not reported heard after so long counts as heard: a lost mark ends no call. */
export const UTTERANCE_MAX_MS = 30_000;

/** A cut is told within a fraction of a second; more than these are never under way at once. */
export const CUTS_MAX = 8;

/** Speaks `text`, after whatever is being spoken. */
export function say(draft: Draft, text: string, uninterruptible = false): void {
  const { campaign } = draft.setting;
  const words = spokenForm(text.slice(0, MAX_SENTENCE_CHARS), campaign).slice(0, MAX_SPOKEN_CHARS);
  if (words === "") return;
  const { state } = draft;
  const utterance = utteranceAfter(state.lastUtterance);
  set(draft, {
    lastUtterance: utterance,
    speaking: [...state.speaking, { utterance, text: words, uninterruptible }],
    agentSaid: `${state.agentSaid} ${words}`.trim(),
  });
  draft.effects.push({ type: "speak", utterance, turn: state.turn, text: words });
}

/** What counts is what is spoken; the words before stay known, for ears that guessed by them. */
export function reworded(draft: Draft, utterance: UtteranceId, text: string): void {
  const { speaking, agentSaid } = draft.state;
  const words = text.slice(0, MAX_SPOKEN_CHARS);
  const isIt = (spoken: Spoken) => spoken.utterance === utterance && !spoken.uninterruptible;
  if (words === "" || !speaking.some(isIt)) return;
  set(draft, {
    speaking: speaking.map((spoken) => isIt(spoken) ? { ...spoken, text: words } : spoken),
    agentSaid: `${agentSaid} ${words}`.trim(),
  });
}

/** The reply is complete: it is the caller's turn once it was heard. */
export function handOver(draft: Draft, patienceMs = draft.setting.silenceMs): void {
  set(draft, { agent: { phase: "speaking", dueMs: draft.atMs + UTTERANCE_MAX_MS, patienceMs } });
  listenIfHeard(draft);
}

/** Says last words; the call ends when they were heard. */
export function sayLast(draft: Draft, words: readonly string[], reason: string): void {
  for (const text of words) say(draft, text);
  const dueMs = draft.atMs + UTTERANCE_MAX_MS;
  set(draft, { agent: { phase: "closing", dueMs, reason } });
}

/** One utterance was heard to its end: the mark behind it came back. */
export function played(draft: Draft, utterance: UtteranceId): void {
  const { speaking } = draft.state;
  const index = speaking.findIndex((spoken) => spoken.utterance === utterance);
  if (index < 0) return; // it was cut short before
  heard(draft, index);
  heardByMark(draft, speaking.slice(0, index + 1));
}

/** It counts as heard, with all before it. */
function heard(draft: Draft, index: number): void {
  const { speaking, agent } = draft.state;
  for (const { text } of speaking.slice(0, index + 1)) spokenLine(draft, text);
  set(draft, { speaking: speaking.slice(index + 1) });
  const { phase } = agent;
  if (phase === "speaking" || phase === "closing" || phase === "putting_through") {
    set(draft, { agent: { ...agent, dueMs: draft.atMs + UTTERANCE_MAX_MS } });
  }
  listenIfHeard(draft);
}

/** Stops speaking, but for leading words that must be heard. True when something was cut short. */
export function hush(draft: Draft): boolean {
  const { speaking } = draft.state;
  const firstFree = speaking.findIndex(({ uninterruptible }) => !uninterruptible);
  if (firstFree !== 0) goOn(draft); // words that must be heard are not held back
  if (firstFree < 0) return false;
  const kept = speaking.slice(0, firstFree);
  if (kept.length === 0) beginCut(draft);
  set(draft, { speaking: kept });
  draft.effects.push({ type: "hush", keep: kept.at(-1)?.utterance ?? null });
  return true;
}

/** Ends whatever a brain or the voice has under way. */
export function cutShort(draft: Draft): void {
  const { agent, speaking } = draft.state;
  if (agent.phase === "thinking") draft.effects.push({ type: "drop_brain" });
  if (speaking.length === 0) return goOn(draft);
  beginCut(draft);
  draft.effects.push({ type: "hush", keep: null });
  set(draft, { speaking: [] });
}

/** What was held back at the caller's sound is heard after all. */
export function goOn(draft: Draft): void {
  const { overlap } = draft.state;
  if (overlap === null) return;
  set(draft, { overlap: null });
  if (overlap.paused) draft.effects.push({ type: "resume" });
}

/** The utterance that is being heard ends here; how much of it was heard is told later. */
function beginCut(draft: Draft): void {
  const { speaking, cuts, history, turn } = draft.state;
  const cut = { utterance: speaking[0]!.utterance, line: history.length, turn };
  set(draft, { overlap: null, cuts: [...cuts, cut].slice(-CUTS_MAX) });
}

/** What counts is what was heard: the words up to the cut stand in the history where they belong. */
export function wasCut(draft: Draft, utterance: UtteranceId, heard: string): void {
  const { cuts, history } = draft.state;
  const cut = cuts.find((one) => one.utterance === utterance);
  if (cut === undefined) return;
  set(draft, { cuts: cuts.filter((one) => one !== cut) });
  if (heard === "") return;
  const line = { speaker: "agent", text: heard } as const;
  set(draft, { history: history.toSpliced(cut.line, 0, line) });
  record(draft, { type: "turn", turn: cut.turn, speaker: "agent", text: heard });
}

/** Everything that was on its way counts as heard: its marks are long overdue. */
export function giveUpWaiting(draft: Draft): void {
  const last = draft.state.speaking.at(-1);
  if (!last) return;
  draft.effects.push({ type: "hush", keep: null });
  set(draft, { overlap: null }); // nothing is held back any more
  heard(draft, draft.state.speaking.length - 1);
}

function listenIfHeard(draft: Draft): void {
  const { agent, speaking } = draft.state;
  if (agent.phase !== "speaking" || speaking.length > 0) return;
  set(draft, { agent: { phase: "listening", dueMs: draft.atMs + agent.patienceMs } });
}

/** The caller has heard it. */
export function spokenLine(draft: Draft, text: string): void {
  set(draft, { history: [...draft.state.history, { speaker: "agent", text }] });
  record(draft, { type: "turn", turn: draft.state.turn, speaker: "agent", text });
}
