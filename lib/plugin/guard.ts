/** Stands between a plugin and everybody who asks it: whatever it does, they go on in time. */
import { checkedAnswer } from "./answers.ts";
import { Breaker } from "./breaker.ts";
import { Budget } from "./budget.ts";
import { GiveUp, RetryLater } from "./contract.ts";
import type { HookId } from "./hook_names.ts";
import { BUSY_BUDGET, LAST_ERRORS, limitMsOf, REPORT_BUDGET } from "./limits.ts";
import type { Asked, PluginFacts, Runner } from "./runner.ts";

/** Answers that one plugin may owe at the same time; a promise that never settles is kept for ever. */
const PENDING_MAX = 500;

/** A failure of a plugin, fit for a log: what it said itself may hold what a caller said. */
export interface PluginTrouble {
  readonly plugin: string;
  readonly hook: string;
  /** Our own words, or the name of the plugin's error. */
  readonly what: string;
  /** The plugin's own words: personal data. */
  readonly said: string | null;
  readonly atMs: number;
}

/** One question and what became of it, for `plugin test`. */
export interface Trace {
  readonly plugin: string;
  readonly hook: HookId;
  readonly got: unknown;
  readonly answered: unknown;
  readonly failed: string | null;
  readonly tookMs: number;
}

export interface GuardOptions {
  /** Monotonic. */
  readonly nowMs: () => number;
  readonly trouble: (trouble: PluginTrouble) => void;
  readonly watch?: (trace: Trace) => void;
  /** So many times the usual limits, where no caller waits. */
  readonly patienceTimes?: number;
}

/** What the plugin broke; the words are ours. */
export class PluginLimit extends Error {
  override readonly name = "PluginLimit";
}

/** It can't be asked at this moment, and was not: what it was to be asked has not failed. */
export class PluginAway extends PluginLimit {}

export class GuardedPlugin {
  readonly #runner: Runner;
  readonly #options: GuardOptions;
  /** Of its process, or of all that it does; a hook that fails rests alone. */
  readonly #breaker = new Breaker();
  readonly #breakers = new Map<HookId, Breaker>();
  readonly #busy = new Budget(BUSY_BUDGET.ms, BUSY_BUDGET.everyMs);
  readonly #reports = new Budget(REPORT_BUDGET.lines, REPORT_BUDGET.everyMs);
  #lastErrors: PluginTrouble[] = [];
  #pending = 0;
  #asked = 0;
  #failed = 0;
  #users = 1;

  constructor(runner: Runner, options: GuardOptions) {
    this.#runner = runner;
    this.#options = options;
    runner.listen?.((limit) => this.broke(limit));
  }

  get facts(): PluginFacts {
    return this.#runner.facts;
  }

  get runs(): Runner["runs"] {
    return this.#runner.runs;
  }

  get state() {
    const nowMs = this.#options.nowMs();
    const hooks = [...this.#breakers].filter(([, breaker]) => breaker.isOpen(nowMs));
    const isResting = this.#breaker.isOpen(nowMs) || hooks.length > 0;
    const counts = { asked: this.#asked, failed: this.#failed, pending: this.#pending };
    return { isResting, ...counts, lastErrors: this.#lastErrors };
  }

  has(hook: HookId): boolean {
    return this.#runner.facts.hooks.has(hook);
  }

  /** A live call uses this very version until it lets go, whatever is installed meanwhile. */
  retain(): void {
    this.#users++;
  }

  release(): void {
    if (--this.#users === 0) this.#runner.close();
  }

  /** The checked answer, or undefined where there is none; it never throws and never takes longer. */
  ask(hook: HookId, asked: Asked, limitMs = limitMsOf(hook)): unknown {
    const startedMs = this.#options.nowMs();
    if (this.#breaker.isOpen(startedMs) || this.#of(hook).isOpen(startedMs)) return undefined;
    try {
      const answer = this.#start(hook, asked, limitMs, startedMs);
      if (!(answer instanceof Promise)) return this.#accept(hook, asked, answer, startedMs);
      return answer.then(
        (late) => this.#accept(hook, asked, late, startedMs),
        (error) => this.#refuse(hook, asked, error, startedMs),
      );
    } catch (error) {
      return this.#refuse(hook, asked, error, startedMs);
    }
  }

  /** As `ask`, for work that is tried again: it throws, with the plugin and the hook in the error. */
  async deliver(hook: HookId, asked: Asked, limitMs = limitMsOf(hook)): Promise<unknown> {
    const startedMs = this.#options.nowMs();
    try {
      const answer = await this.#start(hook, asked, limitMs, startedMs);
      return this.#accept(hook, asked, checkedAnswer(hook, answer), startedMs);
    } catch (error) {
      const isMeant = [RetryLater, GiveUp, PluginAway].some((kind) => error instanceof kind);
      if (isMeant) {
        const { name, message } = error as Error;
        this.#trace(hook, asked, undefined, `${name}: ${message}`, startedMs);
        throw error;
      }
      this.#note(hook, error, startedMs);
      this.#trace(hook, asked, undefined, whatOf(error), startedMs);
      throw new Error(`${this.facts.name} failed in ${hook}: ${whatOf(error)}`, { cause: error });
    }
  }

  /** It has broken a limit that no single question stands for. */
  broke(limit: string): void {
    const nowMs = this.#options.nowMs();
    this.#breaker.open(nowMs);
    this.#note("limits", new PluginLimit(limit), nowMs);
  }

  #of(hook: HookId): Breaker {
    const breaker = this.#breakers.get(hook) ?? new Breaker();
    this.#breakers.set(hook, breaker);
    return breaker;
  }

  #start(hook: HookId, asked: Asked, limitMs: number, startedMs: number): unknown {
    limitMs *= this.#options.patienceTimes ?? 1;
    if (this.#pending >= PENDING_MAX) throw new PluginLimit(`It owes ${PENDING_MAX} answers`);
    this.#asked++;
    const abort = new AbortController();
    const answer = this.#runner.run(hook, { ...asked, limitMs, signal: abort.signal });
    this.#spend(startedMs);
    return isThenable(answer) ? this.#within(limitMs, answer, abort) : answer;
  }

  #within(limitMs: number, answer: PromiseLike<unknown>, abort: AbortController) {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.#pending++;
    const timer = setTimeout(() => {
      reject(new PluginLimit(`It took over ${limitMs} ms`));
      abort.abort();
    }, limitMs);
    answer.then(resolve, reject).then(() => {
      this.#pending--;
      clearTimeout(timer);
    });
    return promise;
  }

  /** A plugin of this process holds up all calls while it computes. */
  #spend(startedMs: number): void {
    if (this.runs !== "in this process") return;
    const nowMs = this.#options.nowMs();
    if (this.#busy.take(nowMs - startedMs, nowMs)) return;
    if (!this.#breaker.isOpen(nowMs)) {
      this.broke(`It computed for over ${BUSY_BUDGET.ms} ms in ${BUSY_BUDGET.everyMs} ms`);
    }
  }

  #accept(hook: HookId, asked: Asked, answer: unknown, startedMs: number): unknown {
    let checked: unknown;
    try {
      checked = checkedAnswer(hook, answer);
    } catch (error) {
      return this.#refuse(hook, asked, error, startedMs);
    }
    if (!this.#breaker.isOpen(this.#options.nowMs())) this.#breaker.succeeded();
    if (!this.#of(hook).isOpen(this.#options.nowMs())) this.#of(hook).succeeded();
    this.#trace(hook, asked, checked, null, startedMs);
    return checked;
  }

  #refuse(hook: HookId, asked: Asked, error: unknown, startedMs: number): undefined {
    this.#note(hook, error, startedMs);
    const nowMs = this.#options.nowMs();
    if (this.#of(hook).failed(nowMs)) {
      this.#report({ hook, what: "It failed too often in a row, and rests", said: null }, nowMs);
    }
    this.#trace(hook, asked, undefined, whatOf(error), startedMs);
  }

  #note(hook: string, error: unknown, nowMs: number): void {
    this.#failed++;
    const isOurs = error instanceof PluginLimit;
    const said = isOurs ? null : saidOf(error);
    this.#report({ hook, what: whatOf(error), said }, nowMs);
  }

  #report(told: Pick<PluginTrouble, "hook" | "what" | "said">, nowMs: number): void {
    const trouble = { plugin: this.facts.name, ...told, atMs: Date.now() };
    this.#lastErrors = [...this.#lastErrors, trouble].slice(-LAST_ERRORS);
    if (this.#reports.take(1, nowMs)) this.#options.trouble(trouble);
  }

  #trace(hook: HookId, asked: Asked, answered: unknown, failed: string | null, startedMs: number) {
    const { watch, nowMs } = this.#options;
    if (!watch) return;
    const tookMs = nowMs() - startedMs;
    watch({ plugin: this.facts.name, hook, got: asked.value, answered, failed, tookMs });
  }
}

function isThenable(answer: unknown): answer is PromiseLike<unknown> {
  return typeof answer === "object" && answer !== null &&
    typeof (answer as { then?: unknown }).then === "function";
}

function whatOf(error: unknown): string {
  if (error instanceof PluginLimit) return error.message;
  if (error instanceof TypeError && error.message.startsWith("It answered")) return error.message;
  const name = error instanceof Error ? String(error.name).slice(0, 60) : typeof error;
  return `It threw ${/^\w+$/.test(name) ? name : "an error"}`;
}

function saidOf(error: unknown): string {
  return String(error instanceof Error ? error.message : error).slice(0, 500);
}
