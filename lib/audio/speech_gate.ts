/** Turns "this frame sounds like a voice" into "the caller began to speak, paused, and stopped". */

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
  /** Silence that is told as a pause: an answer that is complete by its words ends with it. */
  readonly pauseMs: number;
  /** Voiced time, inside the start window, that ends a pause. */
  readonly resumeMs: number;
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
 * pause inside "fifty … thousand", so the longer. Pause: the closure of a "t" or "k" is shorter than
 * 100 ms, of which WebRTC's detector bridges 20; one frame ends it, or whoever goes on at once
 * would be cut off. Floor: speech arrives at -20 to -35 dBFS, an idle
 * G.711 line below -65 dBFS.
 */
export const GATE_DEFAULTS: GateOptions = {
  minSpeechMs: 100,
  startWindowMs: 160,
  pauseMs: 80,
  resumeMs: 20,
  hangoverMs: 600,
  floorDbfs: -50,
  maxSpeechMs: 20_000,
};

export type GateEvent =
  /** `atMs`: the first voiced frame, which lies a little before now. */
  | { readonly type: "speech_started"; readonly atMs: number }
  /** `atMs`: the end of the last voiced frame; speech goes on, or stops. */
  | { readonly type: "speech_paused"; readonly atMs: number }
  /** `atMs`: the first voiced frame after a pause. */
  | { readonly type: "speech_resumed"; readonly atMs: number }
  /** `atMs`: the end of the last voiced frame. */
  | { readonly type: "speech_stopped"; readonly atMs: number };

interface Speech {
  readonly startedAtMs: number;
  /** The end of the last voiced frame. */
  voicedUntilMs: number;
  /** The pause was told. */
  paused: boolean;
}

/** One call's gate. Times are those of the frames, so lost and late frames do no harm. */
export class SpeechGate {
  readonly #options: GateOptions;
  readonly #frameMs: number;
  /** While quiet or paused: begin of each voiced frame inside the start window, oldest first. */
  #voicedAt: number[] = [];
  #speech: Speech | null = null;

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
    const startedAtMs = this.#onset(atMs, this.#options.minSpeechMs);
    if (startedAtMs === null) return null;
    this.#speech = { startedAtMs, voicedUntilMs: atMs + this.#frameMs, paused: false };
    return { type: "speech_started", atMs: startedAtMs };
  }

  /** The begin of the sound of which this voiced frame makes `enoughMs`, or null as long as it doesn't. */
  #onset(atMs: number, enoughMs: number): number | null {
    const from = atMs - this.#options.startWindowMs;
    this.#voicedAt = this.#voicedAt.filter((at) => at > from && at <= atMs);
    this.#voicedAt.push(atMs);
    if (this.#voicedAt.length * this.#frameMs < enoughMs) return null;
    const startedAtMs = this.#voicedAt[0]!;
    this.#voicedAt = [];
    return startedAtMs;
  }

  #goOn(speech: Speech, voiced: boolean, atMs: number): GateEvent | null {
    const resumedAtMs = voiced && speech.paused ? this.#onset(atMs, this.#options.resumeMs) : null;
    const endsAtMs = atMs + this.#frameMs;
    if (voiced && (!speech.paused || resumedAtMs !== null)) speech.voicedUntilMs = endsAtMs;
    // Frames arrive some microseconds early or late: that must not cost a whole further frame.
    const silentMs = endsAtMs - speech.voicedUntilMs + this.#frameMs / 2;
    const isOver = silentMs >= this.#options.hangoverMs && !voiced; // a voiced frame may resume
    const tooLong = endsAtMs - speech.startedAtMs >= this.#options.maxSpeechMs;
    if (isOver || tooLong) return this.#stop(speech);
    if (resumedAtMs !== null) return this.#resume(speech, resumedAtMs);
    if (speech.paused || silentMs < this.#options.pauseMs) return null;
    speech.paused = true;
    this.#voicedAt = [];
    return { type: "speech_paused", atMs: speech.voicedUntilMs };
  }

  #resume(speech: Speech, atMs: number): GateEvent {
    speech.paused = false;
    return { type: "speech_resumed", atMs };
  }

  #stop({ voicedUntilMs }: Speech): GateEvent {
    this.#speech = null;
    this.#voicedAt = [];
    return { type: "speech_stopped", atMs: voicedUntilMs };
  }
}
