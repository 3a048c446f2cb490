/** What Parley and Asterisk's dialplan say to each other; the other half is extensions.conf. */

/** Where a caller goes who is put through to a person: fixed, whatever a caller or a model says. */
export const HUMAN_PLACE = { context: "human", extension: "s", priority: 1 } as const;

/** What a person's part of the dialplan knows of the call; channels that it opens inherit both. */
export const CALL_VARIABLE = "__PARLEY_CALL";
export const NOTE_VARIABLE = "__PARLEY_NOTE";

/** What the dialplan passes to Stasis where a person can be reached. */
const HUMAN = "human";
/** And what it passes when a call comes back: this, and in one word why. */
const FROM_HUMAN = "from-human";

/** How a call comes to us, by the arguments of the dialplan's Stasis(). */
export interface Arrival {
  /** The dialplan can give the call to a person. */
  readonly human: boolean;
  /** Why no person took the call, which was ours before; null: it is a new one. */
  readonly back: string | null;
}

export function arrivalOf([first, why = ""]: readonly string[]): Arrival {
  if (first !== FROM_HUMAN) return { human: first === HUMAN, back: null };
  return { human: false, back: /^[A-Z]{1,20}$/.test(why) ? why : "UNKNOWN" };
}
