/** How long a plugin's process lived on beyond its limit, as /proc tells it, by looks of the test's own. */
import { PROCESSOR_BUDGET, RSS_BYTES_MAX } from "../../lib/host/process_limits.ts";
import { type Usage, usageOf } from "../../lib/host/process_watch.ts";
import { limitMsOf } from "../../lib/plugin/limits.ts";

const LOOK_MS = 20;

/** What it breaks: the time for an answer, a limit of its process, or one at its first question. */
export type Broken = "answer" | "memory" | "processor" | "question";

interface Seen extends Usage {
  readonly atMs: number;
}

export class DeathWatch implements Disposable {
  readonly #pid: number;
  readonly #broken: Broken;
  readonly #looking = setInterval(() => this.#look(), LOOK_MS);
  /** Of the stretch that the processor's budget is for. */
  #seen: readonly Seen[] = [];
  #brokeMs: number | null = null;
  #goneMs: number | null = null;

  /** `pid`: it is about to be asked for the first time. */
  constructor(pid: number, broken: Broken) {
    this.#pid = pid;
    this.#broken = broken;
    const nowMs = performance.now();
    if (broken === "question") this.#brokeMs = nowMs;
    if (broken === "answer") this.#brokeMs = nowMs + limitMsOf("change.text");
  }

  /** Null: it lives. 0: another limit has ended it before. */
  get livedOnMs(): number | null {
    if (this.#goneMs === null) return null;
    return Math.max(0, this.#goneMs - (this.#brokeMs ?? Infinity));
  }

  [Symbol.dispose](): void {
    clearInterval(this.#looking);
  }

  #look(): void {
    const atMs = performance.now();
    const usage = usageOf(this.#pid);
    if (usage === null) {
      this.#goneMs = atMs;
      return clearInterval(this.#looking);
    }
    const sinceMs = atMs - PROCESSOR_BUDGET.everyMs;
    this.#seen = [...this.#seen.filter((seen) => seen.atMs >= sinceMs), { atMs, ...usage }];
    if (this.#isOver(usage)) this.#brokeMs ??= atMs;
  }

  #isOver({ rssBytes, processorMs }: Usage): boolean {
    if (this.#broken === "memory") return rssBytes > RSS_BYTES_MAX;
    return this.#broken === "processor" &&
      processorMs - this.#seen[0]!.processorMs > PROCESSOR_BUDGET.ms;
  }
}
