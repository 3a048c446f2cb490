/** How sure the caller sounds of what he says. */
import { APPROXIMATE, HEDGED, PLAIN } from "./confidence.ts";
import type { Reading, Span } from "./reading.ts";

/** Words between a hedge and the answer it weakens. */
const REACH = 6;

export function confidenceOf(
  reading: Reading,
  span: Span,
  approximate: boolean,
): number {
  if (isHedged(reading, span) || isAsked(reading, span)) return HEDGED;
  return approximate ? APPROXIMATE : PLAIN;
}

function isHedged(reading: Reading, span: Span): boolean {
  return reading.all("hedge").some((hedge) => {
    if (hedge.from >= span.from && hedge.to <= span.to) return true;
    if (hedge.from >= span.to) return hedge.from - span.to <= 1 && reading.pause(hedge.from) < 2;
    if (hedge.to > span.from || span.from - hedge.to > REACH) return false;
    return !isParted(reading, hedge.to, span.from);
  });
}

/** A break after the hedge itself ("maybe, fifty") parts nothing; a later one does. */
function isParted(reading: Reading, from: number, to: number): boolean {
  for (let at = from; at <= to; at++) {
    if (reading.pause(at) === 2 || (reading.pause(at) === 1 && at > from)) return true;
    if (at < to && reading.startingAt("wish", at)) return true;
  }
  return false;
}

/** "Stocks?" */
function isAsked(reading: Reading, { to }: Span): boolean {
  return reading.tokens[to - 1]?.asks === true;
}
