/** A caller who goes on when we held the turn to be over: both parts are one turn, understood together. */
import type { Line } from "../brain.ts";
import { bareWords } from "../understand/bare_words.ts";
import { asksYesNo, type Heard } from "../understand/heard.ts";
import { meansSame } from "../understand/understand.ts";
import { MAX_TURN_CHARS } from "../limits.ts";
import { sureWords } from "../sure_words.ts";
import { contextOf, hearOf } from "./making_sense.ts";
import { isLastWords, isOurTurn } from "./phases.ts";
import { type CallerTurn, type CallState, type Draft, set } from "./state.ts";

/** From the end that we decided to the caller's next sound: later they have heard what we said to it. */
export const GOES_ON_WITHIN_MS = 1_000;

/** A turn that was taken, and what the conversation was before it. */
export interface LastTurn extends Required<Pick<CallerTurn, "beganAtMs" | "confidence" | "sure">> {
  /** They stand in the history; none where the ears knew no word. */
  readonly hasWords: boolean;
  /** The number of the fact that they were written down in. */
  readonly seq: number;
  /** The caller may go on with it; 0: not with what was typed or pressed. */
  readonly untilMs: number;
  readonly before: Pick<CallState, Undone>;
}

/** Two turns that are one. */
export interface WholeTurn extends CallerTurn {
  /** Of the fact whose words are all in it. */
  readonly replaces?: number;
}

/** What a turn has changed and another one in its place changes anew; what was agreed to is no part of it. */
type Undone = "known" | "asked" | "agentSaid" | "unclear" | "chatted" | "offer" | "offered";

/** True where a sound that begins now belongs to the turn before it. */
export function isGoingOn({ state: { lastTurn, agent }, atMs }: Draft): boolean {
  if (lastTurn === null || atMs > lastTurn.untilMs) return false;
  return isOurTurn(agent) || isLastWords(agent);
}

/** Remembers a turn that is being taken, before it changes anything, or is written down. */
export function remembered(draft: Draft, said: CallerTurn): Omit<LastTurn, "seq"> {
  const { goesOn, text, beganAtMs, confidence, sure = [] } = said;
  const { known, asked, agentSaid, unclear, chatted, offer, offered } = draft.state;
  return {
    ...{ beganAtMs, confidence, sure, hasWords: text !== "" },
    untilMs: goesOn === undefined ? 0 : draft.atMs + GOES_ON_WITHIN_MS,
    before: { known, asked, agentSaid, unclear, chatted, offer, offered },
  };
}

/**
 * The turn that the caller goes on with, as a whole; what its first part did is undone. Null where it is
 * a turn of its own, or says to our goodbye what was said before.
 */
export function rejoined(draft: Draft, said: CallerTurn): WholeTurn | null {
  const { lastTurn, history, agent, agentSaid } = draft.state;
  if (said.goesOn !== true || lastTurn === null || said.text === "") return null;
  const { before, beganAtMs, hasWords, seq } = lastTurn;
  const line = hasWords && lineOf(draft.state);
  const text = line ? joined(line.text, said.text) : said.text;
  const context = { ...contextOf(draft), asked: before.asked };
  if (isLastWords(agent) && line && meansSame(line.text, text, context)) return null;
  set(draft, { ...before, lastTurn: null, agentSaid: `${before.agentSaid} ${agentSaid}`.trim() });
  set(draft, { history: history.filter((each) => each !== line) });
  const confidence = Math.min(lastTurn.confidence, said.confidence);
  const sure = sureWords(lastTurn.sure, said.sure ?? []);
  const isWhole = !line || line.text.length < MAX_TURN_CHARS; // a longer one was written down in full
  return { ...said, text, beganAtMs, confidence, sure, ...isWhole && { replaces: seq } };
}

/** True where words that the caller goes on with make another answer of the turn: "no … yes". */
export function changesTurn(draft: Draft, text: string): boolean {
  const { hearing, lastTurn } = draft.state;
  if (!hearing?.goesOn || !lastTurn?.hasWords) return false;
  const { text: first } = lineOf(draft.state)!;
  const context = { ...contextOf(draft), asked: lastTurn.before.asked };
  return !meansSame(first, joined(first, text), context);
}

/** Without the digits of a card. */
function lineOf({ history }: CallState): Line | undefined {
  return history.findLast(({ speaker }) => speaker === "caller");
}

/** Half an answer is said whole when it is said again: "fifty", "fifty thousand". */
function joined(first: string, then: string): string {
  const [begin, all] = [first, then].map((text) => `${bareWords(text).join(" ")} `);
  return all!.startsWith(begin!) ? then : `${first} ${then}`;
}

/** The whole in its sense; where it says both yes and no, what was said last counts. */
export function hearWhole(draft: Draft, whole: string, added: string): Heard {
  const heard = hearOf(draft, whole);
  const { asked } = draft.state;
  if (heard.yesNo !== null || !asksYesNo(asked, draft.setting.campaign)) return heard;
  return { ...heard, yesNo: hearOf(draft, added).yesNo };
}
