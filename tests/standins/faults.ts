/** What a stand-in can be told to do wrong. */

/** Before the first word of an answer, in the middle of it, or after the last one. */
export type When = "before" | "during" | "after";

export type Fault =
  /** Refused in the provider's own form; 401 is a key that has expired. */
  | { readonly type: "status"; readonly status: number; readonly retryAfterSeconds?: number }
  /** A TCP reset. */
  | { readonly type: "reset"; readonly when: When }
  /** Reset, and from then on nobody listens: new connections are refused. */
  | { readonly type: "refuse"; readonly when: When }
  /** The connection stays open and nothing comes any more. */
  | { readonly type: "stall"; readonly when: When }
  /** Each piece comes this much late. */
  | { readonly type: "drip"; readonly pieceMs: number }
  /** Bytes that are nothing of the protocol. */
  | { readonly type: "garbage"; readonly when: When }
  /** Ends cleanly, too soon: half-way through the words, or through a tool's JSON. */
  | { readonly type: "cut"; readonly when: When }
  /** JSON that breaks off; what comes over a WebSocket is all cut from then on. */
  | { readonly type: "cut_json"; readonly when: When }
  /** Audio at 16 kHz, times as if it were, words in one burst that is cut anywhere. */
  | { readonly type: "wrong_rate" }
  /** A WebSocket that is closed with a code and the provider's words. */
  | {
    readonly type: "close";
    readonly when: When;
    readonly code: number;
    readonly reason: string;
  }
  /** Audio: in a form that was not asked for. */
  | { readonly type: "wrong_format"; readonly format: "wav" | "mp3" | "json" | "html" | "noise" };

/** Faults for the requests or connections to come, in order; null is none. */
export class FaultPlan {
  readonly #coming: (Fault | null)[] = [];
  #standing: Fault | null = null;

  next(...faults: readonly (Fault | null)[]): void {
    this.#coming.push(...faults);
  }

  /** For all that come after those of `next()`; null ends it. */
  always(fault: Fault | null): void {
    this.#standing = fault;
  }

  /** Faults of `next()` that nothing has met yet. */
  get left(): number {
    return this.#coming.filter((fault) => fault !== null).length;
  }

  take(): Fault | null {
    return this.#coming.length > 0 ? this.#coming.shift()! : this.#standing;
  }
}

/** Resolves after `ms`, or as soon as `signal` aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || ms <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
  });
}

/** Resolves when `signal` aborts. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) =>
    signal.addEventListener("abort", () => resolve(), { once: true })
  );
}
