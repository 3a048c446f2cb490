/** Is the answer complete? Says of the words so far whether more of them is to be expected. */
import { type FieldKind, fieldOf } from "../campaign.ts";
import { isHalfHost } from "./emails.ts";
import { asksYesNo, type Context, type FoundAnswer, type Heard, type Intent } from "./heard.ts";
import type { OpenEnds } from "./language.ts";
import { momentIn } from "./moments.ts";
import { type NumberTable, numberTableOf } from "./number_table.ts";
import { digitsAtEnd } from "./phones.ts";
import { Reading } from "./reading.ts";
import { understand } from "./understand.ts";

export type Completeness =
  /** What may follow changes nothing: "yes", all digits of a number, "goodbye". */
  | "complete"
  /** An answer to which more may be added: "stocks". */
  | "answered"
  /** Words that tell nothing, and the ears wrote the end of a sentence behind them. */
  | "sentence"
  /** Words that tell nothing. */
  | "open"
  /** That is hardly all: "fifty", "stocks and". */
  | "unfinished"
  /** That can't be all: half a telephone number or address. */
  | "half";

/** Digits in a row that are a telephone number where none was asked for. */
const DIALLED_MIN = 5;
/** A number without a unit from here on is no part of a longer one. */
const WHOLE_NUMBER_MIN = 1_000;

/** Never throws; linear in the text, which is not empty. */
export function completenessOf(text: string, context: Context): Completeness {
  const { openEnds } = new Reading("", context).language;
  const words = wordsOf(text);
  if (endsIn(openEnds.joins, words)) return "unfinished";
  const reading = new Reading(text, context);
  if (reading.tokens.length === 0) return "unfinished";
  const heard = understand(text, context);
  if (asksYesNo(context.asked, context.campaign) && heard.yesNo !== null && isMere(reading)) {
    return "complete";
  }
  const asks = openEnds.askedWith.has(words[0] ?? "");
  if (endsIn(openEnds.always, words)) return "unfinished";
  if (!asks && endsIn(openEnds.unlessAsked, words)) return "unfinished";
  return spelled(reading, words) ?? dialled(reading) ??
    answered(reading, heard, endsIn(openEnds.unlessAnswered, words));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().replaceAll("’", "'").match(/[\p{L}\p{N}'@]+/gu) ?? [];
}

function endsIn(ends: OpenEnds[keyof OpenEnds], words: readonly string[]): boolean {
  return [1, 2, 3].some((count) => ends.has(words.slice(-count).join(" ")));
}

/** An address that is being spelled; null where none is. */
function spelled(reading: Reading, words: readonly string[]): Completeness | null {
  const at = words.lastIndexOf("at");
  const hasHost = words.indexOf("dot", Math.max(at, 0)) > at;
  const isLetter = (word: string | undefined) => word !== undefined && /^[b-hj-z]$/.test(word);
  if (isLetter(words.at(-1)) && (words.length > 1 || reading.context.asked.type === "nothing")) {
    return isAmountAsked(reading.context) ? null : "half"; // "50 k"
  }
  const isAddress = reading.has("email_cue") || words.includes("underscore") ||
    words.filter(isLetter).length > 1 || (at > 0 && words.includes("dot"));
  if (at > 0 && isHalfHost(reading, words.at(-1)!)) return "half";
  if (!isAddress) return null;
  return at > 0 && hasHost ? "answered" : "half";
}

/** A telephone number on its way; null where none is. */
function dialled(reading: Reading): Completeness | null {
  const run = digitsAtEnd(reading);
  const asked = reading.context.asked.type === "phone" || reading.has("phone_cue");
  if (!run || (!asked && run.digits.length < DIALLED_MIN)) return null;
  if (run.digits.length === 1 && reading.has("negation")) return null; // "I don't have one"
  if (isAmountAsked(reading.context)) return null;
  if (run.state === "short") return asked || isLast(reading, run.to) ? "half" : null;
  return run.state === "whole" ? "complete" : "open";
}

function isLast(reading: Reading, to: number): boolean {
  return to === reading.tokens.length;
}

function isAmountAsked(context: Context): boolean {
  return kindAsked(context) === "amount";
}

function isNumberAsked(context: Context): boolean {
  return ["amount", "duration"].includes(kindAsked(context) ?? "");
}

/** Also of what was said back to be confirmed: a correction of it may come. */
function kindAsked({ asked, campaign }: Context): FieldKind["type"] | undefined {
  const key = asked.type === "field" || asked.type === "confirm" ? asked.key : "";
  return fieldOf(campaign, key)?.kind.type;
}

function answered(reading: Reading, heard: Heard, isLeadIn: boolean): Completeness {
  const { context } = reading;
  const isAll = isAnswer(reading, heard);
  if (isNumberAsked(context) && endsInNumber(reading, isAll)) return "unfinished";
  if (isAll || heard.intents.some((intent) => !MAY_GO_ON.includes(intent))) return "answered";
  if (isLeadIn) return "unfinished";
  if (heard.intents.includes("dont_know") || reading.tokens.at(-1)!.asks) return "answered";
  return /[.!]$/.test(reading.text.trimEnd()) ? "sentence" : "open";
}

/** "Hello, …", "I'm not sure, …" */
const MAY_GO_ON: readonly Intent[] = ["greeting", "thanks", "dont_know"];

/** Nothing but a yes or a no, and words around it. */
function isMere(reading: Reading): boolean {
  for (let at = 0; at < reading.tokens.length;) {
    const mark = reading.startingAt("yes", at) ?? reading.startingAt("no", at) ??
      reading.startingAt("intent", at) ?? reading.startingAt("hedge", at) ??
      reading.startingAt("filler", at);
    if (!mark) return false;
    at = mark.to;
  }
  return true;
}

/** True where the last word is a number to which a scale or a unit is still to come. */
function endsInNumber(reading: Reading, isAnswer: boolean): boolean {
  const table = numberTableOf(reading.language);
  const { tokens } = reading;
  const last = tokens.length - 1;
  if (tokens[last]!.number !== null) return tokens[last]!.number < WHOLE_NUMBER_MIN;
  const kind = table.get(tokens[last]!.word)?.kind;
  if (kind === undefined || kind === "scale" || kind === "slang") return false;
  if (kind === "fraction") return !isAnswer; // "a year and a half"
  return kind !== "hundred" || !isHundredWhole(reading, last, table);
}

/** "Sixteen thousand five hundred" and "twelve hundred" are whole, "five hundred" may be the half. */
function isHundredWhole(reading: Reading, at: number, table: NumberTable): boolean {
  const before = table.get(reading.word(at - 1));
  if (before?.kind === "small" && before.value > 9) return true;
  return table.get(reading.word(at - 2))?.kind === "scale";
}

function isTimeAsked(context: Context): boolean {
  const { type } = context.asked;
  return type === "callback" || type === "callback_time" || kindAsked(context) === "when";
}

/** Something that was asked for, or a correction of it; a day without its hour is half of one. */
function isAnswer(reading: Reading, { answers, yesNo, takenBack }: Heard): boolean {
  const { context } = reading;
  if (isTimeAsked(context)) {
    const moment = momentIn(reading);
    if (moment) return moment.namesDay && moment.namesHour;
    return yesNo !== null || answers.length > 0;
  }
  if (asksYesNo(context.asked, context.campaign) && yesNo !== null) return true;
  return takenBack !== undefined || answers.some((answer) => isWanted(answer, context));
}

function isWanted({ key }: FoundAnswer, { asked }: Context): boolean {
  if (asked.type === "phone") return key === "phone";
  return asked.type === "field" || asked.type === "confirm" ? asked.key === key : true;
}
