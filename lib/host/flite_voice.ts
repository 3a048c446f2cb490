/** The voice that needs no account: flite, in threads of its own. */
import type { Voice } from "../call/ports.ts";
import { Limiter } from "../audio/level.ts";
import { SAMPLE_RATE_HZ } from "../audio/frames.ts";
import { workerUrl } from "./assets.ts";
import { FliteThread } from "./flite_thread.ts";
import { type FliteVoiceName } from "./flite_wasi.ts";
import type { FliteJob } from "./flite_worker.ts";
import { speakable } from "./speakable.ts";

/** Sentences that wait; each takes some 60 ms, so the last of them is 6 s late and useless. */
const MAX_QUEUE = 100;
/** A sentence of 240 characters takes 300 ms on a slow core; longer means that flite is stuck. */
const MAX_JOB_MS = 10_000;
/** A stuck thread can't be stopped and keeps a core busy: after so many of them, give up. */
const MAX_STUCK = 2;
/** Sentences are asked for again after a thread died under them, once. */
const MAX_TRIES = 2;

type Manner = Pick<FliteJob, "voice" | "isSlow">;

interface Job extends Omit<FliteJob, "id"> {
  readonly give: (pcm: Int16Array<ArrayBuffer>) => void;
  readonly fail: (error: Error) => void;
  tries: number;
}

export interface FliteOptions {
  /** Sentences spoken at once; 1 unless said: about 60 s of speech a second. */
  readonly threads?: number;
  /** The worker's entry, for tests. */
  readonly entry?: URL;
  readonly maxJobMs?: number;
}

/** One per process; `close()` it, since its threads keep the process alive. */
export class FliteVoices {
  readonly #threads: FliteThread[];
  readonly #queue: Job[] = [];
  readonly #maxJobMs: number;
  #stuck = 0;
  #closed = false;

  constructor(options: FliteOptions = {}) {
    const entry = options.entry ?? workerUrl("flite_worker");
    this.#maxJobMs = options.maxJobMs ?? MAX_JOB_MS;
    this.#threads = Array.from({ length: options.threads ?? 1 }, () => new FliteThread(entry));
  }

  /** The default is `rms`: of flite's voices the one that is understood best on the phone. */
  voice(voice: FliteVoiceName = "rms"): Voice {
    const spoken = (name: string, isSlow: boolean): Voice => ({
      name,
      speak: (text, signal) => this.#speak({ voice, isSlow }, speakable(text), signal),
    });
    const name = `flite ${voice}`;
    return { ...spoken(name, false), slow: spoken(`${name} slow`, true) };
  }

  close(): void {
    this.#closed = true;
    for (const job of this.#queue.splice(0)) job.fail(new Error("Cannot speak: flite was closed"));
    for (const thread of this.#threads) thread.end();
  }

  async *#speak(
    how: Manner,
    sentences: readonly string[],
    signal: AbortSignal,
  ): AsyncGenerator<Int16Array> {
    const limiter = new Limiter(SAMPLE_RATE_HZ);
    let next = this.#ask(how, sentences[0], signal);
    for (let at = 0; at < sentences.length; at++) {
      const pcm = await next;
      if (signal.aborted || pcm === null) return;
      next = this.#ask(how, sentences[at + 1], signal); // made while this one is played
      yield limiter.push(pcm);
    }
  }

  /** null where there is nothing to say, or no longer. */
  #ask(
    how: Manner,
    sentence: string | undefined,
    signal: AbortSignal,
  ): Promise<Int16Array<ArrayBuffer> | null> {
    if (sentence === undefined || signal.aborted) return Promise.resolve(null);
    const { promise, resolve, reject } = Promise.withResolvers<Int16Array<ArrayBuffer> | null>();
    const job: Job = { ...how, sentence, give: resolve, fail: reject, tries: 0 };
    const drop = () => {
      const waiting = this.#queue.indexOf(job);
      if (waiting >= 0) this.#queue.splice(waiting, 1);
      resolve(null);
    };
    signal.addEventListener("abort", drop, { once: true });
    promise.catch(() => {}).finally(() => signal.removeEventListener("abort", drop));
    this.#enqueue(job);
    return promise;
  }

  #enqueue(job: Job): void {
    if (this.#closed) return job.fail(new Error("Cannot speak: flite was closed"));
    if (this.#stuck >= MAX_STUCK) {
      return job.fail(new Error(`Cannot speak: flite got stuck ${this.#stuck} times; restart`));
    }
    if (this.#queue.length >= MAX_QUEUE) {
      return job.fail(new Error(`Cannot speak: ${MAX_QUEUE} sentences wait for flite already`));
    }
    this.#queue.push(job);
    this.#hand();
  }

  #hand(): void {
    for (const thread of this.#threads) {
      const job = thread.busy ? undefined : this.#queue.shift();
      if (!job) continue;
      job.tries++;
      thread.speak(job, this.#maxJobMs, (outcome) => {
        if (outcome.type === "spoken") job.give(outcome.pcm);
        else if (outcome.type === "died" && job.tries < MAX_TRIES) this.#queue.unshift(job);
        else job.fail(new Error(outcome.reason));
        if (outcome.type === "stuck") this.#stuck++;
        if (!this.#closed) this.#hand();
      });
    }
  }
}
