/** From the caller's frames to what the conversation is told of their sound, and to the ears. */
import { decode, silence } from "../audio/g711.ts";
import { EchoGuard } from "../audio/echo_guard.ts";
import { FRAME_BYTES, FRAME_MS, FRAME_SAMPLES } from "../audio/frames.ts";
import { LineSounds } from "../audio/line_sounds.ts";
import { rmsDbfs } from "../audio/level.ts";
import { type GateEvent, SpeechGate } from "../audio/speech_gate.ts";
import type { LineSoundEvent, SoundEvent } from "../core/conversation/events.ts";
import type { Asked } from "../core/understand/heard.ts";
import type { AudioEncoding, EarsSession, VoiceDetector } from "./ports.ts";

export interface ListeningOptions {
  readonly encoding: AudioEncoding;
  readonly detector: VoiceDetector;
  /** How loud the caller was to hear us between the two. */
  readonly ownDbfs: (fromMs: number, untilMs: number) => number;
  /** Null where only the keypad hears. */
  readonly ears: EarsSession | null;
  readonly tell: (event: SoundEvent | LineSoundEvent) => void;
}

/** Our own voice comes back late by the way to the telephone and its echo, by up to 250 ms. */
const ECHO_LATE_MS = 400;
export class Listening {
  readonly #options: ListeningOptions;
  readonly #sounds = new LineSounds();
  readonly #guard = new EchoGuard();
  readonly #gate: SpeechGate;
  /** Of the frame at hand: nobody keeps it. */
  readonly #pcm = new Int16Array(FRAME_SAMPLES);
  /** In place of an echo. */
  readonly #silence: Uint8Array;

  constructor(options: ListeningOptions) {
    this.#options = options;
    this.#silence = silence(options.encoding, FRAME_BYTES);
    this.#gate = new SpeechGate(FRAME_MS, options.detector.gate);
  }

  frame(bytes: Uint8Array, atMs: number): void {
    const { ears, detector, encoding, ownDbfs, tell } = this.#options;
    const pcm = decode(encoding, bytes, this.#pcm);
    const sound = this.#sounds.push(pcm);
    if (sound) tell({ type: "line_sound", sound });
    const levelDbfs = rmsDbfs(pcm);
    const isEcho = this.#guard.isEcho(levelDbfs, ownDbfs(atMs - ECHO_LATE_MS, atMs));
    ears?.frame(isEcho ? this.#silence : bytes, atMs);
    const voiced = detector.isVoiced(pcm) && !isEcho;
    const change = this.#gate.frame({ voiced, levelDbfs }, atMs);
    if (change) this.#tell(change);
  }

  expect(asked: Asked): void {
    this.#options.ears?.expect(asked);
  }

  close(): void {
    this.#options.ears?.close();
    this.#options.detector.close();
  }

  #tell({ type, atMs }: GateEvent): void {
    const { ears, tell } = this.#options;
    switch (type) {
      case "speech_started":
        ears?.speechStarted(atMs);
        return tell({ type });
      case "speech_paused":
        return tell({ type, lastSoundMs: atMs });
      case "speech_resumed":
        return tell({ type });
      case "speech_stopped":
        // The conversation first: ears that answer at once must find the turn paused.
        tell({ type, lastSoundMs: atMs });
        ears?.speechStopped(atMs);
    }
  }
}
