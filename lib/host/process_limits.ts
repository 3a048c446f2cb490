/** What becomes of a plugin's process, decided look by look: it goes on, lets others first, or is ended. */
import type { Usage } from "./process_watch.ts";

/** How often it is looked at: a leak of 1 GB/s takes a tenth of it more. */
export const LOOK_MS = 100;
/** A runtime without a plugin takes some 60 MB, and a CRM's SDK as much again. */
export const RSS_BYTES_MAX = 256 * 1_024 * 1_024;
/** In any stretch of so long: half a core for a while, at the lowest priority; a loop takes a whole one. */
export const PROCESSOR_BUDGET = { ms: 2_500, everyMs: 5_000 } as const;
/** Who computes so much works at more than answers, which take a millisecond: all others go first. */
const RUSH = { ms: 150, everyMs: 400 } as const;
/** Compiling a large SDK takes a second. */
const START_PROCESSOR_MS = 1_000;
/**
 * It is asked so often whether it still answers, and hangs when it doesn't for so long and computes, or
 * sleeps, all the while; one that gets no processor on a busy machine does neither, and is given longer.
 */
const PING = { everyMs: 1_000, patienceMs: 3_000, starvedMs: 60_000 } as const;
/** Of the time in which it owes an answer: who computed for so much of it was not kept from answering. */
const BUSY_SHARE = 0.3;

export interface Look {
  /** Monotonic. */
  readonly atMs: number;
  /** Null where nothing tells. */
  readonly usage: Usage | null;
  /** Asked only where it matters: all of it waits, and for neither a processor nor a disk. */
  readonly sleeps: () => boolean;
}

export interface Verdict {
  /** Null: it goes on. */
  readonly end: string | null;
  /** It is to be asked whether it still answers. */
  readonly asks: boolean;
  /** It computes so much that everybody else is to go first. */
  readonly rushes: boolean;
}

interface Ping {
  readonly askedMs: number;
  /** That it had used by then. */
  readonly processorMs: number;
  readonly isAnswered: boolean;
}

interface Seen {
  readonly atMs: number;
  readonly processorMs: number;
}

/** True of `usedMs` within `elapsedMs`: nothing but itself kept it from answering. */
export function isBusy(usedMs: number, elapsedMs: number): boolean {
  return usedMs > BUSY_SHARE * elapsedMs;
}

export class ProcessLimits {
  /** Of the last `PROCESSOR_BUDGET.everyMs`, oldest first. */
  #seen: readonly Seen[] = [];
  #readyMs: number | null = null;
  /** Null: before it was ready. */
  #ping: Ping | null = null;
  #asleepLooks = 0;

  /** As it was looked at last. */
  get processorMs(): number {
    return this.#seen.at(-1)?.processorMs ?? 0;
  }

  /** It is ready, or has answered the question whether it still does. */
  answered(atMs: number): void {
    this.#readyMs ??= atMs;
    this.#ping = { askedMs: atMs, processorMs: this.processorMs, isAnswered: true };
    this.#asleepLooks = 0;
  }

  look(look: Look): Verdict {
    const { atMs, usage } = look;
    if (usage !== null) this.#see({ atMs, processorMs: usage.processorMs });
    const end = this.#broken(usage) ?? this.#hung(look);
    const asks = end === null && this.#isDue(atMs);
    if (asks) this.#ping = { askedMs: atMs, processorMs: this.processorMs, isAnswered: false };
    return { end, asks, rushes: usage !== null && this.#rushes(atMs) };
  }

  #see(now: Seen): void {
    const sinceMs = now.atMs - PROCESSOR_BUDGET.everyMs;
    this.#seen = [...this.#seen.filter(({ atMs }) => atMs >= sinceMs), now];
  }

  #broken(usage: Usage | null): string | null {
    if (usage === null) return null;
    if (usage.rssBytes > RSS_BYTES_MAX) {
      return `It took over ${RSS_BYTES_MAX / 1_048_576} MB of memory`;
    }
    const { ms, everyMs } = PROCESSOR_BUDGET;
    if (usage.processorMs - this.#seen[0]!.processorMs <= ms) return null;
    return `It computed for over ${ms} ms in ${everyMs} ms`;
  }

  #hung({ atMs, usage, sleeps }: Look): string | null {
    if (this.#ping === null || this.#ping.isAnswered) return null;
    const { askedMs, processorMs } = this.#ping;
    const sinceMs = atMs - askedMs;
    const computes = usage === null || isBusy(usage.processorMs - processorMs, sinceMs);
    // Counted, since one look that comes late says nothing of the time before it.
    this.#asleepLooks = !computes && sleeps() ? this.#asleepLooks + 1 : 0;
    const isNobodysFault = !computes && this.#asleepLooks * LOOK_MS < PING.patienceMs;
    if (sinceMs <= (isNobodysFault ? PING.starvedMs : PING.patienceMs)) return null;
    return `It did nothing else for over ${Math.floor(sinceMs)} ms`;
  }

  #isDue(atMs: number): boolean {
    return this.#ping?.isAnswered === true && atMs - this.#ping.askedMs >= PING.everyMs;
  }

  #rushes(atMs: number): boolean {
    if (this.#readyMs === null) return this.processorMs > START_PROCESSOR_MS;
    const sinceMs = Math.max(this.#readyMs, atMs - RUSH.everyMs);
    const first = this.#seen.find((seen) => seen.atMs >= sinceMs);
    return first !== undefined && this.processorMs - first.processorMs > RUSH.ms;
  }
}
