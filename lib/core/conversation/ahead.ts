/** Thought ahead: what a brain says of a turn that is not over yet is held, then kept or dropped. */
import type { BrainEvent, BrainRequest } from "../brain.ts";
import { MAX_PROPOSALS, MAX_SENTENCE_CHARS, MAX_SENTENCES } from "../limits.ts";
import { bareWords } from "../understand/bare_words.ts";
import { type Draft, set } from "./state.ts";

/** Some wishes, besides sentences and proposals; the end is held in any case. */
const HELD_MAX = MAX_SENTENCES + MAX_PROPOSALS + 4;

/** A request on the likely end of a turn. Nothing of it is said before the turn is over. */
export interface Ahead {
  readonly generation: number;
  /** What the brain was asked: another question at the end of the turn is another request. */
  readonly question: string;
  readonly held: readonly BrainEvent[];
}

/** Requests of one call, by what became of them; the waste is `dropped`. */
export interface BrainRequests {
  /** Asked when the turn was over. */
  readonly plain: number;
  /** Asked before, and right. */
  readonly kept: number;
  /** Asked before, and in vain. */
  readonly dropped: number;
}

/** What came to those of before. */
export function requestsSince(before: BrainRequests, now: BrainRequests): BrainRequests {
  return {
    plain: now.plain - before.plain,
    kept: now.kept - before.kept,
    dropped: now.dropped - before.dropped,
  };
}

/** What makes two requests the same. */
export function questionIn({ turn, history, asked, scripted, next }: BrainRequest): string {
  const words = bareWords(history.at(-1)?.text ?? "");
  return JSON.stringify([turn, history.length, words, asked, scripted, next]);
}

/** Takes what a brain tells ahead of its turn; of a generation that was dropped it is nothing. */
export function hold(draft: Draft, generation: number, told: BrainEvent): void {
  const { ahead } = draft.state;
  if (ahead?.generation !== generation || ahead.held.at(-1)?.type === "done") return;
  if (ahead.held.length >= HELD_MAX && told.type !== "done") return;
  const short = told.type === "sentence"
    ? { ...told, text: told.text.slice(0, MAX_SENTENCE_CHARS) }
    : told;
  set(draft, { ahead: { ...ahead, held: [...ahead.held, short] } });
}

/** The turn is over: what was thought ahead for just this request, else null and it is dropped. */
export function keepAhead(draft: Draft, request: BrainRequest): Ahead | null {
  const { ahead, requests } = draft.state;
  if (ahead?.question !== questionIn(request)) {
    dropAhead(draft);
    const { requests } = draft.state;
    set(draft, { requests: { ...requests, plain: requests.plain + 1 } });
    return null;
  }
  set(draft, { ahead: null, requests: { ...requests, kept: requests.kept + 1 } });
  draft.effects.push({ type: "keep_ahead", generation: ahead.generation });
  return ahead;
}

/** Idempotent. */
export function dropAhead(draft: Draft): void {
  const { ahead, requests } = draft.state;
  if (ahead === null) return;
  set(draft, { ahead: null, requests: { ...requests, dropped: requests.dropped + 1 } });
  draft.effects.push({ type: "drop_ahead", generation: ahead.generation });
}
