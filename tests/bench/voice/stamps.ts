/** Moments that the stand-ins and Parley's sockets see; all on one clock of the machine. */

/** Epoch ms with fractions: processes and threads agree on it. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

/** One thing that a caller said. */
export interface HeardStamp {
  readonly type: "heard";
  readonly tag: string;
  /** The last sound of it came to the ears, and the first message with all of its words left them. */
  readonly lastSoundAtMs: number;
  readonly wordsAtMs: number;
}

/** One request for an answer. */
export interface ChatStamp {
  readonly type: "chat";
  readonly tag: string;
  readonly askedAtMs: number;
  /** When each piece of the answer left. */
  readonly piecesAtMs: readonly number[];
  readonly cancelled: boolean;
}

/** One request for speech. */
export interface SpeechStamp {
  readonly type: "speech";
  readonly text: string;
  /** Null where it is not the beginning of an answer. */
  readonly tag: string | null;
  readonly askedAtMs: number;
  readonly firstAtMs: number | null;
}

export type Stamp = HeardStamp | ChatStamp | SpeechStamp;

/** A phrase as it left a media socket of Parley's. */
export interface SentPhrase {
  readonly socket: number;
  readonly kind: string;
  readonly atMs: number;
}
