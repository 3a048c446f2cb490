/** Where a command writes what may be long: standard output, or a file that is whole or not there. */
import { typedPath } from "./config_machine.ts";
import { quoted } from "./command.ts";
import { UsageError } from "./usage.ts";

/** Bytes written together: a write for each line would take most of the time. */
const TOGETHER_BYTES = 65_536;
/** Callers' data: for its owner alone. */
const MODE = 0o600;

export interface Output {
  write(bytes: Uint8Array): Promise<void>;
  /** Resolves when everything is written, and a file has its name. */
  end(): Promise<void>;
  /** After a failure: no half file stays. */
  discard(): Promise<void>;
}

/** Null or "-" is standard output. Rejects with a `UsageError` where the file can't be made, or is there. */
export async function openOutput(path: string | null): Promise<Output> {
  if (path === null || path === "-") return new Together(Deno.stdout);
  const whole = typedPath(path);
  if (await Deno.stat(whole).then(() => true, () => false)) {
    throw new UsageError(`Cannot write ${quoted(path)}: it is there already; name another file`);
  }
  const part = `${whole}.part-${crypto.randomUUID().slice(0, 8)}`;
  try {
    const file = await Deno.open(part, { createNew: true, write: true, mode: MODE });
    return new Together(file, { file, part, whole });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`Cannot write ${quoted(path)}: ${why}`, { cause });
  }
}

class Together implements Output {
  readonly #to: { write(bytes: Uint8Array): Promise<number> };
  readonly #place: {
    readonly file: Deno.FsFile;
    readonly part: string;
    readonly whole: string;
  } | null;
  #waiting: Uint8Array[] = [];
  #size = 0;

  constructor(
    to: { write(bytes: Uint8Array): Promise<number> },
    place: { readonly file: Deno.FsFile; readonly part: string; readonly whole: string } | null =
      null,
  ) {
    this.#to = to;
    this.#place = place;
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#waiting.push(bytes);
    this.#size += bytes.length;
    if (this.#size >= TOGETHER_BYTES) await this.#flush();
  }

  async end(): Promise<void> {
    await this.#flush();
    if (this.#place === null) return;
    const { file, part, whole } = this.#place;
    await file.sync();
    file.close();
    await Deno.rename(part, whole);
  }

  async discard(): Promise<void> {
    if (this.#place === null) return;
    this.#place.file.close();
    await Deno.remove(this.#place.part);
  }

  async #flush(): Promise<void> {
    for (const bytes of this.#waiting.splice(0)) {
      for (let from = 0; from < bytes.length;) {
        from += await this.#to.write(bytes.subarray(from));
      }
    }
    this.#size = 0;
  }
}

/** Gives an output to `work`, and ends it; what fails leaves no half file. */
export async function withOutput<Value>(
  path: string | null,
  work: (output: Output) => Promise<Value>,
): Promise<Value> {
  const output = await openOutput(path);
  try {
    const value = await work(output);
    await output.end();
    return value;
  } catch (error) {
    await output.discard().catch(() => {}); // what failed before is what is told
    throw error;
  }
}
