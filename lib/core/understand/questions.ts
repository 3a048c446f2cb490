/** Questions back are no answers: "how about stocks?", "what do you mean by aggressive?". */
import type { Reading, Span } from "./reading.ts";

/** True where the span stands in a question of the caller's. `soft`: "how about …" counts too. */
export function isInQuestion(reading: Reading, { from }: Span, soft: boolean): boolean {
  const start = clauseStart(reading, from);
  const opens = (mark: Span) =>
    mark.from >= start && mark.to <= from && isFirst(reading, mark, start);
  if (reading.all("question").some((mark) => opens(mark) && !reading.isInner(mark))) return true;
  if (isInverted(reading, start, from) || isQuoted(reading, from)) return true;
  return soft && reading.all("question_weak").some(opens);
}

/** "You said stocks, bonds, funds": the agent's words, up to the caller's own wish. */
function isQuoted(reading: Reading, from: number): boolean {
  if (!reading.has("quoting")) return false;
  if (reading.endingAt("quoting", from + 1)) return true; // "did you say fifty"
  for (let at = from; at > 0 && reading.pause(at) < 2; at--) {
    if (reading.language.words.but.has(reading.word(at - 1)) || reading.endingAt("wish", at)) {
      return false;
    }
    if (reading.endingAt("quoting", at)) return true;
  }
  return false;
}

/** A question begins its clause; fillers may come first. */
function isFirst(reading: Reading, mark: Span, start: number): boolean {
  let at = start;
  while (at < mark.from) {
    const filler = reading.startingAt("filler", at);
    if (!filler) return false;
    at = filler.to;
  }
  return true;
}

/** "Are stocks safe?" */
function isInverted(reading: Reading, start: number, from: number): boolean {
  let at = start;
  while (at < from && !reading.language.words.inverted.has(reading.word(at))) {
    if (reading.language.words.questionSubjects.has(reading.word(at))) return false;
    const filler = reading.startingAt("filler", at);
    if (!filler || filler.to > from) return false;
    at = filler.to;
  }
  return at < from && from - at <= 2 && reading.tokens.length > from + 1;
}

function clauseStart(reading: Reading, from: number): number {
  let at = from;
  while (at > 0 && reading.pause(at) === 0 && !reading.language.words.but.has(reading.word(at))) {
    at--;
  }
  return at > 0 && reading.language.words.but.has(reading.word(at)) ? at + 1 : at;
}
