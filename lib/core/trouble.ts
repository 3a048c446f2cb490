/** What a turn cost: questions that it left open, and signs that the line is bad. */
import { CONFIRM_BELOW } from "./evidence.ts";
import { type Callback, COMMON_FIELDS } from "./lead.ts";
import type { Counts, Qualification, TurnHeard } from "./qualification.ts";
import type { Asked, Intent } from "./understand/heard.ts";

/** Counts one turn, after what it says was taken into account. */
export function countTurn(
  after: Qualification,
  before: Qualification,
  said: TurnHeard,
): Qualification {
  const isBad = speaksForBadLine(before, said);
  const line = { ...after, badTurns: after.badTurns + (isBad ? 1 : 0) };
  const questions = countQuestion(countTrouble(line, before, said), before, said);
  return sayBackUnconfirmed(questions, before, said);
}

/** The ears doubt their words, or the caller sets right what they were sure of. */
function speaksForBadLine(before: Qualification, said: TurnHeard): boolean {
  const { asked, heard, text, earsConfidence } = said;
  if (text === "" || earsConfidence === 1) return false; // nothing was heard, or it was typed
  const isDenied = asked.type === "confirm" && heard.yesNo === "no";
  return earsConfidence < CONFIRM_BELOW || isDenied || isSetRight(before, said);
}

/** "No, I said fifty" to what was said back in passing. */
function isSetRight({ saidBack }: Qualification, { heard }: TurnHeard): boolean {
  return heard.answers.some((answer) =>
    saidBack.includes(answer.key) && (answer.correction || heard.yesNo === "no")
  );
}

export function counted(counts: Counts, key: string): Counts {
  return { ...counts, [key]: (counts[key] ?? 0) + 1 };
}

/** A turn that brought nothing counts against what was asked, so that no question is put for ever. */
function countTrouble(
  after: Qualification,
  before: Qualification,
  { asked, heard }: TurnHeard,
): Qualification {
  const key = keyOf(asked);
  if (key === null || answersQuestion(after, before, asked)) return after;
  if (heard.intents.some((intent) => intent === "dont_know" || intent === "refuse")) {
    return { ...after, declines: counted(after.declines, key) };
  }
  if (asked.type === "callback_time" && heard.yesNo === "no") {
    return { ...after, declines: counted(after.declines, key) };
  }
  const excused = heard.intents.some((intent) => EXCUSES.includes(intent));
  if (excused || after.answers !== before.answers) return after;
  return { ...after, misses: counted(after.misses, key) };
}

/** Wishes that are met instead of an answer, and cost the question nothing. */
const EXCUSES: readonly Intent[] = ["are_you_a_robot", "person", "repeat", "wait", "advice"];

/**
 * Questions are counted by the turns after them, so that one which was not heard costs nothing. A wish
 * and an answer to something else cost nothing either, where the ears were sure of them.
 */
function countQuestion(
  after: Qualification,
  before: Qualification,
  said: TurnHeard,
): Qualification {
  const { asked, heard } = said;
  const key = asked.type === "confirm" ? asked.key : keyOf(asked);
  if (key === null) return after;
  const isWish = heard.intents.some((intent) => EXCUSES.includes(intent));
  const others = Object.keys(after.answers).filter((each) =>
    each !== key && after.answers[each] !== before.answers[each]
  );
  const isBeside = after.answers[key] === before.answers[key] && others.length > 0;
  const isSure = said.earsConfidence >= CONFIRM_BELOW;
  if (isBeside && isSetRight(before, said)) return after;
  if (isSure && (isWish || isBeside)) return after;
  return asked.type === "confirm"
    ? { ...after, confirmingQuestions: counted(after.confirmingQuestions, key) }
    : { ...after, questions: counted(after.questions, key) };
}

function answersQuestion(after: Qualification, before: Qualification, asked: Asked): boolean {
  if (asked.type === "callback_time") {
    const at = (after.answers.callback?.value as Callback | undefined)?.at;
    return typeof at === "string";
  }
  const key = keyOf(asked)!;
  return after.answers[key] !== undefined && after.answers[key] !== before.answers[key];
}

/** Under which key trouble with a question is counted; null where nothing was asked. */
export function keyOf(asked: Asked): string | null {
  if (asked.type === "field") return asked.key;
  return asked.type === "confirm" || asked.type === "nothing" ? null : asked.type;
}

/** A confirming question is put once: where its answer was lost, the value is said back instead. */
function sayBackUnconfirmed(
  after: Qualification,
  before: Qualification,
  { asked, heard }: TurnHeard,
): Qualification {
  if (asked.type !== "confirm" || heard.yesNo !== null) return after;
  const { key } = asked;
  const finding = after.answers[key];
  const isOpen = finding !== undefined && finding === before.answers[key] &&
    finding.confidence < CONFIRM_BELOW && !COMMON_FIELDS.some((common) => common === key);
  return isOpen ? { ...after, readBack: [...after.readBack, key] } : after;
}
