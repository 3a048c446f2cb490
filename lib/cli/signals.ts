/** What SIGTERM and Ctrl-C mean: the first one drains, a second and later one ends at once. */

/**
 * A signal that comes this soon after the first is the same one again: a Ctrl-C reaches the whole
 * process group, and `deno task` and `timeout` pass on what they get as well. 1 s.
 */
export const SAME_SIGNAL_MS = 1_000;

export type SignalVerdict = "drain" | "ignore" | "stop_now";

/** Decides what a signal means; knows no clock, `atMs` must be monotonic. */
export class SignalPolicy {
  #firstAtMs: number | null = null;
  #stopped = false;

  received(atMs: number): SignalVerdict {
    if (this.#firstAtMs === null) {
      this.#firstAtMs = atMs;
      return "drain";
    }
    if (this.#stopped || atMs - this.#firstAtMs < SAME_SIGNAL_MS) return "ignore";
    this.#stopped = true;
    return "stop_now";
  }
}

export interface SignalActions {
  /** Take no new call, let live ones finish; told once. */
  drain(signal: Deno.Signal): void;
  /** End now; told once, at least `SAME_SIGNAL_MS` after `drain`. */
  stopNow(signal: Deno.Signal): void;
}

/** Where signals come from; the process itself unless a test says otherwise. */
export interface SignalSource {
  nowMs(): number;
  add(signal: Deno.Signal, listener: () => void): void;
  remove(signal: Deno.Signal, listener: () => void): void;
}

const PROCESS: SignalSource = {
  nowMs: () => performance.now(),
  add: (signal, listener) => Deno.addSignalListener(signal, listener),
  remove: (signal, listener) => Deno.removeSignalListener(signal, listener),
};

/** Windows knows no SIGTERM. */
const SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT", "SIGBREAK"]
  : ["SIGINT", "SIGTERM"];

/** Listens until the returned function is called, which also lets the process end by itself. */
export function listenForSignals(actions: SignalActions, source = PROCESS): () => void {
  const policy = new SignalPolicy();
  const listeners = SIGNALS.map((signal) => {
    const listener = () => {
      const verdict = policy.received(source.nowMs());
      if (verdict === "drain") actions.drain(signal);
      if (verdict === "stop_now") actions.stopNow(signal);
    };
    source.add(signal, listener);
    return { signal, listener };
  });
  return () => {
    for (const { signal, listener } of listeners.splice(0)) source.remove(signal, listener);
  };
}
