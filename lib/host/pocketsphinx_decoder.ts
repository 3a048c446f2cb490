/** Whole utterances to words, each in child processes of its own: never in the thread that paces audio. */
import { Deadline } from "../clockwork/deadline.ts";
import type { GrammarFiles } from "./pocketsphinx_grammars.ts";
import type { PocketSphinx } from "./pocketsphinx_model.ts";
import { readSegments, type Segment, type Verdict, verdictOn } from "./pocketsphinx_verdict.ts";
import { stepBehind } from "./process_watch.ts";

/** Utterances at once, read or waiting; each takes some 0.3 s of a core, so more would be too late. */
const UTTERANCES_MAX = 30;
/**
 * The conversation waits 3 s for words after the last sound, and takes later ones as a turn of their
 * own: on a crowded machine late words are still better than to ask once more.
 */
const DECODE_MAX_MS = 3_500;
/** What has waited so long for a core can't be read in the rest, and takes nobody's core for it. */
const WAIT_MAX_MS = 2_000;
/** Of what a child says when it fails, so much is kept. */
const COMPLAINT_CHARACTERS = 300;

/** Both passes score every sound of the model, so that their scores can be compared. */
const COMMON = ["-adcin", "yes", "-cepext", ".raw", "-compallsen", "yes", "-remove_silence", "no"];
/** A price on each word, so that few long words win over many short ones: "yes" over "that is ai". */
const GRAMMAR = ["-wip", "0.05"];
/** Phones as bare as they get: without their neighbours, a tenth of the work. */
const PHONES = ["-allphone_ci", "yes", "-beam", "1e-15", "-pbeam", "1e-15", "-lw", "2.0"];

export interface DecoderOptions {
  readonly sphinx: PocketSphinx;
  /** For files while they are read; the decoder removes each at once after use. */
  readonly folder: string;
  readonly maxMs?: number;
  readonly waitMs?: number;
}

/** When an utterance is given up: by `close`, or by the clock. */
interface Patience {
  readonly stop: AbortSignal;
  /** Until its first pass has a core. */
  readonly begins: Deadline;
}

/** One per process. */
export class Decoder {
  readonly #options: DecoderOptions;
  readonly #closed = new AbortController();
  readonly #waiting: (() => void)[] = [];
  #free = Math.max(1, navigator.hardwareConcurrency);
  #count = 0;
  #utterances = 0;

  constructor(options: DecoderOptions) {
    this.#options = options;
  }

  /** `pcm` at 16 kHz. Rejects when PocketSphinx can't be run; out of time is not understood. */
  async decode(pcm: Int16Array, files: GrammarFiles): Promise<Verdict> {
    if (this.#utterances >= UTTERANCES_MAX) return { type: "not_understood" };
    const late = new AbortController();
    const stop = AbortSignal.any([late.signal, this.#closed.signal]);
    const [begins, ends] = [new Deadline(), new Deadline()];
    begins.set(this.#options.waitMs ?? WAIT_MAX_MS, () => late.abort());
    ends.set(this.#options.maxMs ?? DECODE_MAX_MS, () => late.abort());
    const folder = `${this.#options.folder}/utterance-${++this.#count}`;
    this.#utterances++;
    try {
      return await this.#read(pcm, files, folder, { stop, begins });
    } catch (error) {
      if (stop.aborted) return { type: "not_understood" };
      throw error;
    } finally {
      for (const deadline of [begins, ends]) deadline.clear();
      this.#utterances--;
      await Deno.remove(folder, { recursive: true }).catch(() => {}); // close() was sooner
    }
  }

  /** Ends what runs; what waits comes out as not understood. */
  close(): void {
    this.#closed.abort();
  }

  async #read(
    pcm: Int16Array,
    files: GrammarFiles,
    folder: string,
    patience: Patience,
  ): Promise<Verdict> {
    await Deno.mkdir(folder, { mode: 0o700 });
    await Deno.writeTextFile(`${folder}/list`, "speech\n");
    await Deno.writeFile(`${folder}/speech.raw`, bytesOf(pcm), { mode: 0o600 });
    const { acoustic, phones } = this.#options.sphinx;
    const common = [...COMMON, "-hmm", acoustic, "-cepdir", folder, "-ctl", `${folder}/list`];
    const grammar = [...GRAMMAR, "-jsgf", files.jsgf, "-dict", files.dictionary];
    const passes = await Promise.all([
      this.#pass([...common, ...grammar], patience),
      this.#pass([...common, ...PHONES, "-allphone", phones], patience),
    ]);
    return verdictOn(...passes);
  }

  async #pass(args: readonly string[], { stop, begins }: Patience): Promise<Segment[]> {
    await this.#takeCore(stop);
    try {
      stop.throwIfAborted();
      begins.clear();
      const command = new Deno.Command(this.#options.sphinx.program, {
        args: [...args, "-hypseg", "/dev/stdout"],
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
        signal: stop,
      });
      const child = command.spawn();
      stepBehind(child.pid); // the audio that we pace goes first
      const { success, stdout, stderr } = await child.output();
      stop.throwIfAborted();
      const segments = success ? readSegments(new TextDecoder().decode(stdout)) : null;
      if (segments === null) throw new Error(complaintOf(stderr));
      return segments;
    } finally {
      this.#giveCore();
    }
  }

  /** Rejects when `stop` is sooner than a free core. */
  async #takeCore(stop: AbortSignal): Promise<void> {
    stop.throwIfAborted();
    if (this.#free > 0) return void this.#free--;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = () => {
      const place = this.#waiting.indexOf(resolve);
      if (place < 0) return; // it has a core already, and will give it back
      this.#waiting.splice(place, 1);
      reject(stop.reason);
    };
    this.#waiting.push(resolve);
    stop.addEventListener("abort", leave, { once: true });
    await promise;
    stop.removeEventListener("abort", leave);
  }

  #giveCore(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }
}

function complaintOf(stderr: Uint8Array): string {
  const lines = new TextDecoder().decode(stderr).split("\n");
  const errors = lines.filter((line) => /^(ERROR|FATAL)/.test(line)).join(" ");
  return errors.slice(0, COMPLAINT_CHARACTERS) || "it gave no words and no reason";
}

function bytesOf(pcm: Int16Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(pcm.slice().buffer);
}
