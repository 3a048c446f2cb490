/** One call's ears by PocketSphinx: keeps what the caller says until they pause, then has it read. */
import type { EarsEvent, EarsOptions, EarsSession } from "../call/ports.ts";
import { decode } from "../audio/g711.ts";
import { FRAME_MS } from "../audio/frames.ts";
import { joinedBytes } from "../audio/joined.ts";
import type { Asked } from "../core/understand/heard.ts";
import { INSTALL } from "./pocketsphinx_model.ts";
import type { Verdict } from "./pocketsphinx_verdict.ts";

/** A soft first consonant isn't voiced, and voice activity tells late: so much before it is kept. */
const PRE_ROLL_MS = 600;
/** Silence before the first and after the last sound, which the decoder takes its bearings from. */
const MARGIN_MS = 300;
/** Voice activity cuts at 20 s; frames beyond this are dropped. */
const UTTERANCE_MAX_MS = 25_000;
/**
 * Speech that made no sense may be the first half of something: words within this time after its
 * last sound are read together with it.
 */
const REJOIN_MS = 1_100;

export interface SessionParts {
  /** `asked` was asked: what its answers need can be made ready. */
  readonly prepare: (asked: Asked) => void;
  /** `pcm` at 16 kHz. */
  readonly read: (pcm: Int16Array, asked: Asked) => Promise<Verdict>;
}

type Timer = ReturnType<typeof setTimeout>;

/** One frame of the caller, as it came. */
interface Frame {
  readonly bytes: Uint8Array;
  readonly atMs: number;
}

interface Utterance {
  /** The how manieth of the call. */
  readonly count: number;
  readonly frames: readonly Frame[];
  readonly unclearUntilMs: number;
}

export class PocketSphinxSession implements EarsSession {
  readonly #parts: SessionParts;
  readonly #options: EarsOptions;
  readonly #tell: (event: EarsEvent) => void;
  /** The newest frames; while the caller speaks, all since they began. */
  #frames: Frame[] = [];
  #speaking = false;
  /** An utterance that made no sense, until its time to be joined with the next is over. */
  #unclear: { readonly frames: readonly Frame[]; readonly timer: Timer } | null = null;
  #asked: Asked = { type: "nothing" };
  /** Utterances are told in the order in which they were said. */
  #last: Promise<void> = Promise.resolve();
  #count = 0;
  #failed = false;
  #closed = false;

  constructor(parts: SessionParts, options: EarsOptions, tell: (event: EarsEvent) => void) {
    this.#parts = parts;
    this.#options = options;
    this.#tell = tell;
  }

  frame(bytes: Uint8Array, atMs: number): void {
    if (this.#closed) return;
    const keepMs = this.#speaking ? UTTERANCE_MAX_MS : PRE_ROLL_MS;
    const isFull = this.#frames.length * FRAME_MS >= keepMs;
    if (isFull && this.#speaking) return;
    this.#frames.push({ bytes, atMs });
    if (isFull) this.#frames.shift();
  }

  speechStarted(atMs: number): void {
    this.#speaking = true;
    this.#frames = this.#frames.filter((frame) => frame.atMs >= atMs - MARGIN_MS);
    if (this.#unclear === null) return;
    clearTimeout(this.#unclear.timer);
    this.#putBefore(this.#unclear.frames);
    this.#unclear = null;
  }

  speechStopped(atMs: number): void {
    if (!this.#speaking || this.#closed) return;
    this.#speaking = false;
    const frames = this.#frames.filter((frame) => frame.atMs <= atMs + MARGIN_MS);
    const hangoverMs = Math.max(0, (this.#frames.at(-1)?.atMs ?? atMs) - atMs);
    const unclearUntilMs = performance.now() + REJOIN_MS - hangoverMs;
    this.#frames = this.#frames.slice(-PRE_ROLL_MS / FRAME_MS);
    const count = ++this.#count;
    const speech = joinedBytes(frames.map(({ bytes }) => bytes));
    const read = this.#parts.read(widened(decode(this.#options.encoding, speech)), this.#asked);
    read.catch(() => {}); // told below, in its turn
    this.#last = this.#last.then(() => this.#outcome(read, { count, frames, unclearUntilMs }));
  }

  expect(asked: Asked): void {
    this.#asked = asked;
    this.#parts.prepare(asked);
  }

  close(): void {
    this.#closed = true;
    this.#frames = [];
    if (this.#unclear) clearTimeout(this.#unclear.timer);
    this.#unclear = null;
  }

  async #outcome(read: Promise<Verdict>, utterance: Utterance): Promise<void> {
    try {
      const verdict = await read;
      if (this.#closed) return;
      this.#works();
      if (verdict.type === "not_understood") return this.#waitForMore(utterance);
      const { text, confidence } = verdict;
      this.#tell({ type: "final", text, confidence, endOfSpeech: true });
    } catch (error) {
      this.#fail(error);
    }
  }

  #waitForMore({ count, frames, unclearUntilMs }: Utterance): void {
    if (count < this.#count) return; // more was said since, and that is what will be told
    if (this.#speaking) return this.#putBefore(frames);
    const timer = setTimeout(() => {
      this.#unclear = null;
      this.#tell({ type: "not_understood" });
    }, Math.max(0, unclearUntilMs - performance.now()));
    this.#unclear = { frames, timer };
  }

  /** Two halves are one utterance, as long as that is not too long. */
  #putBefore(frames: readonly Frame[]): void {
    const fromMs = this.#frames[0]?.atMs ?? Infinity;
    const before = frames.filter(({ atMs }) => atMs < fromMs);
    if (before.length * FRAME_MS < UTTERANCE_MAX_MS / 2) this.#frames.unshift(...before);
  }

  #works(): void {
    if (!this.#failed) return;
    this.#failed = false;
    this.#tell({ type: "restored" });
  }

  #fail(error: unknown): void {
    if (this.#closed || this.#failed) return;
    this.#failed = true;
    const why = error instanceof Error ? error.message : String(error);
    const reason = `Cannot listen with PocketSphinx: ${why}. Callers are asked for the keypad; ` +
      `if it goes on, reinstall it: ${INSTALL}`;
    this.#tell({ type: "failed", reason });
  }
}

/**
 * From 8 to 16 kHz by straight lines, on purpose: what stands below 4 kHz comes back softly above
 * it, where the model, which was trained on wide audio, looks for every s, f and sh. With a clean
 * filter "stocks" is heard as "art" and "yes" as "yep".
 */
function widened(narrow: Int16Array): Int16Array {
  const wide = new Int16Array(narrow.length * 2);
  for (let at = 0, last = narrow[0] ?? 0; at < narrow.length; at++) {
    const sample = narrow[at]!;
    wide[2 * at] = (last + sample) >> 1;
    wide[2 * at + 1] = sample;
    last = sample;
  }
  return wide;
}
