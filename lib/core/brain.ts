/** What a brain is asked and what it may tell. A brain proposes; the conversation decides. */
import type { Campaign } from "./campaign.ts";
import type { CallId, TurnId } from "./ids.ts";
import type { Lead } from "./lead.ts";
import type { Asked } from "./understand/heard.ts";

/** One line of the conversation as it was spoken. */
export interface Line {
  readonly speaker: "caller" | "agent";
  readonly text: string;
}

export interface BrainRequest {
  readonly call: CallId;
  readonly turn: TurnId;
  readonly campaign: Campaign;
  /** The conversation so far, oldest first; the last line is the caller's, to be answered now. */
  readonly history: readonly Line[];
  readonly lead: Lead;
  readonly asked: Asked;
  /** What the scripted brain says to this turn; the core adds the next question itself. */
  readonly scripted: readonly string[];
  /** What the core is about to ask after the answer, for the model to lead up to. */
  readonly next: string;
  /** What else is known of the call; nothing where no plugin tells it. */
  readonly context?: readonly string[];
  /** How to speak now, where it isn't as usual: "Apologise once, in short sentences." */
  readonly manner?: string;
  /** The same for the rules: words to say first. */
  readonly apology?: string;
}

/** Tools by which a model proposes; no plugin's has such a name. */
export const PROPOSING_TOOLS: ReadonlySet<string> = new Set(
  ["record_answers", "request_person", "not_interested"],
);

export type BrainEvent =
  /** One sentence to be spoken, in order. */
  | { readonly type: "sentence"; readonly text: string }
  /** A proposed answer to a field; the core checks quote and value before it counts. */
  | {
    readonly type: "proposal";
    readonly key: string;
    /** The value in the caller's own words or plain text: the core parses it by rule. */
    readonly value: string;
    readonly quote: string;
  }
  | { readonly type: "wish"; readonly wish: "person" | "not_interested" }
  /** Words that offer a person; the core says them once, and only where one is to be had. */
  | { readonly type: "offer_person"; readonly text: string }
  /** `by` names who answered in the end (a fall-back may have taken the turn). */
  | { readonly type: "done"; readonly by: string };
