/** One process of a plugin from outside: what it is told and tells, and its end at a limit. */
import { Deadline } from "../clockwork/deadline.ts";
import type { FromPlugin, ToPlugin } from "./plugin_wire.ts";
import { LAST_WORDS, MESSAGES, OverBudget, readLines } from "./plugin_lines.ts";
import { isBusy, LOOK_MS, ProcessLimits } from "./process_limits.ts";
import { isAsleep, lowerPriority, offerFirst, putLast, usageOf } from "./process_watch.ts";

/** JavaScript's own heap; what stands outside it (ArrayBuffers) is found by the look at the whole. */
const HEAP_MB = 128;
/** After it has shown that it reads what it is told: an answer that was ready has come by then. */
const AWAKE_MS = 100;
/** In a row, at one that owes an answer and was told something: who sleeps at each won't give it. */
const ASLEEP_LOOKS = 2;
/** Told and not yet read by it: some hundred questions. More only where it doesn't read. */
const UNREAD_BYTES_MAX = 4_000_000;
/** Of a message other than a request: the longest answer, that of a tool, has a tenth of it. */
const MESSAGE_CHARS_MAX = 64_000;
/** From its start to the word that it can be asked; compiling a large SDK takes a second. */
const START_MS = 20_000;
/** How long its last answers may take once nobody asks any more. */
const LAST_WORDS_MS = 5_000;

export interface ProcessOptions {
  /** A Deno, and what starts it. */
  readonly runtime: readonly string[];
  /** Arguments between the flags and the end: import map, lock file, entry. */
  readonly args: readonly string[];
  readonly folder: string;
  /** Where the runtime keeps what it has downloaded; of nothing else it is told. */
  readonly env: Readonly<Record<string, string>>;
  /** One like it computed too much: this one goes last from its start on. */
  readonly goesLast: boolean;
  /** True where it was asked for: only what wasn't counts as a flood. */
  readonly take: (message: FromPlugin) => boolean;
  /** Once: it is gone. Null: because we wanted it so. */
  readonly ended: (why: string | null) => void;
}

/** An answer that has not come, and whether it sleeps instead of giving it. */
interface Overdue {
  readonly why: string;
  readonly isOwed: () => boolean;
  asleepLooks: number;
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
  readonly #limits = new ProcessLimits();
  #awake: (() => void)[] = [];
  #overdue: Overdue[] = [];
  #unreadBytes = 0;
  #goesLast = false;
  #why: string | null = null;
  #isOver = false;

  constructor(options: ProcessOptions) {
    this.#options = options;
    const [program, ...args] = [...options.runtime, ...FLAGS, ...options.args];
    this.#child = new Deno.Command(program!, {
      args,
      cwd: options.folder,
      clearEnv: true,
      env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...options.env },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#input = this.#child.stdin.getWriter();
    offerFirst(this.#child.pid);
    lowerPriority(this.#child.pid);
    if (options.goesLast) this.#goLast();
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
    this.#limits.answered(performance.now());
    for (const tell of this.#awake.splice(0)) tell();
  }

  /** As it was looked at last. */
  get processorMs(): number {
    return this.#limits.processorMs;
  }

  /** It computed more than it should, and everybody else goes first. */
  get goesLast(): boolean {
    return this.#goesLast;
  }

  /**
   * It owes an answer. Killed at once where it computed meanwhile; else when it sleeps on, or has shown
   * that it reads and the answer doesn't come. `isOwed`: it still does.
   */
  overdue(
    why: string,
    since: { readonly ms: number; readonly processorMs: number },
    isOwed: () => boolean,
  ) {
    const elapsedMs = performance.now() - since.ms;
    const usedMs = (usageOf(this.pid)?.processorMs ?? Infinity) - since.processorMs;
    if (isBusy(usedMs, elapsedMs)) return this.kill(why);
    this.#awake.push(() => new Deadline().set(AWAKE_MS, () => isOwed() && this.kill(why)));
    this.tell({ type: "ping" });
    this.#overdue.push({ why, isOwed, asleepLooks: 0 });
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
    const verdict = this.#limits.look({
      atMs: performance.now(),
      usage: usageOf(this.pid),
      sleeps: () => isAsleep(this.pid),
    });
    if (verdict.end !== null) return this.kill(verdict.end);
    this.#endAsleep();
    if (verdict.asks) this.tell({ type: "ping" });
    if (verdict.rushes && !this.#goesLast) this.#goLast();
  }

  #endAsleep(): void {
    this.#overdue = this.#overdue.filter(({ isOwed }) => isOwed());
    if (this.#overdue.length === 0) return;
    const sleeps = isAsleep(this.pid);
    for (const owed of this.#overdue) {
      owed.asleepLooks = sleeps ? owed.asleepLooks + 1 : 0;
      if (owed.asleepLooks >= ASLEEP_LOOKS) return this.kill(owed.why);
    }
  }

  #goLast(): void {
    this.#goesLast = true;
    putLast(this.pid);
  }

  #end(code: number, signal: Deno.Signal | null): void {
    this.#isOver = true;
    clearInterval(this.#look);
    clearTimeout(this.#starting);
    const why = this.#why ?? `It ended by itself (${signal ?? `exit code ${code}`})`;
    this.#options.ended(why === "" ? null : why);
  }
}
