/** From the caller's frames to "began to speak", "paused" and "stopped", and to the ears. */
import { decode } from "../audio/g711.ts";
import { FRAME_MS } from "../audio/frames.ts";
import { rmsDbfs } from "../audio/level.ts";
import { type GateEvent, SpeechGate } from "../audio/speech_gate.ts";
import type { Asked } from "../core/understand/heard.ts";
import type { AudioEncoding, EarsSession, VoiceDetector } from "./ports.ts";

export interface ListeningOptions {
  readonly encoding: AudioEncoding;
  readonly detector: VoiceDetector;
  readonly ears: EarsSession;
  readonly started: (atMs: number) => void;
  /** Silence for a moment: told long before `stopped`, and taken back by `resumed`. */
  readonly paused: (lastSoundMs: number) => void;
  readonly resumed: () => void;
  /** `lastSoundMs`: when the last voiced frame ended, a hangover ago. */
  readonly stopped: (lastSoundMs: number) => void;
}

export class Listening {
  readonly #options: ListeningOptions;
  readonly #gate = new SpeechGate(FRAME_MS);

  constructor(options: ListeningOptions) {
    this.#options = options;
  }

  frame(bytes: Uint8Array, atMs: number): void {
    const { ears, detector, encoding } = this.#options;
    ears.frame(bytes, atMs);
    const pcm = decode(encoding, bytes);
    const sound = { voiced: detector.isVoiced(pcm), levelDbfs: rmsDbfs(pcm) };
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
