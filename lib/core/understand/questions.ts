/** Questions back are no answers: "how about stocks?", "what do you mean by aggressive?". */
import type { Reading, Span } from "./reading.ts";

/** True where the span stands in a question of the caller's. `soft`: "how about …" counts too. */
export function isInQuestion(reading: Reading, { from }: Span, soft: boolean): boolean {
  const start = clauseStart(reading, from);
  const opens = (mark: Span) =>
    mark.from >= start && mark.to <= from && isFirst(reading, mark, start);
  if (reading.all("question").some((mark) => opens(mark) && !reading.isInner(mark))) return true;
  return soft && reading.all("question_weak").some(opens);
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

const BUT = ["but", "however", "though"];

function clauseStart(reading: Reading, from: number): number {
  let at = from;
  while (at > 0 && reading.pause(at) === 0 && !BUT.includes(reading.word(at))) at--;
  return at > 0 && BUT.includes(reading.word(at)) ? at + 1 : at;
}
