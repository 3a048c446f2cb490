/** What is known of the caller's wishes so far, and how one turn changes it. */
import { type Campaign, fieldOf } from "./campaign.ts";
import type { TurnId } from "./ids.ts";
import { fall, type Known, remember, same, stand, withConfidence } from "./evidence.ts";
import {
  type Callback,
  type Finding,
  type FoundBy,
  type GaveWay,
  type Phone,
  type Value,
} from "./lead.ts";
import { leastSure, type SureWord } from "./sure_words.ts";
import { counted, countTurn } from "./trouble.ts";
import type { Asked, FoundAnswer, Heard, Intent, TakenBack } from "./understand/heard.ts";

/** What a value is worth once the caller said yes to it. */
export const CONFIRMED = 0.97;
/** What a value is worth when it silently takes the place of another: less than CONFIRM_BELOW. */
const IN_DOUBT = 0.55;
/**
 * What a value is worth at the most that only the model found. One figure for all: providers tell how
 * likely a model's spoken words were, and nothing of the tool calls by which it proposes values.
 */
const FOUND_BY_MODEL = 0.8;

/** How often something was tried in vain, by key: a field, "callback", "callback_time" or "phone". */
export type Counts = Readonly<Record<string, number>>;

export interface Qualification extends Known {
  /** Turns that should have answered the key and held nothing of use. */
  readonly misses: Counts;
  /** "I don't know", refusals. */
  readonly declines: Counts;
  /** Confirming questions asked about the key's present value. */
  readonly confirmations: Counts;
  /** Questions for the key, and confirming ones about it, that a turn followed: see `countQuestion`. */
  readonly questions: Counts;
  readonly confirmingQuestions: Counts;
  /** Turns that speak for a bad line. */
  readonly badTurns: number;
  /** Keys whose value came and was not said back yet. */
  readonly readBack: readonly string[];
  /** Keys whose value was said back in passing since the caller's last turn. */
  readonly saidBack: readonly string[];
  readonly personAsked: boolean;
  readonly notInterested: boolean;
  /** The caller speaks for somebody else. */
  readonly forOther: boolean;
  readonly goodbyeSaid: boolean;
}

export const nothingKnown: Qualification = {
  answers: {},
  history: {},
  misses: {},
  declines: {},
  confirmations: {},
  questions: {},
  confirmingQuestions: {},
  badTurns: 0,
  readBack: [],
  saidBack: [],
  personAsked: false,
  notInterested: false,
  forOther: false,
  goodbyeSaid: false,
};

/** One caller turn as the qualification sees it. */
export interface TurnHeard {
  readonly turn: TurnId;
  /** When the caller began to speak, in ms since the call began. */
  readonly atMs: number;
  readonly text: string;
  readonly heard: Heard;
  readonly asked: Asked;
  readonly by: FoundBy;
  /** How sure the ears were of the words, 0 to 1. */
  readonly earsConfidence: number;
  /** The same of its words, where the ears told. */
  readonly sure: readonly SureWord[];
}

/** Takes everything that one turn says into account. */
export function absorb(
  before: Qualification,
  campaign: Campaign,
  said: TurnHeard,
): Qualification {
  const answers = answersOf(before, campaign, said);
  const forOther = before.forOther || said.heard.forOther === true;
  let after = withIntents({ ...before, saidBack: [], forOther }, said.heard.intents);
  after = settleConfirmation(after, said, answers);
  for (const taken of said.heard.takenBack ?? []) after = takeBack(after, campaign, said, taken);
  for (const answer of answers) after = accept(after, campaign, said, answer);
  return countTurn(after, before, said);
}

/** The answers found, with a bare yes or no to the callback question among them. */
function answersOf(
  known: Qualification,
  campaign: Campaign,
  { heard, asked, text }: TurnHeard,
): readonly FoundAnswer[] {
  if (asked.type !== "callback" || heard.yesNo === null) return heard.answers;
  if (heard.answers.some(({ key }) => key === "callback")) return heard.answers;
  const yes = heard.yesNo === "yes";
  const corrected = yes || heard.intents.includes("thanks")
    ? []
    : heard.answers.filter(({ key }) => known.answers[key] && fieldOf(campaign, key));
  if (corrected.length > 0) { // "no, I said fifty": the no is for what was read back
    return heard.answers.map((each) =>
      corrected.includes(each) ? { ...each, correction: true } : each
    );
  }
  const value: Callback = { wanted: yes, at: null, consent: yes };
  const answer = { key: "callback", value, quote: text, confidence: 0.95, correction: false };
  return [...heard.answers, answer];
}

function withIntents(known: Qualification, intents: readonly Intent[]): Qualification {
  return {
    ...known,
    personAsked: known.personAsked || intents.includes("person"),
    notInterested: known.notInterested || intents.includes("not_interested"),
    goodbyeSaid: known.goodbyeSaid || intents.includes("goodbye"),
  };
}

/** A yes makes the questioned value firm, a no without a better one drops it. */
function settleConfirmation(
  known: Qualification,
  said: TurnHeard,
  answers: readonly FoundAnswer[],
): Qualification {
  const { asked, heard, turn, atMs, text } = said;
  if (asked.type !== "confirm" || heard.yesNo === null) return known;
  if (answers.some(({ key }) => key === asked.key)) return known; // the new value decides
  const old = known.answers[asked.key];
  if (heard.yesNo === "yes") {
    if (old) return withConfidence(known, asked.key, Math.max(old.confidence, CONFIRMED));
    const finding: Finding = {
      ...{ value: asked.value, quote: text, turn, atMs, confidence: CONFIRMED, by: said.by },
    };
    return stand(known, asked.key, finding, "replaced");
  }
  return { ...fall(known, asked.key, "denied"), misses: counted(known.misses, asked.key) };
}

/** Choices that the caller no longer wants; a field that has none left is open again. */
function takeBack(
  known: Qualification,
  campaign: Campaign,
  said: TurnHeard,
  { key, options, quote }: TakenBack,
): Qualification {
  const old = known.answers[key];
  if (!old) return known;
  const several = Array.isArray(old.value);
  const before = several ? old.value as readonly string[] : [old.value as string];
  const left = before.filter((option) => !options.includes(option));
  if (left.length === before.length) return known;
  if (left.length === 0) return fall(known, key, "taken_back");
  const confidence = Math.min(old.confidence, heardSurely(said, quote));
  const value = several ? left : left[0]!;
  return anew(known, campaign, key, { ...old, value, confidence }, "taken_back");
}

function accept(
  known: Qualification,
  campaign: Campaign,
  said: TurnHeard,
  found: FoundAnswer,
): Qualification {
  const old = known.answers[found.key];
  const value = merged(campaign, old?.value, found);
  if (old && same(old.value, value)) {
    return withConfidence(known, found.key, saidAgain(old, said, found));
  }
  const sure = Math.min(found.confidence, heardSurely(said, found.quote));
  const replaces = old !== undefined && !found.correction && !isSeveral(campaign, found.key) &&
    found.key !== "callback" && !isAskedFor(said.asked, found.key);
  const finding: Finding = {
    value,
    quote: found.quote,
    turn: said.turn,
    atMs: said.atMs,
    confidence: replaces ? Math.min(sure, IN_DOUBT) : sure,
    by: said.by,
  };
  const isMore = isSeveral(campaign, found.key) && !found.correction;
  return anew(known, campaign, found.key, finding, isMore ? "extended" : "replaced");
}

/** A sentence is heard well as a whole, and the one word that matters is a guess: that one counts. */
function heardSurely({ sure, earsConfidence }: TurnHeard, quote: string): number {
  return leastSure(quote, sure, earsConfidence);
}

/** A value that the caller says once more is as sure as the surer time; a no to it is heard as well. */
function saidAgain(old: Finding, said: TurnHeard, found: FoundAnswer): number {
  const { key, confidence, quote } = found;
  const { asked, heard: { yesNo } } = said;
  const sure = Math.max(old.confidence, Math.min(confidence, heardSurely(said, quote)));
  if (asked.type !== "confirm" || asked.key !== key || yesNo === null) return sure;
  return yesNo === "yes" ? Math.max(sure, CONFIRMED) : Math.min(old.confidence, IN_DOUBT);
}

/** A value that nobody was asked about yet, and that may have to be read back. */
function anew(
  known: Qualification,
  campaign: Campaign,
  key: string,
  finding: Finding,
  gaveWay: GaveWay,
): Qualification {
  const { [key]: _asked, ...confirmations } = known.confirmations;
  const others = known.readBack.filter((each) => each !== key);
  const readBack = fieldOf(campaign, key) ? [...others, key] : others;
  return { ...stand(known, key, finding, gaveWay), confirmations, readBack };
}

/** Several choices add up unless the caller corrects; a callback keeps the time named before. */
function merged(campaign: Campaign, old: Value | undefined, found: FoundAnswer): Value {
  if (old === undefined || found.correction) return found.value;
  if (isSeveral(campaign, found.key)) {
    return [...new Set([...(old as readonly string[]), ...(found.value as readonly string[])])];
  }
  if (found.key !== "callback") return found.value;
  const [before, now] = [old as Callback, found.value as Callback];
  if (!now.wanted) return now;
  return { wanted: true, at: now.at ?? before.at, consent: now.consent || before.consent };
}

/** Fields of which one caller may want several. */
function isSeveral(campaign: Campaign, key: string): boolean {
  const kind = fieldOf(campaign, key)?.kind;
  return kind?.type === "choice" && kind.multiple;
}

function isAskedFor(asked: Asked, key: string): boolean {
  if (asked.type === "field" || asked.type === "confirm") return asked.key === key;
  if (asked.type === "phone") return key === "phone";
  return asked.type !== "nothing" && key === "callback";
}

/**
 * A value that the model proposed and that the rules could read in the caller's own words.
 * `earsConfidence`: of these words.
 */
export function propose(
  known: Qualification,
  campaign: Campaign,
  proposal: { readonly key: string; readonly value: Value; readonly quote: string },
  { turn, atMs, earsConfidence }: Pick<TurnHeard, "turn" | "atMs" | "earsConfidence">,
): Qualification {
  const { key, quote } = proposal;
  const old = known.answers[key];
  const value = merged(campaign, old?.value, { ...proposal, confidence: 1, correction: false });
  if (old && same(old.value, value)) return known;
  const confidence = Math.min(old ? IN_DOUBT : FOUND_BY_MODEL, earsConfidence);
  const finding: Finding = { value, quote, turn, atMs, confidence, by: "model" };
  if (old?.turn !== turn) return anew(known, campaign, key, finding, "replaced");
  // The rules read this very turn otherwise: theirs is asked about, once.
  const { [key]: _asked, ...confirmations } = known.confirmations;
  const doubted = withConfidence(known, key, Math.min(old.confidence, IN_DOUBT));
  return { ...remember(doubted, key, { ...finding, gaveWay: "contradicted" }), confirmations };
}

/** A confirming question about the key is put; it is put once for each value. */
export function confirmationAsked(known: Qualification, key: string): Qualification {
  return { ...known, confirmations: counted(known.confirmations, key) };
}

export function phoneFromCallerId(e164: string): Phone {
  return { e164, source: "caller_id" };
}
