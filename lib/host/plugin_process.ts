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
/**
 * It is asked so often whether it still answers, and hangs when it doesn't for so long and computes
 * meanwhile, or is asleep for the whole of it: one that gets no processor on a busy machine does neither.
 */
const PING = { everyMs: 1_000, patienceMs: 3_000, asleepMs: 15_000 } as const;
/** Of the time in which it owes an answer: who computed for so much of it was not kept from answering. */
const BUSY_SHARE = 0.3;
/** After it has shown that it reads what it is told: an answer that was ready has come by then. */
const AWAKE_MS = 100;
/** Told and not yet read by it: some hundred questions. More only where it doesn't read. */
const UNREAD_BYTES_MAX = 4_000_000;
/** Of a message other than a request: the longest answer, that of a tool, has a tenth of it. */
const MESSAGE_CHARS_MAX = 64_000;
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
  /** True where it was asked for: only what wasn't counts as a flood. */
  readonly take: (message: FromPlugin) => boolean;
  /** Once: it is gone. Null: because we wanted it so. */
  readonly ended: (why: string | null) => void;
}

interface Ping {
  readonly askedMs: number;
  /** That it had used by then. */
  readonly processorMs: number;
  readonly isAnswered: boolean;
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
  #ping: Ping | null = null;
  #awake: (() => void)[] = [];
  #unreadBytes = 0;
  #processorMs = 0;
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

  /** False where it doesn't read: nothing was told. */
  tell(message: ToPlugin): boolean {
    if (this.#isOver) return false;
    const bytes = this.#encoder.encode(`${JSON.stringify(message)}\n`);
    if (this.#unreadBytes + bytes.length > UNREAD_BYTES_MAX) return false;
    this.#unreadBytes += bytes.length;
    const read = () => void (this.#unreadBytes -= bytes.length);
    this.#input.write(bytes).then(read, read);
    return true;
  }

  ready(): void {
    clearTimeout(this.#starting);
    this.pong();
  }

  /** It still answers. */
  pong(): void {
    this.#ping = { askedMs: performance.now(), processorMs: this.#processorMs, isAnswered: true };
    for (const tell of this.#awake.splice(0)) tell();
  }

  /** As it was looked at last. */
  get processorMs(): number {
    return this.#processorMs;
  }

  /**
   * It owes an answer. Killed at once where it computed meanwhile; else when it has shown that it reads
   * and the answer doesn't come. `isOwed`: it still does.
   */
  overdue(
    why: string,
    since: { readonly ms: number; readonly processorMs: number },
    isOwed: () => boolean,
  ) {
    const elapsedMs = performance.now() - since.ms;
    const usedMs = (usageOf(this.pid)?.processorMs ?? Infinity) - since.processorMs;
    if (usedMs > BUSY_SHARE * elapsedMs) return this.kill(why);
    this.#awake.push(() => setTimeout(() => isOwed() && this.kill(why), AWAKE_MS));
    this.tell({ type: "ping" });
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

  #take(line: string): boolean {
    if (this.#why !== null && this.#why !== "") return false; // condemned: what it says counts no more
    if (line.length > MESSAGE_CHARS_MAX && !line.startsWith('{"type":"fetch",')) {
      this.kill(`It told over ${MESSAGE_CHARS_MAX} characters at once`);
      return false;
    }
    try {
      const message: unknown = JSON.parse(line);
      if (typeof message === "object" && message !== null) {
        return this.#options.take(message as FromPlugin);
      }
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    this.kill("It wrote what is no message to its standard output");
    return false;
  }

  #lookAtIt(): void {
    const usage = usageOf(this.pid);
    if (usage === null) return this.#askIt(performance.now(), null);
    if (usage.rssBytes > RSS_BYTES_MAX) {
      return this.kill(`It took over ${RSS_BYTES_MAX / 1_048_576} MB of memory`);
    }
    this.#processorMs = usage.processorMs;
    const nowMs = performance.now();
    this.#askIt(nowMs, usage.processorMs);
    if (nowMs >= this.#processor.untilMs) {
      this.#processor = { ms: usage.processorMs, untilMs: nowMs + PROCESSOR_BUDGET.everyMs };
    } else if (usage.processorMs - this.#processor.ms > PROCESSOR_BUDGET.ms) {
      const { ms, everyMs } = PROCESSOR_BUDGET;
      this.kill(`It computed for over ${ms} ms in ${everyMs} ms`);
    }
  }

  /** `processorMs`: null where nothing tells. */
  #askIt(nowMs: number, processorMs: number | null): void {
    if (this.#ping === null) return;
    const { askedMs, isAnswered } = this.#ping;
    const sinceMs = nowMs - askedMs;
    const isBusy = processorMs === null ||
      processorMs - this.#ping.processorMs > BUSY_SHARE * sinceMs;
    if (!isAnswered && sinceMs > (isBusy ? PING.patienceMs : PING.asleepMs)) {
      return this.kill(`It did nothing else for over ${Math.floor(sinceMs)} ms`);
    }
    if (!isAnswered || sinceMs < PING.everyMs) return;
    this.#ping = { askedMs: nowMs, processorMs: processorMs ?? 0, isAnswered: false };
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
