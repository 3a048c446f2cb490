/** The way of a call to a person, and back where no person takes it, as plain data. */

/** What a call remembers of it. */
export interface TransferState {
  /** Turns in a row that nothing was understood of. */
  readonly unclear: number;
  /** Turns that a model answered and that brought nothing, since the last answer to a question. */
  readonly chatted: number;
  /** The call was put through, or is being: whether or not a person took it. */
  readonly personTried: boolean;
  /** How long a person had the call, or rang: that is no part of its greatest length. */
  readonly lentMs: number;
  /** Words that offer a person, still to be said; and whether that was done, once in a call. */
  readonly offer: string | null;
  readonly offered: boolean;
}

export const noTransfer: TransferState = {
  unclear: 0,
  chatted: 0,
  personTried: false,
  lentMs: 0,
  offer: null,
  offered: false,
};

/** What the agent is doing meanwhile. */
export type TransferPhase =
  /** The caller hears that a person comes; `sent`: it was heard, and the PBX was told. */
  | {
    readonly phase: "putting_through";
    readonly sent: boolean;
    /** The caller's audio is cut off meanwhile. */
    readonly cut: boolean;
    readonly dueMs: number;
  }
  /** A person has the call: nothing is said and nothing is due until it ends or comes back. */
  | { readonly phase: "with_person"; readonly sinceMs: number };

export type TransferEvent =
  /** The PBX has taken the caller to the person. */
  | { readonly type: "transferred" }
  | { readonly type: "transfer_failed" }
  /** The caller's channel has left us: by a hang-up (`heard`: as there), or on its way to the person. */
  | { readonly type: "left"; readonly heard?: string }
  /** No person took the call, which is ours again. `why`: one word of the dialplan's. */
  | { readonly type: "transferred_back"; readonly why: string };

/** Send the call to the person's fixed place in the dialplan, with a note for whoever takes it. */
export interface TransferEffect {
  readonly type: "transfer";
  readonly note: string;
}
