/** A promise that is settled from outside, once. Nobody has to look at it. */
import { AriEnded, type EndedHow } from "./errors.ts";

export class Wait<Value> {
  readonly promise: Promise<Value>;
  readonly #what: string;
  readonly #resolve: (value: Value) => void;
  readonly #reject: (error: AriEnded) => void;
  #settled = false;

  /** `what` is waited for: "the end of a playback". */
  constructor(what: string) {
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    promise.catch(() => {});
    this.promise = promise;
    this.#what = what;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  get settled(): boolean {
    return this.#settled;
  }

  resolve(value: Value): void {
    this.#settled = true;
    this.#resolve(value);
  }

  end(how: EndedHow, why: string, causeCode: number | null = null): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#reject(new AriEnded(this.#what, how, why, causeCode));
  }
}

export interface Patience {
  readonly withinMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** As `wait`, and gives up as told; `undo` runs however it ends. */
export async function patiently<Value>(
  wait: Wait<Value>,
  { withinMs, signal }: Patience,
  undo: () => void = () => {},
): Promise<Value> {
  const aborted = () => wait.end("aborted", "its signal has aborted");
  if (signal?.aborted) aborted();
  signal?.addEventListener("abort", aborted);
  const late = () => wait.end("late", `it did not come within ${withinMs} ms`);
  const timer = withinMs === undefined ? undefined : setTimeout(late, withinMs);
  try {
    return await wait.promise;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", aborted);
    undo();
  }
}
