/** A plain yes or no. */
import { isCorrectedBetween } from "./corrections.ts";
import type { Reading, Span } from "./reading.ts";

export interface YesNo {
  /** Null when neither or both were said. */
  readonly yesNo: "yes" | "no" | null;
  readonly span: Span | null;
}

type Found = Span & { readonly answer: "yes" | "no" };

export function yesNoIn(reading: Reading): YesNo {
  const said = withoutCourtesies(reading, answersIn(reading));
  const [first, last] = [said[0], said.at(-1)];
  if (!first || !last) return { yesNo: null, span: null };
  const answers = new Set(said.map(({ answer }) => answer));
  const answer = answers.size === 1 ? first.answer : ofBoth(reading, said);
  return { yesNo: answer, span: answer && { from: first.from, to: last.to } };
}

/** "No, please" and "okay, so no": a word of courtesy beside an answer is none. */
function withoutCourtesies(reading: Reading, said: readonly Found[]): readonly Found[] {
  const firm = said.filter(({ from, to, answer }, index) =>
    answer === "no" || to - from > 1 ||
    !(reading.word(from) === "please" ||
      (index === 0 && reading.language.words.courtesies.has(reading.word(from))))
  );
  return firm.length > 0 ? firm : said;
}

/** "Yeah, no" is a no, "no, yes please" and "no, actually yes" a yes; "no, that's fine" refuses an offer. */
function ofBoth(reading: Reading, said: readonly Found[]): "yes" | "no" | null {
  const [first, last] = [said[0]!, said.at(-1)!];
  const offered = reading.context.asked.type === "callback";
  const soft = said.every((found) => found.answer === "no" || isSoft(reading, found));
  if (offered && first.answer === "no" && soft) return "no";
  if (isCorrectedBetween(reading, said.at(-2)!.to, last.from)) return last.answer;
  return said.length === 2 && last.from === first.to ? last.answer : null;
}

/** "That's fine", "I'm good": agreement with one's own refusal. */
function isSoft(reading: Reading, { to }: Span): boolean {
  return reading.language.words.contents.has(reading.word(to - 1));
}

/** Every yes and no that opens a clause; weak ones ("right", "fine") only where they fill it. */
function answersIn(reading: Reading): Found[] {
  if (!reading.has("yes") && !reading.has("no")) return [];
  const said: Found[] = [];
  const opens = clauseOpenings(reading);
  for (let at = 0; at < reading.tokens.length;) {
    const found = opens[at] ? answerAt(reading, at) : null;
    if (found) said.push(found);
    at = found ? found.to : at + 1;
  }
  return said;
}

const BEFORE = ["filler", "hedge", "yes", "no", "intent"] as const;

/** By token: 1 at the start, after a break, or after an answer or filler that stands there. */
function clauseOpenings(reading: Reading): Uint8Array {
  const opens = new Uint8Array(reading.tokens.length + 1);
  const answered = new Set([...reading.all("yes"), ...reading.all("no")].map(({ to }) => to));
  for (let at = 0; at < reading.tokens.length; at++) {
    if (at === 0 || reading.pause(at) > 0) opens[at] = 1;
    if (!opens[at]) continue;
    for (const kind of BEFORE) {
      for (const { to } of reading.allStartingAt(kind, at)) opens[to] = 1;
    }
    // "Yes, actually no", "no, wait, yes": but "actually I am not interested" is no answer.
    if (!answered.has(at) && !reading.startingAt("no", at)) continue;
    for (const { to } of reading.allStartingAt("correction", at)) opens[to] = 1;
  }
  return opens;
}

function answerAt(reading: Reading, at: number): Found | null {
  let best: Found | null = null;
  for (const kind of ["yes", "no"] as const) {
    for (const found of reading.allStartingAt(kind, at)) {
      if (reading.isInner(found) || isAsked(reading, found)) continue;
      if (best && found.to <= best.to) continue;
      const counts = found.meaning.alone
        ? fillsClause(reading, found)
        : isAnswer(reading, found, kind);
      if (counts) best = { from: at, to: found.to, answer: kind };
    }
  }
  return best;
}

/** "Do I have to?": words of the caller's own question. */
function isAsked(reading: Reading, { from, to }: Span): boolean {
  return reading.all("question").some((question) => question.from < from && question.to >= to);
}

/** "No crypto" and "no 80 thousand" have other rules; "do" and "I am" need their clause. */
function isAnswer(reading: Reading, found: Span, kind: "yes" | "no"): boolean {
  const word = reading.word(found.to);
  if (kind === "no" && found.to - found.from === 1 && reading.pause(found.to) === 0) {
    if (reading.all("option").some((option) => option.from === found.to && !option.meaning.bare)) {
      return false;
    }
    if (reading.language.words.afterNo.has(word)) return false;
  }
  const weak = kind === "yes" && reading.word(found.from) === "i" ||
    reading.language.words.weakAnswers.has(reading.word(found.from));
  if (
    weak && reading.language.words.askedOf.has(reading.word(found.to)) &&
    reading.pause(found.to) === 0
  ) return false;
  return !weak || fillsClause(reading, found);
}

function fillsClause(reading: Reading, { to }: Span): boolean {
  let at = to;
  while (at < reading.tokens.length && reading.pause(at) === 0) {
    const next = reading.startingAt("filler", at) ?? reading.startingAt("yes", at) ??
      reading.startingAt("no", at) ?? reading.startingAt("hedge", at) ??
      reading.startingAt("intent", at);
    if (!next) return false;
    at = next.to;
  }
  return true;
}
