/** One call's audio over Asterisk's media WebSocket: frames in, paced frames out, marks, flush. */
import { FRAME_BYTES, FRAME_MS } from "../audio/frames.ts";
import { type Encoding, silence } from "../audio/g711.ts";
import { joinedBytes } from "../audio/joined.ts";
import type { MediaEvent, MediaLeg } from "../call/ports.ts";
import type { UtteranceId } from "../core/ids.ts";
import { OwnVoice } from "./own_voice.ts";
import { Playout, type Sending } from "./playout.ts";
import {
  decodeMediaControl,
  encodeMediaCommand,
  type MediaCommand,
  type MediaControl,
} from "./protocol.ts";
import { Pulse } from "./pulse.ts";

export interface LegOptions {
  readonly encoding: Encoding;
  readonly continuousSilence: boolean;
  /** Monotonic; the times of frames are its times. */
  readonly nowMs: () => number;
  readonly tell: (event: MediaEvent) => void;
  /** Told at each write of an utterance under way that had its time, how much later it was. */
  readonly wroteLate?: (ms: number) => void;
}

export interface MediaLegOptions extends LegOptions {
  /** "ws://127.0.0.1:8088/media/<connection id>" */
  readonly url: string;
  readonly WebSocket?: typeof WebSocket;
}

/** Bytes that wait in our own socket: Asterisk has stopped reading, and the leg is given up. 4 s. */
const BUFFERED_BYTES_MAX = 4 * 8_000;
/** Asterisk says within a few ms how much was heard; later than this, our own clock tells. */
export const CUT_PATIENCE_MS = 150;
/** An upgrade takes milliseconds. */
const OPEN_WITHIN_MS = 2_000;
const NOTHING = new Uint8Array(0);

/** Resolves when the socket is open; rejects when Asterisk does not take it. */
export function openMediaLeg(options: MediaLegOptions): Promise<MediaLeg> {
  const Socket = options.WebSocket ?? WebSocket;
  return mediaLegOver(new Socket(options.url, "media"), options);
}

/** The same over a socket that is, or is being, opened: at the edge Asterisk dials. */
export function mediaLegOver(socket: WebSocket, options: LegOptions): Promise<MediaLeg> {
  socket.binaryType = "arraybuffer";
  return new WebSocketLeg(socket, options).opened;
}

interface Cutting {
  readonly utterance: UtteranceId;
  readonly sentFrames: number;
  /** By our own clock. */
  readonly unheardFrames: number;
  readonly timer: ReturnType<typeof setTimeout>;
}

class WebSocketLeg implements MediaLeg {
  readonly encoding: Encoding;
  readonly opened: Promise<MediaLeg>;
  readonly #socket: WebSocket;
  readonly #options: LegOptions;
  readonly #playout: Playout;
  readonly #pulse = new Pulse({
    ask: () => this.#send({ command: "GET_STATUS" }),
    stopped: () => this.#lost("Asterisk answers no more"),
  });
  /** Marks that were flushed never come; those of utterances before this one are late. */
  #marks = new Set<string>();
  readonly #ownVoice: OwnVoice;
  #pausedAtMs: number | null = null;
  /** What is being flushed: nothing new goes out until Asterisk has said how much was heard. */
  #cutting: Cutting | null = null;
  /** A caller who speaks while something is being flushed is let speak after it, too. */
  #pausedAgain = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wakeMs = Infinity;
  #closed = false;
  #started = false;
  /** The utterance that was sent of last. */
  #begun: UtteranceId | null = null;
  /** Bytes of the caller's that make no whole frame yet. */
  #rest: Uint8Array = NOTHING;

  constructor(socket: WebSocket, options: LegOptions) {
    this.#socket = socket;
    this.#options = options;
    this.encoding = options.encoding;
    const quiet = {
      silence: silence(options.encoding, 1)[0]!,
      continuous: options.continuousSilence,
    };
    this.#playout = new Playout(quiet, options.nowMs());
    this.#ownVoice = new OwnVoice(options.encoding);
    this.opened = this.#open();
    socket.onmessage = ({ data }) => this.#take(data);
    socket.onclose = ({ code, reason }) => this.#lost(`${code} ${reason}`.trim());
  }

  play(utterance: UtteranceId, bytes: Uint8Array): void {
    this.#playout.play(utterance, bytes);
    this.#pump();
  }

  end(utterance: UtteranceId): void {
    this.#playout.end(utterance);
    this.#pump();
  }

  pause(): void {
    if (this.#cutting !== null) this.#pausedAgain = true;
    if (this.#pausedAtMs !== null) return;
    this.#pausedAtMs = this.#options.nowMs();
    this.#playout.pause(this.#pausedAtMs);
    this.#send({ command: "PAUSE_MEDIA" });
  }

  resume(): void {
    if (this.#cutting !== null) this.#pausedAgain = false;
    if (this.#pausedAtMs === null || this.#cutting !== null) return;
    const nowMs = this.#options.nowMs();
    this.#send({ command: "CONTINUE_MEDIA" });
    this.#ownVoice.waits(this.#pausedAtMs, nowMs - this.#pausedAtMs);
    this.#pausedAtMs = null;
    this.#playout.resume(nowMs);
    this.#pump();
  }

  /** PAUSE, GET_STATUS, then FLUSH and CONTINUE: a flush forgets what was not heard. */
  flush(utterance: UtteranceId): void {
    this.settle();
    this.pause();
    const nowMs = this.#options.nowMs();
    this.#cutting = {
      utterance,
      sentFrames: this.#playout.framesSentOf(utterance),
      unheardFrames: this.#playout.framesUnheard(nowMs),
      timer: setTimeout(() => this.settle(), CUT_PATIENCE_MS),
    };
    this.#marks.clear();
    this.#playout.flush(nowMs);
    this.#ownVoice.stops(this.#pausedAtMs!);
    if (this.#cutting.sentFrames === 0) this.#cut(0);
    else this.#send({ command: "GET_STATUS" });
  }

  settle(): void {
    if (this.#cutting) this.#cut(this.#cutting.unheardFrames);
  }

  heardMs(utterance: UtteranceId): number {
    const nowMs = this.#options.nowMs();
    const sent = this.#playout.framesSentOf(utterance);
    return Math.max(0, sent - this.#playout.framesUnheard(nowMs)) * FRAME_MS;
  }

  ownDbfs(fromMs: number, untilMs: number): number {
    return this.#ownVoice.loudestDbfs(fromMs, untilMs);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#cutting?.timer);
    this.#pulse.stop();
    this.#socket.onmessage = null;
    this.#socket.close();
  }

  #open(): Promise<MediaLeg> {
    const { promise, resolve, reject } = Promise.withResolvers<MediaLeg>();
    const fail = (why: string) => {
      reject(new Error(`Cannot open the media socket: ${why}`));
      this.close();
    };
    const timer = setTimeout(() => fail(`no answer in ${OPEN_WITHIN_MS} ms`), OPEN_WITHIN_MS);
    const begin = () => {
      clearTimeout(timer);
      this.#started = true;
      this.#pulse.start();
      this.#pump();
      resolve(this);
    };
    if (this.#socket.readyState === WebSocket.OPEN) begin();
    else this.#socket.onopen = begin;
    this.#socket.onerror = () => {
      clearTimeout(timer);
      if (!this.#started) fail("Asterisk refused it");
    };
    return promise;
  }

  /** Sends what is due, and sets the one timer for what comes next. `dueMs`: when that was to be. */
  #pump(dueMs = this.#wakeMs): void {
    if (this.#closed || !this.#started) return;
    const nowMs = this.#options.nowMs();
    for (const sending of this.#playout.due(nowMs)) {
      if (sending.type === "audio") this.#audio(sending, nowMs - dueMs);
      else this.#mark(sending.utterance);
    }
    if (this.#socket.bufferedAmount > BUFFERED_BYTES_MAX) {
      return this.#lost("Asterisk reads no more");
    }
    this.#wakeAt(this.#playout.nextMs(nowMs), nowMs);
  }

  /** `lateMs`: negative where it came only now, and was awaited later or not at all. */
  #audio({ bytes, atMs, utterance }: Sending & { type: "audio" }, lateMs: number): void {
    this.#ownVoice.plays(bytes, atMs);
    this.#socket.send(bytes as Uint8Array<ArrayBuffer>);
    if (utterance === null) return;
    if (utterance === this.#begun) {
      if (lateMs >= 0) this.#options.wroteLate?.(lateMs);
      return;
    }
    this.#begun = utterance;
    this.#tell({ type: "started", utterance });
  }

  #wakeAt(atMs: number, nowMs: number): void {
    if (atMs === this.#wakeMs) return;
    clearTimeout(this.#timer);
    this.#wakeMs = atMs;
    if (atMs === Infinity) return;
    this.#timer = setTimeout(() => {
      this.#wakeMs = Infinity;
      this.#pump(atMs);
    }, Math.max(1, Math.ceil(atMs - nowMs))); // a fraction is cut off: it would come too early
  }

  /** The flush is done, and what comes next may go out. */
  #cut(unheardFrames: number): void {
    const { utterance, sentFrames, timer } = this.#cutting!;
    clearTimeout(timer);
    this.#send({ command: "FLUSH_MEDIA" });
    this.#cutting = null;
    const heardMs = Math.max(0, sentFrames - unheardFrames) * FRAME_MS;
    this.#tell({ type: "cut", utterance, heardMs }); // before anything is sent, which may end the leg
    if (!this.#pausedAgain) this.resume();
    this.#pausedAgain = false;
  }

  #mark(utterance: UtteranceId): void {
    const mark = `u${utterance}`;
    this.#marks.add(mark);
    this.#send({ command: "MARK_MEDIA", correlation_id: mark });
  }

  #send(command: MediaCommand): void {
    if (this.#closed || !this.#started) return;
    this.#socket.send(encodeMediaCommand(command));
  }

  #take(data: unknown): void {
    if (data instanceof ArrayBuffer) return this.#frames(new Uint8Array(data));
    if (typeof data !== "string") return;
    const control = decodeMediaControl(data);
    if (control.type === "STATUS") this.#status(control);
    if (control.type === "DTMF_END") this.#tell({ type: "digit", digit: control.digit });
    if (control.type !== "MEDIA_MARK_PROCESSED" || !this.#marks.delete(control.mark)) return;
    this.#tell({ type: "played", utterance: Number(control.mark.slice(1)) as UtteranceId });
  }

  /** One that was asked for before the pause tells of an earlier moment. */
  #status({ frames, paused }: MediaControl & { type: "STATUS" }): void {
    this.#pulse.answered();
    if (this.#cutting && paused) this.#cut(frames);
  }

  /** In frames of 20 ms, whatever the packets are; a packet comes when all of it was spoken. */
  #frames(message: Uint8Array): void {
    const bytes = this.#rest.length === 0 ? message : joinedBytes([this.#rest, message]);
    const nowMs = this.#options.nowMs();
    const beganMs = nowMs - FRAME_MS * (bytes.length / FRAME_BYTES);
    let from = 0;
    for (; from + FRAME_BYTES <= bytes.length; from += FRAME_BYTES) {
      const atMs = beganMs + FRAME_MS * (from / FRAME_BYTES);
      this.#tell({ type: "frame", bytes: bytes.subarray(from, from + FRAME_BYTES), atMs });
    }
    this.#rest = from === bytes.length ? NOTHING : bytes.slice(from);
  }

  #lost(reason: string): void {
    if (this.#closed) return;
    this.settle();
    if (this.#closed) return; // what went on after it found the same
    this.close();
    this.#tell({ type: "closed", reason });
  }

  #tell(event: MediaEvent): void {
    if (this.#closed && event.type !== "closed") return;
    this.#options.tell(event);
  }
}
