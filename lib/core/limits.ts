/** What a conversation may take at the most; how long it waits stands beside what waits. */

/** A call longer than this is closed politely: a forgotten line costs money. 15 minutes. */
export const MAX_CALL_MS = 15 * 60_000;
/** Caller turns in one call; a loop of two machines talks for ever otherwise. */
export const MAX_TURNS = 60;
/** Characters of one caller turn that are looked at; the rest is kept in the transcript only. */
export const MAX_TURN_CHARS = 2_000;
/** Characters of one caller turn that are written down: minutes of talk, and no flood. */
export const MAX_TRANSCRIPT_CHARS = 20_000;
/** Digits that a caller presses for one answer; a telephone number has fifteen at the most. */
export const MAX_DIGITS = 20;
/** Characters of one agent sentence: longer ones from a model are cut at a word before. */
export const MAX_SENTENCE_CHARS = 400;
/** … and written as it is spoken: figures are longer in words. */
export const MAX_SPOKEN_CHARS = 2 * MAX_SENTENCE_CHARS;
/** Sentences that a brain may speak in one turn before the core's own question. */
export const MAX_SENTENCES = 4;
/** Proposals that a brain may make in one turn. */
export const MAX_PROPOSALS = 12;
/** Events waiting for one call; more means that something floods, and the call is ended. */
export const MAX_INBOX = 1_000;
