/** One process of a plugin from outside: what it is told and tells, and its end at a limit. */
import os from "node:os";
import type { FromPlugin, ToPlugin } from "./plugin_wire.ts";
import { LAST_WORDS, MESSAGES, OverBudget, readLines } from "./plugin_lines.ts";
import { offerFirst, usageOf } from "./process_watch.ts";

/** How often it is looked at: a leak of 1 GB/s is found within a quarter of it. */
const LOOK_MS = 200;
/** A runtime without a plugin takes some 60 MB, and a CRM's SDK as much again. */
export const RSS_BYTES_MAX = 256 * 1_024 * 1_024;
/** JavaScript's own heap; what stands outside it (ArrayBuffers) is found by the look at the whole. */
const HEAP_MB = 128;
/** It may compute with half a core for a while, at the lowest priority; a loop takes a whole one. */
export const PROCESSOR_BUDGET = { ms: 2_500, everyMs: 5_000 } as const;
/** It is asked so often whether it still answers, and hangs when it doesn't for so long. */
const PING = { everyMs: 1_000, patienceMs: 3_000 } as const;
/** From its start to the word that it can be asked; compiling a large SDK takes a second. */
const START_MS = 20_000;
/** How long its last answers may take once nobody asks any more. */
const LAST_WORDS_MS = 5_000;
/** Lowest, as `nice` counts. */
const LOWEST_PRIORITY = 19;

export interface ProcessOptions {
  /** A Deno. */
  readonly runtime: string;
  /** Arguments between the flags and the end: import map, lock file, entry. */
  readonly args: readonly string[];
  readonly folder: string;
  /** Where the runtime keeps what it has downloaded; of nothing else it is told. */
  readonly env: Readonly<Record<string, string>>;
  readonly take: (message: FromPlugin) => void;
  /** Once: it is gone. Null: because we wanted it so. */
  readonly ended: (why: string | null) => void;
}

/** It may do nothing: no file, no network, no variable, no other program. */
const FLAGS = [
  "run",
  "--no-prompt",
  "--quiet",
  "--no-config",
  "--no-remote",
  "--cached-only",
  `--v8-flags=--max-old-space-size=${HEAP_MB}`,
];

export class PluginProcess {
  readonly #options: ProcessOptions;
  readonly #child: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #look: ReturnType<typeof setInterval>;
  readonly #encoder = new TextEncoder();
  #starting: ReturnType<typeof setTimeout>;
  #processor = { ms: 0, untilMs: 0 };
  /** Null: before it was ready. */
  #ping: { readonly askedMs: number; readonly isAnswered: boolean } | null = null;
  #why: string | null = null;
  #isOver = false;

  constructor(options: ProcessOptions) {
    this.#options = options;
    this.#child = new Deno.Command(options.runtime, {
      args: [...FLAGS, ...options.args],
      cwd: options.folder,
      clearEnv: true,
      env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...options.env },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#input = this.#child.stdin.getWriter();
    lowerPriority(this.#child.pid);
    this.#look = setInterval(() => this.#lookAtIt(), LOOK_MS);
    this.#starting = setTimeout(() => this.kill(`It wasn't ready within ${START_MS} ms`), START_MS);
    this.#read();
    this.#child.status.then(({ code, signal }) => this.#end(code, signal));
  }

  get pid(): number {
    return this.#child.pid;
  }

  tell(message: ToPlugin): void {
    if (this.#isOver) return;
    this.#input.write(this.#encoder.encode(`${JSON.stringify(message)}\n`)).catch(() => {});
  }

  ready(): void {
    clearTimeout(this.#starting);
    this.pong();
  }

  /** It still answers. */
  pong(): void {
    this.#ping = { askedMs: performance.now(), isAnswered: true };
  }

  /** At once, whatever it does; `why` is told by `ended`. */
  kill(why: string): void {
    this.#why ??= why;
    this.#kill();
  }

  /** It may answer what it was asked before. */
  close(): void {
    this.#why ??= ""; // on our wish
    clearTimeout(this.#starting);
    this.#starting = setTimeout(() => this.#kill(), LAST_WORDS_MS);
    this.#input.close().catch(() => {}); // it ends itself at the end of its input
  }

  #kill(): void {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // it is gone already
    }
  }

  #read(): void {
    const flood = (error: unknown) =>
      this.kill(error instanceof OverBudget ? error.message : "Its output broke off");
    readLines(this.#child.stdout, MESSAGES, (line) => this.#take(line)).catch(flood);
    readLines(this.#child.stderr, LAST_WORDS, () => {}).catch(flood);
  }

  #take(line: string): void {
    if (this.#why !== null && this.#why !== "") return; // condemned: what it says counts no more
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      return this.kill("It wrote what is no message to its standard output");
    }
    if (typeof message !== "object" || message === null) {
      return this.kill("It wrote what is no message to its standard output");
    }
    this.#options.take(message as FromPlugin);
  }

  #lookAtIt(): void {
    const usage = usageOf(this.pid);
    if (usage === null) return;
    if (usage.rssBytes > RSS_BYTES_MAX) {
      return this.kill(`It took over ${RSS_BYTES_MAX / 1_048_576} MB of memory`);
    }
    const nowMs = performance.now();
    this.#askIt(nowMs);
    if (nowMs >= this.#processor.untilMs) {
      this.#processor = { ms: usage.processorMs, untilMs: nowMs + PROCESSOR_BUDGET.everyMs };
    } else if (usage.processorMs - this.#processor.ms > PROCESSOR_BUDGET.ms) {
      const { ms, everyMs } = PROCESSOR_BUDGET;
      this.kill(`It computed for over ${ms} ms in ${everyMs} ms`);
    }
  }

  #askIt(nowMs: number): void {
    if (this.#ping === null) return;
    const { askedMs, isAnswered } = this.#ping;
    const sinceMs = nowMs - askedMs;
    if (!isAnswered && sinceMs > PING.patienceMs) {
      return this.kill(`It did nothing else for over ${PING.patienceMs} ms`);
    }
    if (!isAnswered || sinceMs < PING.everyMs) return;
    this.#ping = { askedMs: nowMs, isAnswered: false };
    this.tell({ type: "ping" });
  }

  #end(code: number, signal: Deno.Signal | null): void {
    this.#isOver = true;
    clearInterval(this.#look);
    clearTimeout(this.#starting);
    const why = this.#why ?? `It ended by itself (${signal ?? `exit code ${code}`})`;
    this.#options.ended(why === "" ? null : why);
  }
}

function lowerPriority(pid: number): void {
  offerFirst(pid);
  try {
    os.setPriority(pid, LOWEST_PRIORITY);
  } catch {
    // it has ended already
  }
}
