/** Runs a plugin from outside in a process of its own, and starts it anew when that has died. */
import { Deadline } from "../clockwork/deadline.ts";
import type { HookId } from "../plugin/hook_names.ts";
import { PluginAway, PluginLimit } from "../plugin/guard.ts";
import { GiveUp, RetryLater } from "../plugin/contract.ts";
import type { PluginFacts, Runner, TimedAsk } from "../plugin/runner.ts";
import type { Surroundings } from "../plugin/own_runner.ts";
import { fetchFor } from "./plugin_fetches.ts";
import { PluginProcess, type ProcessOptions } from "./plugin_process.ts";
import type { FromPlugin, ToPlugin } from "./plugin_wire.ts";

/** An answer so long overdue won't come: the plugin hangs, and its process is ended. */
const OVERDUE_MS = 500;
const FIRST_PAUSE_MS = 1_000;
const PAUSE_MAX_MS = 5 * 60_000;
/** Who lived so long has not failed at the start. */
const LIVED_MS = 60_000;

export interface ProcessRunnerOptions {
  readonly facts: PluginFacts;
  readonly settings: unknown;
  readonly surroundings: Surroundings;
  readonly process: Omit<ProcessOptions, "goesLast" | "take" | "ended">;
}

interface Owed {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** Its answer may be there already, and wait for us behind a standstill. */
  readonly overdue: Deadline;
}

export class ProcessRunner implements Runner {
  readonly runs = "in a process of its own";
  readonly #options: ProcessRunnerOptions;
  readonly #fetch: (message: Extract<FromPlugin, { type: "fetch" }>) => void;
  readonly #owed = new Map<number, Owed>();
  #process: PluginProcess | null = null;
  #ready = Promise.withResolvers<void>();
  #isReady = false;
  #isClosed = false;
  /** One of its processes computed too much. */
  #goesLast = false;
  #lastId = 0;
  #startedMs = 0;
  #pauseMs = FIRST_PAUSE_MS;
  #restart: ReturnType<typeof setTimeout> | undefined;
  #broke: (limit: string) => void = () => {};

  constructor(options: ProcessRunnerOptions) {
    this.#options = options;
    const tell = (message: ToPlugin) => {
      const process = this.#process;
      if (process?.tell(message) === false) process.kill("It doesn't read what it asked for");
    };
    this.#fetch = fetchFor(options.surroundings.fetch, tell);
    this.#start();
  }

  get facts(): PluginFacts {
    return this.#options.facts;
  }

  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Resolves when it can be asked; rejects with what keeps it from that. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  listen(broke: (limit: string) => void): void {
    this.#broke = broke;
  }

  run(hook: HookId, { value, call, said, limitMs, signal }: TimedAsk): Promise<unknown> {
    const process = this.#process;
    if (process === null || !this.#isReady) {
      return Promise.reject(new PluginAway("Its process isn't running"));
    }
    const id = ++this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    if (!process.tell({ type: "ask", id, hook, value, call, said })) {
      return Promise.reject(new PluginLimit("It doesn't read what it is asked"));
    }
    const asked = { ms: performance.now(), processorMs: process.processorMs };
    const why = `It did not answer ${hook} within ${limitMs + OVERDUE_MS} ms`;
    const overdue = new Deadline();
    overdue.set(limitMs + OVERDUE_MS, () => {
      process.overdue(why, asked, () => this.#owed.has(id));
    });
    this.#owed.set(id, { resolve, reject, overdue });
    signal.addEventListener("abort", () => process.tell({ type: "abort", id }));
    return promise;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#restart);
    this.#process?.close();
  }

  #start(): void {
    const { settings, surroundings: { env }, process } = this.#options;
    this.#isReady = false;
    this.#startedMs = performance.now();
    try {
      this.#process = new PluginProcess({
        ...process,
        goesLast: this.#goesLast,
        take: (message) => this.#take(message),
        ended: (why) => this.#ended(why),
      });
    } catch {
      return this.#ended("Its runtime can't be started");
    }
    this.#process.tell({ type: "start", settings, env });
  }

  #take(message: FromPlugin): boolean {
    switch (message.type) {
      case "pong":
        this.#process?.pong();
        return false;
      case "answer":
        return this.#settle(message.id, (owed) => owed.resolve(message.value));
      case "threw":
        return this.#settle(message.id, (owed) => owed.reject(errorOf(message)));
      default:
        this.#hear(message);
        return false;
    }
  }

  #hear(message: Exclude<FromPlugin, { type: "pong" | "answer" | "threw" }>): void {
    const { log, measure } = this.#options.surroundings;
    switch (message.type) {
      case "ready":
        return this.#begin(message.hooks);
      case "unfit":
        return this.#process?.kill("Its settings are refused, or it is no plugin");
      case "log":
        return log(String(message.message), { "pii.fields": message.fields });
      case "measure":
        return measure(String(message.metric), Number(message.value));
      case "fetch":
        return this.#fetch(message);
      default:
        return this.#process?.kill("It wrote what is no message to its standard output");
    }
  }

  /** What was promised without running it must be there. */
  #begin(hooks: unknown): void {
    const there = new Set(Array.isArray(hooks) ? hooks : []);
    const missing = [...this.facts.hooks].find((hook) => !there.has(hook));
    if (missing !== undefined) {
      return this.#process?.kill(`Its plugin.json names ${missing}, which its code doesn't have`);
    }
    this.#process?.ready();
    this.#isReady = true;
    this.#ready.resolve();
  }

  /** False where nothing is owed by that id. */
  #settle(id: number, how: (owed: Owed) => void): boolean {
    const owed = this.#owed.get(id);
    if (!owed) return false;
    this.#owed.delete(id);
    owed.overdue.clear();
    how(owed);
    return true;
  }

  #ended(why: string | null): void {
    this.#goesLast ||= this.#process?.goesLast === true;
    this.#process = null;
    this.#isReady = false;
    const reason = why ?? "It was closed";
    for (const id of [...this.#owed.keys()]) {
      this.#settle(id, ({ reject }) => reject(new PluginLimit(reason)));
    }
    this.#ready.promise.catch(() => {}); // who waits is told; nobody has to
    this.#ready.reject(new PluginLimit(reason));
    if (this.#isClosed) return;
    this.#broke(reason);
    if (performance.now() - this.#startedMs > LIVED_MS) this.#pauseMs = FIRST_PAUSE_MS;
    this.#ready = Promise.withResolvers();
    this.#restart = setTimeout(() => this.#start(), this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, PAUSE_MAX_MS);
  }
}

/** By its name: the class is another one there. */
function errorOf(
  { name, message, afterMs, pauses }: Extract<FromPlugin, { type: "threw" }>,
): Error {
  if (name === "RetryLater") {
    const asked = typeof afterMs === "number" ? { afterMs } : {};
    return new RetryLater({ reason: message, pauses: pauses === true, ...asked });
  }
  if (name === "GiveUp") return new GiveUp({ reason: message });
  return Object.assign(new Error(String(message)), { name: String(name) });
}
