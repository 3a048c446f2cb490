/** What a call is told: of the caller's sound and words, the brain, our own words, the line. */
import type { LineSound } from "../machine.ts";
import type { SureWord } from "../sure_words.ts";
import type { BrainEvent } from "../brain.ts";
import type { TurnId, UtteranceId } from "../ids.ts";
import type { TransferEvent } from "./transfer.ts";

/** What ears tell of the caller's speech. */
export type WordsHeard =
  /** Words so far of the running utterance; replaces the interim before it. */
  | {
    readonly type: "interim";
    readonly text: string;
    /** Of its words, where the ears tell. */
    readonly sure?: readonly SureWord[];
  }
  /** Words that won't change. `endOfSpeech`: the ears hold that the caller has paused. */
  | {
    readonly type: "final";
    readonly text: string;
    /** 0 to 1. */
    readonly confidence: number;
    /** Of its words, where the ears tell. */
    readonly sure?: readonly SureWord[];
    readonly endOfSpeech: boolean;
  }
  /** There was speech, and it was nothing these ears know. */
  | { readonly type: "not_understood" }
  | TurnHeard;

/** Of ears that listen for the end of a turn themselves; it is about the words told so far. */
export type TurnHeard =
  | { readonly type: "turn_likely_over" }
  /** The caller goes on: it was not over. */
  | { readonly type: "turn_resumed" }
  | { readonly type: "turn_over" };

/**
 * Voice activity at the caller. `speech_paused` is told some 80 ms after `lastSoundMs`, and
 * `speech_resumed` takes it back; `speech_stopped` is told a hangover after `lastSoundMs`.
 */
export type SoundEvent =
  | { readonly type: "speech_started" }
  | { readonly type: "speech_paused"; readonly lastSoundMs: number }
  | { readonly type: "speech_resumed" }
  | { readonly type: "speech_stopped"; readonly lastSoundMs: number };

/** Of the caller's speech. */
export type HearingEvent = SoundEvent | WordsHeard;

/** What is on the line instead of a person. */
export interface LineSoundEvent {
  readonly type: "line_sound";
  readonly sound: LineSound;
}

/** Of the way to the caller. */
export type LineEvent =
  | TransferEvent
  /** `heard`: the words that were heard of what the agent was saying. */
  | { readonly type: "hung_up"; readonly heard?: string }
  /** The caller's audio is cut off, and being joined anew; and it is back. */
  | { readonly type: "media_lost" }
  | { readonly type: "media_restored" }
  /** The line broke under the call: "pbx_lost", "flooded". */
  | { readonly type: "lost"; readonly reason: string }
  /** Parley stops: an apology, then the dialplan's fallback. */
  | { readonly type: "shutdown" };

/** Of the agent's own words. */
export type SpokenEvent =
  /** The utterance was heard to its end, or can't be spoken at all. */
  | { readonly type: "utterance_played"; readonly utterance: UtteranceId }
  /** A `hush` fell into this utterance: the words of it that were heard, in whole words. */
  | {
    readonly type: "utterance_cut";
    readonly utterance: UtteranceId;
    readonly heard: string;
  }
  /** The utterance is spoken in other words; told before any of it is heard. */
  | { readonly type: "reworded"; readonly utterance: UtteranceId; readonly text: string };

export type CallEvent =
  & { readonly atMs: number }
  & (
    | { readonly type: "call_started"; readonly dialled: string | null }
    | HearingEvent
    /** Told when it is certain, and again while it goes on. */
    | LineSoundEvent
    | { readonly type: "ears_failed" }
    | { readonly type: "ears_restored" }
    /** A whole turn at once: typed text. */
    | { readonly type: "caller_said"; readonly text: string }
    | { readonly type: "digit"; readonly digit: string }
    | { readonly type: "brain"; readonly turn: TurnId; readonly told: BrainEvent }
    /** Of a request ahead; it answers the turn `turn` if that is kept. */
    | {
      readonly type: "thought_ahead";
      readonly turn: TurnId;
      readonly generation: number;
      readonly told: BrainEvent;
    }
    | SpokenEvent
    /** What a `save` came to; `seq` is that of its effect. */
    | { readonly type: "saved"; readonly seq: number; readonly ok: boolean }
    | { readonly type: "alarm" }
    | LineEvent
  );
