/** What a caller's words mean at this point of the conversation. */
import type { Callback, Value } from "../lead.ts";
import { askedBy, type Move, nextMove } from "../moves.ts";
import { same } from "../evidence.ts";
import type { Asked, Context, FoundAnswer, Heard } from "../understand/heard.ts";
import { bareWords } from "../understand/bare_words.ts";
import { HEDGED } from "../understand/confidence.ts";
import { understand } from "../understand/understand.ts";
import { isChatting } from "./person.ts";
import type { Draft } from "./state.ts";

export const nothingUnderstood: Heard = { intents: [], yesNo: null, answers: [] };

/** Half an answer is a number or a unit, and little around it. */
const HALF_WORDS_MAX = 4;
/** Words before what a denial is followed by: "no, that's wrong, I said fifty". */
const DENIAL_WORDS_MAX = 6;

/** What the understanding and the check of proposals need to know of the moment. */
export function contextOf(draft: Draft): Context {
  const { asked, agentSaid, known } = draft.state;
  const { campaign, timeZone } = draft.setting;
  const callback = known.answers.callback?.value as Callback | undefined;
  const callbackAt = callback?.at ?? null;
  const callbackOpen = callback?.wanted === true && callbackAt === null;
  const call = { callbackAt, callbackOpen, forOther: known.forOther };
  return { campaign, asked, agentSaid, nowMs: draft.atMs, timeZone, ...call };
}

export function moveOf(draft: Draft, onlyCallback = isChatting(draft)): Move {
  const { known, callerNumber } = draft.state;
  return nextMove(known, draft.setting.campaign, callerNumber, { onlyCallback });
}

/** The words as an answer to what was asked; else to what was said back, or is expected next. */
export function hearOf(draft: Draft, text: string): Heard {
  if (text === "") return nothingUnderstood;
  const context = contextOf(draft);
  const heard = understand(text, context);
  if (context.asked.type === "confirm") return heardOfConfirm(draft, text, context, heard);
  const said = heardOfSaidBack(draft, text, context, heard);
  const isOpen = isEmpty(said) && said.yesNo === null;
  return isOpen ? heardOfHalves(draft, text, context) ?? said : said;
}

/** "Five", and when asked for months or years, "years": what two turns to one question come to. */
function heardOfHalves({ state }: Draft, text: string, context: Context): Heard | null {
  const { asked } = context;
  const before = state.lastTurn?.before.asked;
  if (asked.type !== "field" || before?.type !== "field" || before.key !== asked.key) return null;
  const first = state.history.findLast(({ speaker }) => speaker === "caller")?.text ?? "";
  if ([first, text].some((half) => bareWords(half).length > HALF_WORDS_MAX)) return null;
  for (const whole of [`${first} ${text}`, `${text} ${first}`]) {
    const found = understand(whole, context).answers.find(({ key }) => key === asked.key);
    if (!found) continue;
    const confidence = Math.min(found.confidence, HEDGED);
    return { ...nothingUnderstood, answers: [{ ...found, quote: text.trim(), confidence }] };
  }
  return null;
}

function heardOfConfirm(draft: Draft, text: string, context: Context, heard: Heard): Heard {
  const { asked } = context;
  if (asked.type !== "confirm") return heard;
  const isAnswered = heard.answers.some(({ key }) => key === asked.key);
  if (heard.yesNo === "no" && !isAnswered) {
    const other = afterDenial(text, context, asked.key, asked.value);
    return other ? { ...heard, answers: [...heard.answers, other] } : heard;
  }
  if (heard.yesNo !== null || !isEmpty(heard)) return heard;
  const expected = askedBy(moveOf(draft), draft.state.known);
  return expected.type === "field" ? understand(text, { ...context, asked: expected }) : heard;
}

/** A caller who heard a wrong value said back sets it right before the question is answered. */
function heardOfSaidBack(draft: Draft, text: string, context: Context, heard: Heard): Heard {
  const { known: { saidBack, answers } } = draft.state;
  if (saidBack.length === 0 || !isEmpty(heard) || heard.yesNo === "yes") return heard;
  for (const key of saidBack) {
    const value = answers[key]?.value;
    if (value === undefined) continue;
    const other = heard.yesNo === "no"
      ? afterDenial(text, context, key, value)
      : otherIn(text, context, key, value);
    if (other) return { ...heard, yesNo: null, answers: [other] };
  }
  return heard;
}

/** "No, fifty": what stands after the no, as an answer of its own, where it is not what was denied. */
function afterDenial(text: string, context: Context, key: string, denied: Value) {
  const words = text.trim().split(/\s+/);
  for (let from = 1; from <= DENIAL_WORDS_MAX && from < words.length; from++) {
    const found = otherIn(words.slice(from).join(" "), context, key, denied);
    if (found) return asCorrection(found);
  }
  return null;
}

function otherIn(text: string, context: Context, key: string, before: Value): FoundAnswer | null {
  const asked: Asked = { type: "field", key };
  const found = understand(text, { ...context, asked }).answers.find((each) => each.key === key);
  return found && !same(found.value, before) ? found : null;
}

function asCorrection(found: FoundAnswer): FoundAnswer {
  return { ...found, correction: true };
}

function isEmpty({ answers, intents }: Heard): boolean {
  return answers.length === 0 && intents.length === 0;
}
