/** One call's ears at Deepgram: keeps a line open, and repeats after a cut what was not heard. */
import type { EarsEvent } from "../call/ports.ts";
import { SAMPLE_RATE_HZ } from "../audio/frames.ts";
import { Deadline } from "../clockwork/deadline.ts";
import { AudioRing } from "./audio_ring.ts";
import { type AttemptParts, DeepgramAttempts } from "./deepgram_attempts.ts";
import { DeepgramFeed } from "./deepgram_feed.ts";
import { deafFor, type DeepgramLine, type LineEars, type LineEnd } from "./deepgram_line.ts";
import { Outage } from "./outage.ts";
import type { RelievableSession } from "./relievable.ts";
import { type HeardPart, Transcript } from "./transcript.ts";

/** A line that stands this long without a word counts as good. */
const STEADY_MS = 1_000;
/** The caller speaks, and nothing comes: Deepgram tells interim words about once a second. */
export const FIRST_WORDS_MS = 1_500;
/** … and after the first ones: between two of them. */
const NEXT_WORDS_MS = 3_000;
/** Speech shorter than this may be a cough, and need not have words. */
const COUGH_MS = 300;
/** Voice activity finds speech a little late; more silence than this is not repeated. */
const LEAD_IN_SAMPLES = SAMPLE_RATE_HZ / 2;

export interface DeepgramSessionParts extends AttemptParts {
  readonly openLine: (ears: LineEars) => DeepgramLine;
  readonly report: (reason: string) => void;
}

export class DeepgramSession implements RelievableSession {
  readonly #parts: DeepgramSessionParts;
  readonly #tell: (event: EarsEvent) => void;
  readonly #ring = new AudioRing();
  readonly #transcript = new Transcript();
  readonly #outage: Outage;
  readonly #attempts: DeepgramAttempts;
  readonly #steady = new Deadline();
  readonly #deaf = new Deadline();
  readonly #feed: DeepgramFeed;
  #line: DeepgramLine | null = null;
  #speakingSinceMs: number | null = null;
  /** The place of the last sound of speech. */
  #stoppedAt = 0;
  /** From here on the caller said something whose words are not all final yet. */
  #owedFrom: number | null = null;
  /** … and of which no word came at all. */
  #unheard = false;
  #closed = false;

  constructor(parts: DeepgramSessionParts, tell: (event: EarsEvent) => void) {
    this.#parts = parts;
    this.#tell = tell;
    this.#outage = new Outage({
      tell,
      isTrying: () => this.#line?.isOpen ?? false,
      nowMs: parts.nowMs,
    });
    this.#outage.begin(false);
    this.#feed = new DeepgramFeed(this.#ring, () => this.#caughtUp());
    const denied =
      "Cannot listen with Deepgram: it failed too often, and is left alone for a while";
    this.#attempts = new DeepgramAttempts(parts, {
      dial: () => this.#connect(),
      denied: () => this.#outage.fail(denied),
    });
    this.#attempts.begin(); // nothing is told before the caller has the session
  }

  get owedFromMs(): number | null {
    if (this.#owedFrom === null) return null;
    return this.#ring.msAt(Math.max(this.#owedFrom, this.#transcript.heardUntil));
  }

  frame(bytes: Uint8Array, atMs: number): void {
    if (this.#closed) return;
    this.#ring.push(bytes, atMs);
    this.#feed.frame(this.#speakingSinceMs === null && this.#owedFrom === null);
  }

  speechStarted(atMs: number): void {
    this.#speakingSinceMs = atMs;
    this.#owedFrom ??= this.#ring.placeAt(atMs);
    this.#unheard = true;
    this.#feed.sendHeld();
    this.#outage.hurry();
    this.#expectWords();
  }

  speechStopped(atMs: number): void {
    const startedAtMs = this.#speakingSinceMs ?? atMs;
    this.#speakingSinceMs = null;
    this.#stoppedAt = this.#ring.placeAt(atMs);
    if (this.#transcript.pending) return this.#finalize();
    const heardUntilMs = this.#ring.msAt(this.#transcript.heardUntil);
    const unheardFromMs = this.#unheard ? startedAtMs : Math.max(startedAtMs, heardUntilMs);
    if (atMs - unheardFromMs < COUGH_MS) this.#settle();
  }

  /** Deepgram listens for everything. */
  expect(): void {}

  relieve(untilMs: number): void {
    this.#transcript.skipTo(this.#ring.placeAt(untilMs));
    if (this.#speakingSinceMs === null) this.#settle();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#attempts.close();
    this.#steady.clear();
    this.#deaf.clear();
    this.#outage.close();
    this.#feed.close();
    this.#line?.close();
    this.#line = null;
  }

  #connect(): void {
    const line: DeepgramLine = this.#parts.openLine({
      opened: () => this.#line === line && this.#opened(line),
      heard: (part) => this.#line === line && this.#heard(part),
      utteranceEnded: (place) => this.#line === line && this.#utteranceEnded(place),
      turned: (what) => this.#line === line && this.#tellAll([what]),
      ended: (end) => this.#line === line && this.#lost(end),
    });
    this.#line = line;
  }

  #opened(line: DeepgramLine): void {
    const from = Math.min(this.#owedFrom ?? this.#ring.end, this.#ring.end) - LEAD_IN_SAMPLES;
    this.#steady.set(STEADY_MS, () => this.#owedFrom !== null || this.#proved());
    this.#feed.begin(line, Math.max(this.#transcript.heardUntil, this.#ring.start, from));
  }

  #caughtUp(): void {
    this.#expectWords();
    if (this.#speakingSinceMs === null && this.#transcript.pending) this.#finalize();
  }

  /** Not before the line has got all: it would end in the middle of a word. */
  #finalize(): void {
    this.#feed.sendHeld();
    if (!this.#feed.isBehind) this.#line?.finalize();
  }

  #heard(part: HeardPart): void {
    this.#proved();
    if (part.words.length > 0) this.#unheard = false;
    const { lineFrom } = this.#feed;
    const words = part.words.map((word) => ({
      ...word,
      from: word.from + lineFrom,
      to: word.to + lineFrom,
    }));
    this.#tellAll(this.#transcript.take({ ...part, words }));
    if (this.#transcript.pending) this.#owedFrom ??= words[0]?.from ?? null;
    const isQuiet = this.#speakingSinceMs === null && !this.#transcript.pending;
    const isOver = part.until + lineFrom >= this.#stoppedAt;
    if (isQuiet && isOver && (part.endOfSpeech || words.length === 0)) this.#settle();
    else this.#expectWords();
  }

  /** A second without words: what is not final yet will hardly become so by itself. */
  #utteranceEnded(place: number): void {
    if (this.#transcript.pending) {
      const isNewer = this.#transcript.interimUntil > place + this.#feed.lineFrom + LEAD_IN_SAMPLES;
      if (!isNewer) this.#finalize();
      return;
    }
    this.#tellAll(this.#transcript.endOfSpeech());
    if (this.#speakingSinceMs === null) this.#settle();
  }

  /** All that the caller said is told. */
  #settle(): void {
    this.#owedFrom = null;
    this.#unheard = false;
    this.#deaf.clear();
  }

  #expectWords(): void {
    if (this.#closed || !this.#line?.isOpen || this.#feed.isBehind) return;
    if (this.#owedFrom === null) return this.#deaf.clear();
    const withinMs = this.#unheard ? FIRST_WORDS_MS : NEXT_WORDS_MS;
    this.#deaf.set(withinMs, () => {
      this.#line?.close(); // it tells nothing afterwards
      this.#lost(deafFor(withinMs));
    });
  }

  /** The line works. */
  #proved(): void {
    this.#attempts.succeeded();
    this.#steady.clear();
    this.#outage.end();
  }

  #lost(end: LineEnd): void {
    const wasGood = !this.#outage.isOn;
    this.#line = null;
    this.#feed.stop();
    this.#steady.clear();
    this.#deaf.clear();
    this.#parts.report(end.reason);
    this.#unheard = this.#owedFrom !== null;
    this.#tellAll(this.#transcript.lineLost());
    this.#outage.begin(this.#owedFrom !== null);
    if (!wasGood) this.#attempts.failed(end, this.#outage.isOverdue);
    if (end.refused || this.#outage.isOverdue) this.#outage.fail(end.reason);
    this.#attempts.again(wasGood);
  }

  #tellAll(events: readonly EarsEvent[]): void {
    for (const event of events) if (!this.#closed) this.#tell(event);
  }
}
