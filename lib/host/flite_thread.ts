/** One thread that speaks: started when it is needed, and anew when it died or got stuck. */
import { Deadline } from "../clockwork/deadline.ts";
import type { FliteJob, FliteReply } from "./flite_worker.ts";

export type FliteOutcome =
  | { readonly type: "spoken"; readonly pcm: Int16Array<ArrayBuffer> }
  /** flite itself refused this sentence. */
  | { readonly type: "refused"; readonly reason: string }
  | { readonly type: "died"; readonly reason: string }
  /** No answer in time; the thread is left behind. */
  | { readonly type: "stuck"; readonly reason: string };

export class FliteThread {
  readonly #entry: URL;
  #worker: Worker | null = null;
  #settle: ((id: number | null, outcome: FliteOutcome) => void) | null = null;
  #lastId = 0;

  constructor(entry: URL) {
    this.#entry = entry;
  }

  get busy(): boolean {
    return this.#settle !== null;
  }

  /** Tells `done` exactly once; not to be called while busy. */
  speak(
    job: Omit<FliteJob, "id">,
    maxMs: number,
    done: (outcome: FliteOutcome) => void,
  ): void {
    const id = ++this.#lastId;
    const deadline = new Deadline();
    deadline.set(maxMs, () => {
      this.#worker?.terminate();
      this.#worker = null;
      this.#settle?.(id, { type: "stuck", reason: `Cannot speak: no answer in ${maxMs} ms` });
    });
    this.#settle = (answered, outcome) => {
      if (answered !== null && answered !== id) return; // of a job that was given up
      deadline.clear();
      this.#settle = null;
      done(outcome);
    };
    this.#worker ??= this.#start();
    const { voice, sentence, isSlow } = job;
    const message: FliteJob = { id, voice, sentence, isSlow };
    this.#worker.postMessage(message);
  }

  end(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#settle?.(null, { type: "refused", reason: "Cannot speak: flite was closed" });
  }

  #start(): Worker {
    const worker = new Worker(this.#entry, { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<FliteReply>) => {
      const outcome: FliteOutcome = "pcm" in data
        ? { type: "spoken", pcm: data.pcm }
        : { type: "refused", reason: data.error };
      this.#settle?.(data.id, outcome);
    };
    worker.onerror = (event) => {
      event.preventDefault(); // else it would end the process
      if (this.#worker === worker) this.#worker = null;
      this.#settle?.(null, { type: "died", reason: `Cannot speak: the thread died` });
    };
    return worker;
  }
}
