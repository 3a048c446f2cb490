/** What the agent does next, chosen from what is still missing; and how it says so. */
import { type Campaign, type Field, fieldOf } from "./campaign.ts";
import type { Callback, Phone } from "./lead.ts";
import { CONFIRM_BELOW } from "./evidence.ts";
import { CONFIRMED, phoneFromCallerId, type Qualification } from "./qualification.ts";
import type { Asked } from "./understand/heard.ts";
import { sayValue } from "./understand/say.ts";

/** A question is given up after so many turns that held no answer to it. */
export const MISSES_MAX = 3;
/** "I don't know" or a refusal is accepted, and the question is put once more at most. */
export const DECLINES_MAX = 2;
/** Besides its question a field takes so many more, put again or confirming: then it is left alone. */
export const EXTRA_QUESTIONS_MAX = 2;
/** After so many turns that speak for it the line is bad, and every value is asked about. */
const BAD_TURNS_MAX = 2;
/** Questions about the callback are put less often: the lead stands without them. */
const CALLBACK_TRIES_MAX = 2;
/** A value in doubt is read back as a question once; a caller who passes over it lets it stand. */
const CONFIRMATIONS_MAX = 1;

export type Move =
  | { readonly type: "ask"; readonly field: Field; readonly again: boolean }
  | { readonly type: "confirm"; readonly field: Field }
  | { readonly type: "ask_callback" }
  | { readonly type: "ask_callback_time" }
  | { readonly type: "confirm_phone"; readonly phone: Phone }
  | { readonly type: "ask_phone" }
  | { readonly type: "close" };

/**
 * `callerNumber`: E.164 as the network gave it, or null. `onlyCallback`: who chats and answers no question
 * is asked none but whether to be called back.
 */
export function nextMove(
  known: Qualification,
  campaign: Campaign,
  callerNumber: string | null,
  { onlyCallback = false } = {},
): Move {
  if (known.notInterested || known.goodbyeSaid) return { type: "close" };
  const doubtful = campaign.fields.find(({ key }) => isDoubtful(known, key));
  if (doubtful) return { type: "confirm", field: doubtful };
  const field = known.personAsked || onlyCallback ? undefined : missingField(known, campaign);
  if (field) return { type: "ask", field, again: troubles(known, field.key) > 0 };
  return callbackMove(known, callerNumber);
}

function isDoubtful(known: Qualification, key: string): boolean {
  const evidence = known.answers[key];
  const isLineBad = known.badTurns >= BAD_TURNS_MAX;
  const enough = isLineBad ? CONFIRMED : CONFIRM_BELOW;
  if (!evidence || evidence.by === "keypad" || evidence.confidence >= enough) return false;
  return (known.confirmations[key] ?? 0) < CONFIRMATIONS_MAX && isAskable(known, key);
}

/** The first plain question is never one too many. */
function isAskable({ questions, confirmingQuestions }: Qualification, key: string): boolean {
  const again = Math.max(0, (questions[key] ?? 0) - 1);
  return again + (confirmingQuestions[key] ?? 0) < EXTRA_QUESTIONS_MAX;
}

/** The first that was never declined, else the first that may be asked once more. */
function missingField(known: Qualification, campaign: Campaign): Field | undefined {
  const open = campaign.fields.filter(({ key }) =>
    !known.answers[key] && (known.misses[key] ?? 0) < MISSES_MAX &&
    (known.declines[key] ?? 0) < DECLINES_MAX && (isAskable(known, key) || !known.questions[key])
  );
  return open.find(({ key }) => !known.declines[key]) ?? open[0];
}

function callbackMove(known: Qualification, callerNumber: string | null): Move {
  const callback = known.answers.callback?.value as Callback | undefined;
  if (!callback) {
    return isOpen(known, "callback") ? { type: "ask_callback" } : { type: "close" };
  }
  if (!callback.wanted || !callback.consent) return { type: "close" };
  if (callback.at === null && isOpen(known, "callback_time")) return { type: "ask_callback_time" };
  return phoneMove(known, callerNumber);
}

function phoneMove(known: Qualification, callerNumber: string | null): Move {
  if (known.answers.phone) {
    return isToConfirm(known)
      ? { type: "confirm_phone", phone: known.answers.phone.value as Phone }
      : { type: "close" };
  }
  const callerIdOpen = callerNumber !== null && (known.confirmations.phone ?? 0) < 1;
  if (callerIdOpen) return { type: "confirm_phone", phone: phoneFromCallerId(callerNumber) };
  return isOpen(known, "phone") ? { type: "ask_phone" } : { type: "close" };
}

/** A number that was heard is said back once: one wrong digit reaches somebody else. */
function isToConfirm({ answers, confirmations }: Qualification): boolean {
  const { value, confidence } = answers.phone!;
  const heard = (value as Phone).source === "spoken" && confidence < CONFIRMED;
  return (heard || confidence < CONFIRM_BELOW) && (confirmations.phone ?? 0) < CONFIRMATIONS_MAX;
}

function isOpen(known: Qualification, key: string): boolean {
  return (known.misses[key] ?? 0) < CALLBACK_TRIES_MAX && (known.declines[key] ?? 0) < 1;
}

function troubles(known: Qualification, key: string): number {
  return (known.misses[key] ?? 0) + (known.declines[key] ?? 0);
}

/** What the caller is asked by a move, for the understanding of the answer. */
export function askedBy(move: Move, known: Qualification): Asked {
  switch (move.type) {
    case "ask":
      return { type: "field", key: move.field.key };
    case "confirm":
      return {
        type: "confirm",
        key: move.field.key,
        value: known.answers[move.field.key]!.value,
      };
    case "ask_callback":
      return { type: "callback" };
    case "ask_callback_time":
      return { type: "callback_time" };
    case "confirm_phone":
      return { type: "confirm", key: "phone", value: move.phone };
    case "ask_phone":
      return { type: "phone" };
    case "close":
      return { type: "nothing" };
  }
}

/** The words of a move; empty for `close`, whose words depend on the disk. */
export function wordsOf(move: Move, known: Qualification, campaign: Campaign): readonly string[] {
  const { lines } = campaign;
  switch (move.type) {
    case "ask":
      return [move.again ? move.field.reask : move.field.question];
    case "confirm":
      return [move.field.confirm.replace("{value}", spoken(move.field, known, campaign))];
    case "ask_callback":
      return [lines.askCallback];
    case "ask_callback_time":
      return [lines.askCallbackTime];
    case "confirm_phone":
      return [lines.confirmPhone.replace("{value}", sayValue(move.phone, "phone", campaign))];
    case "ask_phone":
      return [lines.askPhone];
    case "close":
      return [];
  }
}

/** Values that came and are said back before the next question, but for the one that it is about. */
export function readBackKeys(
  known: Qualification,
  campaign: Campaign,
  move: Move,
): readonly string[] {
  return known.readBack.filter((key) => {
    if (!known.answers[key] || (move.type === "confirm" && move.field.key === key)) return false;
    return fieldOf(campaign, key)!.readBack || isLeftInDoubt(known, key);
  });
}

/** It will not be asked about: the caller may at least set it right. */
function isLeftInDoubt(known: Qualification, key: string): boolean {
  return known.answers[key]!.confidence < CONFIRM_BELOW && !isDoubtful(known, key);
}

export function readBackWords(
  keys: readonly string[],
  known: Qualification,
  campaign: Campaign,
): readonly string[] {
  return keys.map((key) =>
    campaign.lines.readBack.replace("{value}", spoken(fieldOf(campaign, key)!, known, campaign))
  );
}

function spoken(field: Field, known: Qualification, campaign: Campaign): string {
  return sayValue(known.answers[field.key]!.value, field, campaign);
}
