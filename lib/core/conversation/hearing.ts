/** The caller's words: when a turn begins, what it holds, and when it is over. */
import { withoutCards } from "../card_numbers.ts";
import { MAX_TRANSCRIPT_CHARS, MAX_TURN_CHARS } from "../limits.ts";
import { SURE_WORDS_MAX, sureWords } from "../sure_words.ts";
import { completenessOf } from "../understand/complete.ts";
import { isGoingOn } from "./going_on.ts";
import { contextOf } from "./making_sense.ts";
import { finalLeft, interimLeft } from "./taken_words.ts";
import { type Hearing, paceAfter } from "./turn_end.ts";
import type { CallEvent, HearingEvent } from "./events.ts";
import type { CallerTurn, Draft } from "./state.ts";
import { set } from "./state.ts";
import { overlapped, wordsOver } from "./interruption.ts";

const nothingHeard: Hearing = {
  startedAtMs: 0,
  said: "",
  interim: "",
  confidence: 1,
  sure: [],
  interimSure: [],
  wordsAtMs: 0,
  completeness: "open",
  stoppedAtMs: null,
  endOfSpeech: false,
  turnOver: "no",
  notUnderstood: false,
  interrupted: false,
  goesOn: false,
  considered: "",
  aheads: 0,
};

/** Two coughs are no long sound: what has brought no word yet begins with the newest. */
function beginAnew(draft: Draft): void {
  const { hearing } = draft.state;
  const isWordless = hearing !== null && hearing.said === "" && hearing.interim === "";
  if (!isWordless) return;
  const goesOn = hearing.interrupted ? hearing.goesOn : isGoingOn(draft);
  change(draft, { startedAtMs: draft.atMs, goesOn });
}

type Heard<Type extends HearingEvent["type"]> = Extract<HearingEvent, { type: Type }>;

const HEARD: Readonly<Record<HearingEvent["type"], true>> = {
  speech_started: true,
  speech_paused: true,
  speech_resumed: true,
  speech_stopped: true,
  interim: true,
  final: true,
  not_understood: true,
  turn_likely_over: true,
  turn_resumed: true,
  turn_over: true,
};

/** Of the caller's speech, as told by ears or voice activity. */
export function isHeard(event: CallEvent): event is CallEvent & HearingEvent {
  return Object.hasOwn(HEARD, event.type);
}

/** Takes what the ears or the voice activity tell. */
export function hear(draft: Draft, event: HearingEvent): void {
  switch (event.type) {
    case "speech_started":
      set(draft, { taken: null }); // what comes now is new
      beginAnew(draft);
      return speechStarted(draft);
    case "speech_resumed":
      return speechStarted(draft);
    case "speech_paused":
    case "speech_stopped":
      if (draft.state.hearing) change(draft, { stoppedAtMs: event.lastSoundMs });
      return;
    case "interim":
      return interimWords(draft, event);
    case "final":
      return finalWords(draft, event);
    case "not_understood":
      return change(draft, { notUnderstood: true, endOfSpeech: true });
    case "turn_likely_over":
      return turnOver(draft, "likely");
    case "turn_resumed":
      return turnOver(draft, "no");
    case "turn_over":
      return turnOver(draft, "yes");
  }
}

function speechStarted(draft: Draft): void {
  learnPace(draft);
  change(draft, { stoppedAtMs: null, endOfSpeech: false, turnOver: "no" });
  overlapped(draft);
}

/** Told of a turn that is over for us already, it says nothing new. */
function turnOver(draft: Draft, held: Hearing["turnOver"]): void {
  if (draft.state.hearing === null) return;
  change(draft, { turnOver: held, ...(held === "no" ? {} : { wordsAtMs: draft.atMs }) });
}

/** A sound is told at the end of its first 20 ms. */
const TOLD_LATE_MS = 20;

/** A pause in a turn, or one that we took for its end, tells how fast the caller talks. */
function learnPace(draft: Draft): void {
  const { hearing, agent, lastSoundMs, pauseMs } = draft.state;
  const sinceMs = hearing?.stoppedAtMs ?? (agent.phase === "thinking" ? lastSoundMs : null);
  if (sinceMs === null) return;
  set(draft, { pauseMs: paceAfter(pauseMs, draft.atMs - TOLD_LATE_MS - sinceMs) });
}

/** Words that voice activity missed are heard all the same. */
function interimWords(draft: Draft, { text: words, sure = [] }: Heard<"interim">): void {
  const left = interimLeft(draft.state.taken, words, draft.atMs);
  const text = left.slice(0, MAX_TRANSCRIPT_CHARS);
  if (text === "" && draft.state.hearing === null) return;
  const before = draft.state.hearing ?? { ...nothingHeard, stoppedAtMs: draft.atMs };
  changeWords(draft, {
    interim: text,
    interimSure: sure.slice(0, SURE_WORDS_MAX),
    stoppedAtMs: before.stoppedAtMs,
  });
  wordsOver(draft, text);
}

function finalWords(draft: Draft, final: Heard<"final">): void {
  const { text: words, confidence, sure = [], endOfSpeech } = final;
  const late = draft.state.hearing === null;
  const text = finalLeft(draft.state.taken, words, contextOf(draft));
  set(draft, { taken: null });
  if (late && text === "") return;
  const before = draft.state.hearing ?? nothingHeard;
  const said = `${before.said} ${text}`.trim().slice(0, MAX_TRANSCRIPT_CHARS);
  changeWords(draft, {
    said,
    interim: "",
    sure: text === "" ? before.sure : sureWords(before.sure, sure),
    interimSure: [],
    endOfSpeech: endOfSpeech && said !== "",
    confidence: text === "" ? before.confidence : Math.min(before.confidence, confidence),
  });
  if (late) lateWords(draft);
  wordsOver(draft, text);
}

/** Words after the end of their turn are a turn of their own: nothing that was said is lost. */
function lateWords(draft: Draft): void {
  change(draft, { stoppedAtMs: draft.state.lastSoundMs ?? draft.atMs });
}

/** Ends the running turn: its words, or null where there were none. */
export function endTurn(draft: Draft): CallerTurn | null {
  const hearing = draft.state.hearing ?? nothingHeard;
  const { said, interim, stoppedAtMs, completeness, startedAtMs } = hearing;
  set(draft, { hearing: null, lastSoundMs: stoppedAtMs });
  if (interim !== "") {
    const { asked } = draft.state;
    set(draft, { taken: { words: interim, completeness, asked, atMs: draft.atMs } });
  }
  const text = withoutCards(`${said} ${interim}`.trim(), draft.setting.campaign.language);
  if (text === "" && !hearing.notUnderstood) return null;
  const beganAtMs = startedAtMs > 0 ? startedAtMs : draft.atMs;
  const sure = sureWords(hearing.sure, hearing.interimSure);
  const { confidence, goesOn } = hearing;
  return { text, beganAtMs, confidence, sure, by: "rules", heard: null, goesOn };
}

function changeWords(draft: Draft, heard: Partial<Hearing>): void {
  change(draft, { ...heard, wordsAtMs: draft.atMs });
  const { said, interim } = draft.state.hearing!;
  const text = `${said} ${interim}`.trim();
  if (text !== "") {
    change(draft, { completeness: completenessOf(text.slice(-MAX_TURN_CHARS), contextOf(draft)) });
  }
}

function change(draft: Draft, heard: Partial<Hearing>): void {
  const begun = { startedAtMs: draft.atMs, goesOn: isGoingOn(draft) };
  const before = draft.state.hearing ?? { ...nothingHeard, ...begun };
  set(draft, { hearing: { ...before, ...heard } });
}
