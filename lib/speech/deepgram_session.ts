/** One call's ears at Deepgram: keeps a line open, and repeats after a cut what was not heard. */
import type { EarsEvent } from "../call/ports.ts";
import { SAMPLE_RATE_HZ } from "../audio/frames.ts";
import { Alarm, Deadline } from "./alarm.ts";
import { AudioRing } from "./audio_ring.ts";
import { backOffMs } from "./back_off.ts";
import type { Breaker } from "./breaker.ts";
import { deafFor, type DeepgramLine, type LineEars, type LineEnd } from "./deepgram_line.ts";
import { Outage } from "./outage.ts";
import type { RetryBudget } from "./retry_budget.ts";
import type { RelievableSession } from "./relievable.ts";
import { type HeardPart, Transcript } from "./transcript.ts";

/** So many times faster than it was spoken is audio repeated: 5 s are caught up in 1.7 s. */
export const REPLAY_SPEED = 4;
const REPLAY_TICK_MS = 20;
const REPLAY_SAMPLES = REPLAY_SPEED * SAMPLE_RATE_HZ * REPLAY_TICK_MS / 1_000;
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
/** Deepgram closes after 10 s without audio. */
const KEEP_ALIVE_MS = 4_000;
/** While nobody speaks: a write for every 20 ms was a fifth of what a call cost. 200 ms; Deepgram asks for 20 to 250. */
export const QUIET_SAMPLES = SAMPLE_RATE_HZ / 5;
/** After a refused key: nobody mends that during a call. */
const REFUSED_REST_MS = 30_000;

export interface DeepgramSessionParts {
  readonly openLine: (ears: LineEars) => DeepgramLine;
  /** Both are one for all calls. */
  readonly breaker: Breaker;
  readonly retries: RetryBudget;
  readonly report: (reason: string) => void;
  /** Monotonic. */
  readonly nowMs: () => number;
  /** 0 to 1. */
  readonly chance: () => number;
}

export class DeepgramSession implements RelievableSession {
  readonly #parts: DeepgramSessionParts;
  readonly #tell: (event: EarsEvent) => void;
  readonly #ring = new AudioRing();
  readonly #transcript = new Transcript();
  readonly #outage: Outage;
  readonly #retry = new Alarm();
  readonly #steady = new Deadline();
  readonly #deaf = new Deadline();
  readonly #keepAlive: ReturnType<typeof setInterval>;
  #replay: ReturnType<typeof setInterval> | null = null;
  #line: DeepgramLine | null = null;
  /** The place of the line's first sample, and of the next one to be sent. */
  #lineFrom = 0;
  #sentTo = 0;
  #sentSinceTick = true;
  /** Attempts in vain since the last good line. */
  #attempts = 0;
  /** There was no good line before this attempt. */
  #isRetry = false;
  /** The breaker waits for what becomes of this line. */
  #probing = false;
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
    this.#keepAlive = setInterval(() => this.#keepLineAlive(), KEEP_ALIVE_MS);
    this.#retry.set(0, () => this.#connect()); // nothing is told before the caller has the session
  }

  get owedFromMs(): number | null {
    if (this.#owedFrom === null) return null;
    return this.#ring.msAt(Math.max(this.#owedFrom, this.#transcript.heardUntil));
  }

  frame(bytes: Uint8Array, atMs: number): void {
    if (this.#closed) return;
    this.#ring.push(bytes, atMs);
    const isQuiet = this.#speakingSinceMs === null && this.#owedFrom === null;
    if (!isQuiet || this.#ring.end - this.#sentTo >= QUIET_SAMPLES) this.#sendHeld();
  }

  /** What waited since the last time, where the line is not behind anyway. */
  #sendHeld(): void {
    if (this.#replay !== null || !this.#line?.isOpen) return;
    this.#send(this.#ring.read(this.#sentTo, this.#ring.end - this.#sentTo));
  }

  speechStarted(atMs: number): void {
    this.#speakingSinceMs = atMs;
    this.#owedFrom ??= this.#ring.placeAt(atMs);
    this.#unheard = true;
    this.#sendHeld();
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
    if (this.#probing) this.#parts.breaker.abandoned();
    for (const alarm of [this.#retry, this.#steady, this.#deaf]) alarm.clear();
    this.#outage.close();
    clearInterval(this.#keepAlive);
    this.#stopReplay();
    this.#line?.close();
    this.#line = null;
  }

  #connect(): void {
    const { breaker, retries, nowMs } = this.#parts;
    const permission = breaker.permit(nowMs());
    this.#probing = permission === "probe";
    if (permission === "open") {
      this.#outage.fail(
        "Cannot listen with Deepgram: it failed too often, and is left alone for a while",
      );
      return this.#tryLater(false);
    }
    if (!this.#isRetry) retries.earn();
    else if (!this.#probing && !retries.spend(nowMs())) return this.#tryLater(false);
    const line: DeepgramLine = this.#parts.openLine({
      opened: () => this.#line === line && this.#opened(),
      heard: (part) => this.#line === line && this.#heard(part),
      utteranceEnded: (place) => this.#line === line && this.#utteranceEnded(place),
      turned: (what) => this.#line === line && this.#tellAll([what]),
      ended: (end) => this.#line === line && this.#lost(end),
    });
    this.#line = line;
  }

  #opened(): void {
    const from = Math.min(this.#owedFrom ?? this.#ring.end, this.#ring.end) - LEAD_IN_SAMPLES;
    this.#lineFrom = Math.max(this.#transcript.heardUntil, this.#ring.start, from);
    this.#sentTo = this.#lineFrom;
    this.#steady.set(STEADY_MS, () => this.#owedFrom !== null || this.#proved());
    this.#stopReplay();
    this.#replay = setInterval(() => this.#repeat(), REPLAY_TICK_MS);
    this.#repeat();
  }

  /** Sends some of what the line has not got yet; from its end on, frames go out as they come. */
  #repeat(): void {
    if (this.#sentTo < this.#ring.start) { // this process stood still, and the ring ran over
      this.#lineFrom += this.#ring.start - this.#sentTo;
      this.#sentTo = this.#ring.start;
    }
    this.#send(this.#ring.read(this.#sentTo, REPLAY_SAMPLES));
    if (this.#sentTo < this.#ring.end || this.#replay === null) return;
    this.#stopReplay();
    this.#expectWords();
    if (this.#speakingSinceMs === null && this.#transcript.pending) this.#finalize();
  }

  /** Not before the line has got all: it would end in the middle of a word. */
  #finalize(): void {
    this.#sendHeld();
    if (this.#replay === null) this.#line?.finalize();
  }

  #stopReplay(): void {
    if (this.#replay !== null) clearInterval(this.#replay);
    this.#replay = null;
  }

  #send(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#sentTo += bytes.length;
    this.#sentSinceTick = true;
    this.#line?.send(bytes);
  }

  #keepLineAlive(): void {
    if (!this.#sentSinceTick) this.#line?.keepAlive();
    this.#sentSinceTick = false;
  }

  #heard(part: HeardPart): void {
    this.#proved();
    if (part.words.length > 0) this.#unheard = false;
    const words = part.words.map((word) => ({
      ...word,
      from: word.from + this.#lineFrom,
      to: word.to + this.#lineFrom,
    }));
    this.#tellAll(this.#transcript.take({ ...part, words }));
    if (this.#transcript.pending) this.#owedFrom ??= words[0]?.from ?? null;
    const isQuiet = this.#speakingSinceMs === null && !this.#transcript.pending;
    const isOver = part.until + this.#lineFrom >= this.#stoppedAt;
    if (isQuiet && isOver && (part.endOfSpeech || words.length === 0)) this.#settle();
    else this.#expectWords();
  }

  /** A second without words: what is not final yet will hardly become so by itself. */
  #utteranceEnded(place: number): void {
    if (this.#transcript.pending) {
      const isNewer = this.#transcript.interimUntil > place + this.#lineFrom + LEAD_IN_SAMPLES;
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
    if (this.#closed || !this.#line?.isOpen || this.#replay !== null) return;
    if (this.#owedFrom === null) return this.#deaf.clear();
    const withinMs = this.#unheard ? FIRST_WORDS_MS : NEXT_WORDS_MS;
    this.#deaf.set(withinMs, () => {
      this.#line?.close(); // it tells nothing afterwards
      this.#lost(deafFor(withinMs));
    });
  }

  /** The line works. */
  #proved(): void {
    this.#parts.breaker.succeeded();
    if (this.#attempts > 0) this.#parts.retries.succeeded();
    this.#probing = false;
    this.#steady.clear();
    this.#attempts = 0;
    this.#outage.end();
  }

  #lost(end: LineEnd): void {
    const { breaker, nowMs, report } = this.#parts;
    const wasGood = !this.#outage.isOn;
    this.#line = null;
    this.#stopReplay();
    this.#steady.clear();
    this.#deaf.clear();
    report(end.reason);
    this.#unheard = this.#owedFrom !== null;
    this.#tellAll(this.#transcript.lineLost());
    this.#outage.begin(this.#owedFrom !== null);
    // A network that fails for some attempts of one call is no outage; a server that says no is.
    const counts = end.answered || this.#outage.isOverdue || this.#probing;
    if (!wasGood && counts) breaker.failed(nowMs(), end.refused ? REFUSED_REST_MS : null);
    this.#probing = false;
    if (end.refused || this.#outage.isOverdue) this.#outage.fail(end.reason);
    this.#tryLater(wasGood);
  }

  #tryLater(atOnce: boolean): void {
    if (this.#closed) return;
    const inMs = atOnce ? 0 : backOffMs(this.#attempts, this.#parts.chance());
    this.#attempts++;
    this.#isRetry = !atOnce;
    this.#retry.set(inMs, () => this.#connect());
  }

  #tellAll(events: readonly EarsEvent[]): void {
    for (const event of events) if (!this.#closed) this.#tell(event);
  }
}
