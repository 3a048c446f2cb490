/** What is known of a number that was read. */

/** A number in a turn: tokens `from` up to, not including, `to`. */
export interface NumberRead {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  /** Its last multipliers, largest first: 100 000 and 1000 in "four hundred thousand". */
  readonly scales: readonly number[];
  /** "thousand" and above was said: this is no small count. */
  readonly scaled: boolean;
  /** "hundred" was said. */
  readonly hundred: boolean;
  /** "a couple", "a few". */
  readonly vague: boolean;
  /** "two fifty": a word was left out. */
  readonly elliptical: boolean;
  /** "five zero zero": said digit by digit. */
  readonly digits: boolean;
}

export interface NumberOptions {
  /**
   * "a hundred and twenty" is one number; false where "and" parts two ("between … and …"), and
   * "hundreds" where only what follows a multiplier is another ("ninety thousand and two years").
   */
  readonly and: boolean | "hundreds";
  /** Tokens that belong to something else already. */
  readonly taken: Uint8Array;
}
