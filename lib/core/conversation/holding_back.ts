/** A card's number that comes in parts, over several turns, is masked in all of them. */
import {
  cardCompleted,
  type CardPart,
  isOfParts,
  mayBeCard,
  noCardParts,
  type TurnOfDigits,
  withoutParts,
  withParts,
} from "../card_parts.ts";
import { CARD_MASK, CODE_MASK } from "../card_numbers.ts";
import { fieldOf } from "../campaign.ts";
import { nothingAgreed } from "../consents.ts";
import type { Fact } from "../facts.ts";
import type { TurnId } from "../ids.ts";
import type { Finding } from "../lead.ts";
import { MAX_TURN_CHARS } from "../limits.ts";
import type { Qualification } from "../qualification.ts";
import { spokenForm } from "../spoken/spoken_form.ts";
import type { Heard } from "../understand/heard.ts";
import { sayValue } from "../understand/say.ts";
import { leadOf } from "../verdict.ts";
import type { LastTurn } from "./going_on.ts";
import { release } from "./held_back.ts";
import { hearOf } from "./making_sense.ts";
import { type CallerTurn, type Draft, set } from "./state.ts";

/** The next part is said, or pressed, within this time; the agent's words between them included. */
export const PARTS_WITHIN_MS = 20_000;
/** Who says one digit in a turn counts something; who presses one may be typing a number. */
const SPOKEN_DIGITS_MIN = 2;
/** The turn's text; where it completes a number, that is masked here and in the turns before. */
export function withoutCompleted(draft: Draft, said: CallerTurn, turn: TurnId): string {
  const { cardParts, partsUntilMs } = draft.state;
  if (draft.atMs > partsUntilMs) return said.text;
  const parts = cardCompleted(cardParts, digitsOf(draft, said, turn));
  if (parts === null || isAnswer(said.heard ?? hearOf(draft, said.text), said)) return said.text;
  forget(draft, parts);
  set(draft, { cardParts: noCardParts });
  release(draft);
  const { start, end } = parts.at(-1)!;
  return `${said.text.slice(0, start)}${CARD_MASK}${said.text.slice(end)}`;
}

/** Remembers the turn's digits, before it is written down. */
export function rememberParts(draft: Draft, said: CallerTurn, turn: TurnId, heard: Heard): void {
  const { cardParts, partsUntilMs } = draft.state;
  const before = draft.atMs > partsUntilMs ? noCardParts : cardParts;
  const after = isAnswer(heard, said) ? before : withParts(before, digitsOf(draft, said, turn));
  if (after.some((chain, at) => chain !== before[at])) {
    set(draft, { partsUntilMs: draft.atMs + PARTS_WITHIN_MS });
  }
  set(draft, { cardParts: after });
  if (!mayBeCard(after)) return release(draft);
  if (draft.state.heldBack === null) set(draft, { heldBack: [] });
}

function digitsOf(draft: Draft, { text, by }: CallerTurn, turn: TurnId): TurnOfDigits {
  const { language } = draft.setting.campaign;
  return { text, turn, language, digitsMin: by === "keypad" ? 1 : SPOKEN_DIGITS_MIN };
}

/** A telephone's number, or a time to call it. */
function isAnswer({ answers }: Heard, { by }: CallerTurn): boolean {
  return by !== "keypad" && answers.some(({ key }) => key === "phone" || key === "callback");
}

/** Masks what waits, what the models are told, and what was understood of the digits. */
function forget(draft: Draft, parts: readonly CardPart[]): void {
  const { known, history, consents, lastTurn } = draft.state;
  const heldBack = draft.state.heldBack ?? [];
  const left = withoutDigits(draft, known, parts);
  const gone = Object.keys(known.answers).filter((key) => left.answers[key] === undefined);
  const sums = gone.flatMap((key) => spokenSum(draft, key));
  const facts = heldBack.map((fact) => withoutTraces(fact, parts, sums));
  const textOf = (fact: Fact) => fact.type === "turn" ? fact.text : "";
  const masked = new Map(
    heldBack.map((fact, at) => [textOf(fact).slice(0, MAX_TURN_CHARS), textOf(facts[at]!)]),
  );
  const isAgreed = gone.includes("callback");
  const lead = leadOf(left, draft.setting.campaign);
  set(draft, {
    known: left,
    lastTurn: lastTurn && withoutDigitsBefore(draft, lastTurn, parts),
    history: history.map((line) => ({ ...line, text: masked.get(line.text) ?? line.text })),
    heldBack: facts.map(({ call, seq, atMs, ...fact }) => {
      const isUndone = isAgreed && fact.type === "consent" && fact.about === "callback";
      const all = { call, seq, atMs };
      return fact.type === "lead" || isUndone
        ? { ...all, type: "lead", lead }
        : { ...all, ...fact };
    }),
    consents: isAgreed ? { ...consents, callback: nothingAgreed.callback } : consents,
  });
}

/** Of a caller's turn without the parts, of an agent's without the sums that they were taken for. */
function withoutTraces(fact: Fact, parts: readonly CardPart[], sums: readonly string[]): Fact {
  if (fact.type !== "turn") return fact;
  const text = fact.speaker === "caller"
    ? withoutParts(fact.text, fact.turn, parts)
    : sums.reduce((words, sum) => words.replaceAll(sum, CODE_MASK), fact.text);
  return { ...fact, text };
}

function withoutDigitsBefore(draft: Draft, last: LastTurn, parts: readonly CardPart[]): LastTurn {
  const { before } = last;
  return { ...last, before: { ...before, known: withoutDigits(draft, before.known, parts) } };
}

function withoutDigits(
  { setting }: Draft,
  known: Qualification,
  parts: readonly CardPart[],
): Qualification {
  const turns = new Set<TurnId>(parts.map(({ turn }) => turn));
  const stays = ({ turn, quote }: Finding) =>
    !turns.has(turn) || !isOfParts(quote, parts, setting.campaign.language);
  const answers = Object.entries(known.answers).filter(([, finding]) => stays(finding));
  const history = Object.entries(known.history)
    .map(([key, earlier]) => [key, earlier.filter(stays)] as const);
  const isLeft = (key: string) => answers.some(([left]) => left === key);
  return {
    ...known,
    answers: Object.fromEntries(answers),
    history: Object.fromEntries(history),
    readBack: known.readBack.filter(isLeft),
    saidBack: known.saidBack.filter(isLeft),
  };
}

/** A sum as it was said back, if it was. */
function spokenSum({ setting: { campaign }, state }: Draft, key: string): readonly string[] {
  const field = fieldOf(campaign, key);
  if (field?.kind.type !== "amount") return [];
  return [spokenForm(sayValue(state.known.answers[key]!.value, field, campaign), campaign)];
}
