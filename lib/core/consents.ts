/** What a call has proven so far of what the law asks for. */

export interface Consents {
  /** That an AI speaks was heard to its end: the mark behind those words came back. */
  readonly disclosed: boolean;
  /** The caller knew that all is written down, and spoke on. */
  readonly transcript: boolean;
  /** As it was given or refused last; null: never. */
  readonly callback: boolean | null;
}

export const nothingAgreed: Consents = { disclosed: false, transcript: false, callback: null };
