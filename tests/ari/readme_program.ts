/** A program of lib/ari/README.md that runs, on Deno or on Node, and what it has said. */
import assert from "node:assert/strict";

/** A busy machine compiles, and calls, late. */
const SAYS_WITHIN_MS = 60_000;
/** As the page's programs say it. */
const READY = "Waiting for calls";

export class Program implements AsyncDisposable {
  readonly #folder: string;
  readonly #process: Deno.ChildProcess;
  readonly #reading: Promise<void>;
  #said = "";
  #ended = false;
  #wake = () => {};

  private constructor(folder: string, process: Deno.ChildProcess) {
    this.#folder = folder;
    this.#process = process;
    this.#reading = this.#read();
  }

  /** Ready for calls, or done, when it resolves. `command` runs a file of TypeScript. */
  static async start(command: readonly string[], code: string): Promise<Program> {
    const folder = Deno.makeTempDirSync();
    const file = `${folder}/program.mts`;
    Deno.writeTextFileSync(file, code);
    const [path, ...args] = [...command, file];
    const options = { args, stdout: "piped", stderr: "inherit" } as const;
    const program = new Program(folder, new Deno.Command(path!, options).spawn());
    if (code.includes(READY)) await program.says(new RegExp(READY));
    return program;
  }

  async says(words: RegExp): Promise<void> {
    const late = AbortSignal.timeout(SAYS_WITHIN_MS);
    late.onabort = () => this.#wake();
    while (!words.test(this.#said)) {
      assert.ok(!this.#ended && !late.aborted, `it said, instead of ${words}: ${this.#said}`);
      await new Promise<void>((wake) => this.#wake = wake);
    }
    late.onabort = null;
  }

  /** By itself, and well. */
  async ends(): Promise<void> {
    assert.equal((await this.#process.status).code, 0);
    await this.#reading;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#ended) this.#process.kill("SIGTERM");
    await this.#process.status;
    await this.#reading;
    Deno.removeSync(this.#folder, { recursive: true });
  }

  async #read(): Promise<void> {
    for await (const text of this.#process.stdout.pipeThrough(new TextDecoderStream())) {
      this.#said += text;
      this.#wake();
    }
    this.#ended = true;
    this.#wake();
  }
}
