/** One call's audio over Asterisk's media WebSocket: frames in, paced frames out, marks, flush. */
import { FRAME_MS } from "../audio/frames.ts";
import { type Encoding, silence } from "../audio/g711.ts";
import type { MediaEvent, MediaLeg } from "../call/ports.ts";
import type { UtteranceId } from "../core/ids.ts";
import { Brake } from "./brake.ts";
import { Framing } from "./framing.ts";
import { OwnVoice } from "./own_voice.ts";
import { Playout, type Sending } from "./playout.ts";
import { decodeMediaControl, encodeMediaCommand, type MediaCommand } from "./protocol.ts";
import { Pulse } from "./pulse.ts";
import { Wake } from "./wake.ts";

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
/** An upgrade takes milliseconds. */
const OPEN_WITHIN_MS = 2_000;

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

class WebSocketLeg implements MediaLeg {
  readonly encoding: Encoding;
  readonly opened: Promise<MediaLeg>;
  readonly #socket: WebSocket;
  readonly #options: LegOptions;
  readonly #playout: Playout;
  readonly #brake: Brake;
  readonly #wake = new Wake((dueMs) => this.#pump(dueMs));
  readonly #framing = new Framing((bytes, atMs) => this.#tell({ type: "frame", bytes, atMs }));
  readonly #pulse = new Pulse({
    ask: () => this.#send({ command: "GET_STATUS" }),
    stopped: () => this.#lost("Asterisk answers no more"),
  });
  /** Marks that were flushed never come; those of utterances before this one are late. */
  #marks = new Set<string>();
  readonly #ownVoice: OwnVoice;
  #closed = false;
  #started = false;
  /** The utterance that was sent of last. */
  #begun: UtteranceId | null = null;

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
    this.#brake = this.#openBrake();
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
    this.#brake.pause();
  }

  resume(): void {
    this.#brake.resume();
  }

  flush(utterance: UtteranceId): void {
    this.#brake.flush(utterance);
  }

  settle(): void {
    this.#brake.settle();
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
    this.#wake.clear();
    this.#brake.close();
    this.#pulse.stop();
    this.#socket.onmessage = null;
    this.#socket.close();
  }

  #openBrake(): Brake {
    return new Brake({
      playout: this.#playout,
      ownVoice: this.#ownVoice,
      nowMs: this.#options.nowMs,
      send: (command) => this.#send(command),
      tell: (event) => this.#tell(event),
      dropped: () => this.#marks.clear(),
      released: () => this.#pump(),
    });
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

  /** Sends what is due, and wakes for what comes next. `dueMs`: when that was to be. */
  #pump(dueMs = this.#wake.atMs): void {
    if (this.#closed || !this.#started) return;
    const nowMs = this.#options.nowMs();
    for (const sending of this.#playout.due(nowMs)) {
      if (sending.type === "audio") this.#audio(sending, nowMs - dueMs);
      else this.#mark(sending.utterance);
    }
    if (this.#socket.bufferedAmount > BUFFERED_BYTES_MAX) {
      return this.#lost("Asterisk reads no more");
    }
    this.#wake.set(this.#playout.nextMs(nowMs), nowMs);
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
    if (data instanceof ArrayBuffer) {
      return this.#framing.take(new Uint8Array(data), this.#options.nowMs());
    }
    if (typeof data !== "string") return;
    const control = decodeMediaControl(data);
    if (control.type === "STATUS") {
      this.#pulse.answered();
      this.#brake.status(control);
    }
    if (control.type === "DTMF_END") this.#tell({ type: "digit", digit: control.digit });
    if (control.type !== "MEDIA_MARK_PROCESSED" || !this.#marks.delete(control.mark)) return;
    this.#tell({ type: "played", utterance: Number(control.mark.slice(1)) as UtteranceId });
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
