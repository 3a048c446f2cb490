/** What tells of a machine in a caller's place. */

/** What a line tells besides voices; of the same names as in `lib/audio`, which finds them. */
export type LineSound = "fax" | "busy" | "special_information" | "music";

/** What has spoken so far for a machine instead of a caller. */
export interface MachineSigns {
  /** Different phrases that machines use; one alone may be a caller who tells of such a call. */
  readonly phrases: readonly number[];
  /** The last turn, and how often it was said in a row. */
  readonly said: string;
  readonly times: number;
  /** Stretches of ten seconds of music, without a word between them. */
  readonly music: number;
}

export const noMachine: MachineSigns = { phrases: [], said: "", times: 0, music: 0 };
