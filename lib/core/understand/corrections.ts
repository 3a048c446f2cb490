/** "No, make that eighty": which answers take the place of what was said before. */
import { fieldOf } from "../campaign.ts";
import { isAbout, type Reading, type Span } from "./reading.ts";

/** True where a correcting phrase stands between two places, or a "no" alone between breaks. */
export function isCorrectedBetween(reading: Reading, from: number, to: number): boolean {
  const marked = reading.all("correction").some((mark) => mark.from >= from && mark.to <= to);
  return marked || hasBareNo(reading, from, to);
}

/** "Fifty, no, eighty thousand". */
function hasBareNo(reading: Reading, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    if (!isNo(reading, at)) continue;
    if (reading.pause(at) > 0 && reading.pause(at + 1) > 0) return true;
  }
  return false;
}

function isNo(reading: Reading, at: number): boolean {
  return reading.all("no").some((no) =>
    no.from === at && !no.meaning.alone && !reading.isInner(no)
  );
}

/** True where the answer takes the place of an earlier one: "actually", "no, …", "… instead". */
export function isCorrection(reading: Reading, key: string, span: Span): boolean {
  const start = reading.sentenceStart(span.from);
  const end = reading.sentenceEnd(span.to - 1);
  const added = reading.all("addition").some((mark) =>
    mark.from >= start && mark.to <= end && !reading.isInner(mark)
  );
  if (added) return false;
  const marked = reading.all("correction").some((mark) =>
    (mark.from >= start && mark.to <= span.from && !reading.isInner(mark)) ||
    (mark.from === span.to && mark.to === end)
  );
  return marked || startsWithNo(reading, key);
}

/** "No, eighty": a no that does not answer a question of its own. */
function startsWithNo(reading: Reading, key: string): boolean {
  const { asked, campaign } = reading.context;
  if (asked.type === "callback" || asked.type === "callback_time") return false;
  if (asked.type === "field" && fieldOf(campaign, asked.key)?.kind.type === "yes_no") return false;
  if (asked.type === "confirm" && !isAbout(reading.context, key)) return false;
  return startsNo(reading);
}

/** "No 80 thousand", "no three years": without its comma, "no" answers what was said before. */
export function isRightAfterNo(reading: Reading, { from }: Span): boolean {
  return from > 0 && reading.language.words.noes.has(reading.word(from - 1));
}

export function startsNo(reading: Reading): boolean {
  let at = 0;
  for (let filler = reading.startingAt("filler", at); filler; at = filler.to) {
    if (isNo(reading, at)) return true;
    filler = reading.startingAt("filler", at);
    if (!filler) break;
  }
  return isNo(reading, at);
}
