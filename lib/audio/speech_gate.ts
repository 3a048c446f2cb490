/** Turns "this frame sounds like a voice" into "the caller began to speak, and stopped". */

/** What a detector found in one frame. */
export interface FrameSound {
  readonly voiced: boolean;
  /** dBFS, as `rmsDbfs()` counts. */
  readonly levelDbfs: number;
}

export interface GateOptions {
  /** Voiced time that makes speech: a click or a cough's edge is shorter, "no" is longer. */
  readonly minSpeechMs: number;
  /** The voiced time must fall into this window, so that scattered clicks never add up. */
  readonly startWindowMs: number;
  /** Silence that ends an utterance. */
  readonly hangoverMs: number;
  /** Quieter frames are never a voice, whatever the detector says. */
  readonly floorDbfs: number;
  /** Longer speech is cut here: music on hold and a running television never pause. */
  readonly maxSpeechMs: number;
}

/**
 * Start: Pipecat asks 200 ms, jambonz 4 frames of 30 ms; 100 of 160 ms catches a short "no" and
 * still passes over clicks. Stop: LiveKit waits 500 ms, Pipecat's plain strategy 600 ms; callers
 * pause inside "fifty … thousand", so the longer. Floor: speech arrives at -20 to -35 dBFS, an idle
 * G.711 line below -65 dBFS.
 */
export const GATE_DEFAULTS: GateOptions = {
  minSpeechMs: 100,
  startWindowMs: 160,
  hangoverMs: 600,
  floorDbfs: -50,
  maxSpeechMs: 20_000,
};

export type GateEvent =
  /** `atMs`: the first voiced frame, which lies a little before now. */
  | { readonly type: "speech_started"; readonly atMs: number }
  /** `atMs`: the end of the last voiced frame. */
  | { readonly type: "speech_stopped"; readonly atMs: number };

/** One call's gate. Times are those of the frames, so lost and late frames do no harm. */
export class SpeechGate {
  readonly #options: GateOptions;
  readonly #frameMs: number;
  /** While quiet: begin of each voiced frame inside the start window, oldest first. */
  #voicedAt: number[] = [];
  /** While speaking: when it began and when the last voiced frame ended. */
  #speech: { readonly startedAtMs: number; voicedUntilMs: number } | null = null;

  constructor(frameMs: number, options: Partial<GateOptions> = {}) {
    this.#frameMs = frameMs;
    this.#options = { ...GATE_DEFAULTS, ...options };
  }

  get speaking(): boolean {
    return this.#speech !== null;
  }

  /** One frame that began at `atMs`; `null` when nothing changed. */
  frame(sound: FrameSound, atMs: number): GateEvent | null {
    const voiced = sound.voiced && sound.levelDbfs >= this.#options.floorDbfs;
    return this.#speech ? this.#goOn(this.#speech, voiced, atMs) : this.#wait(voiced, atMs);
  }

  #wait(voiced: boolean, atMs: number): GateEvent | null {
    if (!voiced) return null;
    const from = atMs - this.#options.startWindowMs;
    this.#voicedAt = this.#voicedAt.filter((at) => at > from && at <= atMs);
    this.#voicedAt.push(atMs);
    if (this.#voicedAt.length * this.#frameMs < this.#options.minSpeechMs) return null;
    const startedAtMs = this.#voicedAt[0]!;
    this.#voicedAt = [];
    this.#speech = { startedAtMs, voicedUntilMs: atMs + this.#frameMs };
    return { type: "speech_started", atMs: startedAtMs };
  }

  #goOn(
    speech: { readonly startedAtMs: number; voicedUntilMs: number },
    voiced: boolean,
    atMs: number,
  ): GateEvent | null {
    if (voiced) speech.voicedUntilMs = atMs + this.#frameMs;
    const endsAtMs = atMs + this.#frameMs;
    // Frames arrive some microseconds early or late: that must not cost a whole further frame.
    const slackMs = this.#frameMs / 2;
    const paused = endsAtMs - speech.voicedUntilMs >= this.#options.hangoverMs - slackMs;
    const tooLong = endsAtMs - speech.startedAtMs >= this.#options.maxSpeechMs;
    if (!paused && !tooLong) return null;
    this.#speech = null;
    return { type: "speech_stopped", atMs: speech.voicedUntilMs };
  }
}
