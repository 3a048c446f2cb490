/** What a live call needs from the world, as types. Adapters implement them; app.ts joins them. */
import type { Encoding as AudioEncoding } from "../audio/g711.ts";
import type { Fact } from "../core/facts.ts";
import type { BrainEvent, BrainRequest } from "../core/brain.ts";
import type { CallId, UtteranceId } from "../core/ids.ts";
import type { GateOptions } from "../audio/speech_gate.ts";
import type { Campaign } from "../core/campaign.ts";
import type { Usage } from "../core/cost.ts";
import type { BrainRequests } from "../core/conversation/ahead.ts";
import type { WordsHeard } from "../core/conversation/events.ts";
import type { Fallback, TurnTiming } from "../core/turn_timing.ts";
import type { Asked } from "../core/understand/heard.ts";
import type { CallInfo } from "../plugin/contract.ts";

/* ---- Money: what providers are paid ----------------------------------------------------------- */

/** Who pays: one for each call. Left out, nobody counts: in tests, and where nothing costs anything. */
export interface Account {
  /** Asked before each request: false leaves only what costs nothing. */
  readonly maySpend: boolean;
  /** Told once for each request, also of one that was dropped; audio that goes on, now and then. */
  used(usage: Usage): void;
}

/* ---- Ears: the caller's audio becomes words -------------------------------------------------- */

export interface Ears {
  /** "deepgram", "pocketsphinx": for logs and metrics. */
  readonly name: string;
  /** Opens a session for one call. Never throws: trouble arrives as a `failed` event. */
  open(options: EarsOptions, tell: (event: EarsEvent) => void): EarsSession;
}

export interface EarsOptions {
  readonly call: CallId;
  readonly campaign: Campaign;
  /** 8000 Hz G.711, as the caller sends it. */
  readonly encoding: AudioEncoding;
  readonly account?: Account;
}

export type { AudioEncoding };

/** One call's ears. Every method returns at once. `atMs` is the call's monotonic clock. */
export interface EarsSession {
  /** One frame of the caller's G.711, usually 160 bytes = 20 ms; the session may keep it. */
  frame(bytes: Uint8Array, atMs: number): void;
  /** Voice activity found the first sound of an utterance (which began a little before). */
  speechStarted(atMs: number): void;
  speechStopped(atMs: number): void;
  /** What is being asked now: ears that work by grammar cut it to this. */
  expect(asked: Asked): void;
  /** Idempotent; nothing is told afterwards. */
  close(): void;
}

export type EarsEvent =
  | WordsHeard
  /** No words can be expected until `restored`. */
  | { readonly type: "failed"; readonly reason: string }
  | { readonly type: "restored" }
  | FellBack;

/** A part has given way to the one behind it, whose name this is: for the ledger. */
export interface FellBack {
  readonly type: "fell_back";
  readonly to: string;
}

/** Says of each frame of one call whether it sounds like a voice. */
export interface VoiceDetector {
  /** What a gate behind it needs else than behind WebRTC's detector. */
  readonly gate?: Partial<GateOptions>;
  /** One frame of 160 samples at 8000 Hz. */
  isVoiced(frame: Int16Array): boolean;
  close(): void;
}

/* ---- Brain: what to answer ------------------------------------------------------------------- */

export interface Brain {
  readonly name: string;
  /** Answers one caller turn. Never throws; tells `done` exactly once unless `signal` aborts. */
  answer(
    request: BrainRequest,
    tell: (told: BrainTold) => void,
    signal: AbortSignal,
    account?: Account,
    tools?: Toolbox,
  ): void;
}

/** Tools of plugins, lent to a brain for one turn. What one says is trusted no more than a caller. */
export interface Toolbox {
  readonly offers: readonly LentTool[];
  /**
   * `args`: as the model wrote them, checked by the tool. Gives text for the model, within the
   * tool's time limit; never rejects.
   */
  call(name: string, args: unknown, signal: AbortSignal): Promise<string>;
}

export interface LentTool {
  /** "crm_find_order": the plugin's name and the tool's. */
  readonly name: string;
  readonly about: string;
  /** JSON Schema of an object. */
  readonly parameters: unknown;
}

/** For the ledger, and no matter of the conversation. */
export type BrainAside = FellBack | { readonly type: "first_token" };
export type BrainTold = BrainEvent | BrainAside;

export type { BrainEvent, BrainRequest };

/* ---- Voice: words become audio --------------------------------------------------------------- */

export interface Voice {
  readonly name: string;
  /** The same voice at `SLOW_RATE` of its pace; none where it knows but one. */
  readonly slow?: Voice | undefined;
  /**
   * Speaks `text`: chunks of 16-bit mono PCM at 8000 Hz, of any length, first ones first.
   * Rejects when it can't; stops when `signal` aborts.
   */
  speak(
    text: string,
    signal: AbortSignal,
    tell?: (told: FellBack) => void,
    account?: Account,
  ): AsyncIterable<Int16Array>;
}

/* ---- Media leg: audio to and from the caller -------------------------------------------------- */

export interface MediaLeg {
  readonly encoding: AudioEncoding;
  /** Queues G.711 bytes of an utterance (any length); played in the order of the calls. */
  play(utterance: UtteranceId, bytes: Uint8Array): void;
  /** No more bytes of this utterance: `played` is told when its last frame has left. */
  end(utterance: UtteranceId): void;
  /** Falls silent at once, and keeps what is queued for `resume`. Both are idempotent. */
  pause(): void;
  resume(): void;
  /**
   * Drops everything queued, here and in Asterisk, and ends a pause. No `played` comes for what was
   * dropped; `cut` tells how much of `utterance` was heard.
   */
  flush(utterance: UtteranceId): void;
  /** Nobody is there any more: `cut` comes now of what is being flushed, as far as our own clock tells. */
  settle(): void;
  /** How much of it was heard by now, as far as our own clock tells. */
  heardMs(utterance: UtteranceId): number;
  /** dBFS of the loudest that the caller was to hear between the two; -Infinity for silence. */
  ownDbfs(fromMs: number, untilMs: number): number;
  close(): void;
}

export type MediaEvent =
  /** 20 ms of the caller's, which began at `atMs`: it comes when all of it was spoken. */
  | { readonly type: "frame"; readonly bytes: Uint8Array; readonly atMs: number }
  /** The first frames of the utterance were given to the socket. */
  | { readonly type: "started"; readonly utterance: UtteranceId }
  | { readonly type: "played"; readonly utterance: UtteranceId }
  /** The utterance was flushed after so much of it. */
  | { readonly type: "cut"; readonly utterance: UtteranceId; readonly heardMs: number }
  | { readonly type: "digit"; readonly digit: string }
  /** The leg is lost: nothing is heard either way. */
  | { readonly type: "closed"; readonly reason: string }
  /** Another leg has taken its place; nothing of what was played before is in it. */
  | { readonly type: "restored" };

/* ---- The record of a call --------------------------------------------------------------------- */

export interface Journal {
  /** Takes a fact at once; it reaches the disk soon and the database after that. Never throws. */
  write(fact: Fact): void;
  /** Resolves when this fact and all before it are on disk (or committed); rejects if they can't be. */
  sync(): Promise<void>;
}

/* ---- The ledger ------------------------------------------------------------------------------- */

/** Told of a call while it goes on: for log and metrics. */
export interface CallObserver {
  /** A turn was answered to the end, or cut short. */
  turnEnded(timing: TurnTiming): void;
  fellBack(fallback: Fallback): void;
  /** What the brain was asked since the call began, or came back; it has ended, or a person has it. */
  callEnded(requests: BrainRequests): void;
}

/* ---- Plugins: what others have a say in -------------------------------------------------------- */

/** Nothing of it throws, and nothing takes longer than a plugin's limit. */
export interface CallPlugins {
  /** Null: the call is taken. Asked before it is answered. */
  refusal(call: CallInfo): Promise<string | null>;
  choose(call: CallInfo): Promise<Choice>;
  /** The plugins as they are now stay those of this call. */
  open(call: CallInfo): PluginsOfCall;
}

/** Undefined: as it is set. */
export interface Choice {
  readonly campaign: string | undefined;
  readonly language: string | undefined;
  readonly voice: string | undefined;
}

export interface PluginsOfCall {
  /** A fact was written down. Returns at once; what plugins make of it is written later, if at all. */
  told(fact: Fact, write: (late: Fact) => void): void;
  /** A sentence as it is to be spoken. No promise where every plugin answers at once. */
  reword(text: string): string | Promise<string>;
  /** What the brain is asked, with what plugins know beside it, and their tone. */
  prepare(request: BrainRequest): Prepared | Promise<Prepared>;
  /** The call has ended. Idempotent. */
  close(): void;
}

export interface Prepared {
  readonly request: BrainRequest;
  /** Words that offer a person; null: none are to be said. */
  readonly offer: string | null;
  /** The voice is to speak slowly, until the next turn that a brain is asked about. */
  readonly isSlow: boolean;
  /** None: no plugin lends any. */
  readonly tools?: Toolbox;
}

export type { CallInfo };

/* ---- Time ------------------------------------------------------------------------------------- */

/** Monotonic; counts in epoch ms so that facts need no second clock. */
export interface Clock {
  nowMs(): number;
  /** Calls `wake` once at or after `atMs`; returns its own undo. */
  wakeAt(atMs: number, wake: () => void): () => void;
}
