/** From the caller's frames to "began to speak", "paused" and "stopped", and to the ears. */
import { decode, silence } from "../audio/g711.ts";
import { FRAME_MS } from "../audio/frames.ts";
import { type LineSound, LineSounds } from "../audio/line_sounds.ts";
import { rmsDbfs } from "../audio/level.ts";
import { type GateEvent, SpeechGate } from "../audio/speech_gate.ts";
import type { Asked } from "../core/understand/heard.ts";
import type { AudioEncoding, EarsSession, VoiceDetector } from "./ports.ts";

export interface ListeningOptions {
  readonly encoding: AudioEncoding;
  readonly detector: VoiceDetector;
  /** How loud the caller was to hear us between the two. */
  readonly ownDbfs: (fromMs: number, untilMs: number) => number;
  readonly ears: EarsSession;
  readonly lineSound: (sound: LineSound) => void;
  readonly started: (atMs: number) => void;
  /** Silence for a moment: told long before `stopped`, and taken back by `resumed`. */
  readonly paused: (lastSoundMs: number) => void;
  readonly resumed: () => void;
  /** `lastSoundMs`: when the last voiced frame ended, a hangover ago. */
  readonly stopped: (lastSoundMs: number) => void;
}

/** Our own voice comes back late by the way to the telephone and its echo, by up to 250 ms. */
const ECHO_LATE_MS = 400;
/** A telephone's echo is at least 20 dB down (ITU-T G.131 asks for more); nobody speaks that softly. */
const ECHO_BELOW_DB = 18;

export class Listening {
  readonly #options: ListeningOptions;
  readonly #sounds = new LineSounds();
  readonly #gate = new SpeechGate(FRAME_MS);

  constructor(options: ListeningOptions) {
    this.#options = options;
  }

  frame(bytes: Uint8Array, atMs: number): void {
    const { ears, detector, encoding, ownDbfs } = this.#options;
    const pcm = decode(encoding, bytes);
    const lineSound = this.#sounds.push(pcm);
    if (lineSound) this.#options.lineSound(lineSound);
    const levelDbfs = rmsDbfs(pcm);
    const isEcho = levelDbfs < ownDbfs(atMs - ECHO_LATE_MS, atMs) - ECHO_BELOW_DB;
    ears.frame(isEcho ? silence(encoding, bytes.length) : bytes, atMs);
    const sound = { voiced: detector.isVoiced(pcm) && !isEcho, levelDbfs };
    const change = this.#gate.frame(sound, atMs);
    if (change) this.#tell(change);
  }

  expect(asked: Asked): void {
    this.#options.ears.expect(asked);
  }

  close(): void {
    this.#options.ears.close();
    this.#options.detector.close();
  }

  #tell({ type, atMs }: GateEvent): void {
    switch (type) {
      case "speech_started":
        return this.#started(atMs);
      case "speech_paused":
        return this.#options.paused(atMs);
      case "speech_resumed":
        return this.#options.resumed();
      case "speech_stopped":
        return this.#stopped(atMs);
    }
  }

  #started(atMs: number): void {
    this.#options.ears.speechStarted(atMs);
    this.#options.started(atMs);
  }

  #stopped(atMs: number): void {
    // The conversation first: ears that answer at once must find the turn paused.
    this.#options.stopped(atMs);
    this.#options.ears.speechStopped(atMs);
  }
}
