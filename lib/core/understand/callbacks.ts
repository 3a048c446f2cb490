/** Whether and when the caller wants to be called back, and whether he agreed to it. */
import type { Callback } from "../lead.ts";
import { PLAIN } from "./confidence.ts";
import type { FoundAnswer } from "./heard.ts";
import { confidenceOf } from "./hedges.ts";
import { type Moment, momentIn } from "./moments.ts";
import type { Reading, Span } from "./reading.ts";
import { isoAt, momentOf, wallClock } from "./wall_clock.ts";
import type { YesNo } from "./yes_no.ts";

export function callbackIn(reading: Reading, { yesNo, span }: YesNo): FoundAnswer | null {
  const { asked } = reading.context;
  const changes = isAfterTime(reading) ? momentIn(reading) : momentStillOpen(reading);
  const about = asked.type === "callback" || asked.type === "callback_time" || changes !== null;
  const refusal = reading.all("call_refusal").find((found) => isRefusal(reading, found, about));
  if (refusal) return answer(reading, refusal, { wanted: false, at: null, consent: false });
  const wish = reading.all("call_wish").find((found) =>
    isWish(reading, found) && !isForNumber(reading, found)
  );
  if (!about && !wish) return null;
  const isOtherDay = yesNo === "no" && isNotThatDay(reading, span!);
  if (asked.type === "callback" && yesNo === "no" && !wish && !isOtherDay) {
    return answer(reading, span!, { wanted: false, at: null, consent: false });
  }
  const moment = changes ?? momentIn(reading);
  if (moment) reading.take(moment);
  if (isOtherDay && !moment?.namesDay) return null;
  const agreed = wish ?? (asked.type === "callback" && yesNo === "yes" ? span : null);
  const anyTime = about ? reading.all("any_time")[0] : undefined;
  if (!agreed && !moment && !anyTime) return null;
  const parts = [agreed, moment, agreed || moment ? null : anyTime].filter((part) => part != null);
  const value = { wanted: true, at: moment && momentIso(reading, moment), consent: true };
  return answer(reading, cover(parts as Span[]), value, moment);
}

/** The time was named, and the number is being settled: another time takes its place. */
function isAfterTime({ context }: Reading): boolean {
  const { asked, callbackAt } = context;
  const number = asked.type === "phone" || (asked.type === "confirm" && asked.key === "phone");
  return number && typeof callbackAt === "string";
}

/** "Not today, tomorrow": another day was named than the one that won't do. */
function isNotThatDay(reading: Reading, { from, to }: Span): boolean {
  const { days, weekdays } = reading.language.calendar;
  const day = reading.word(to - 1);
  const isDay = to - from > 1 && (days.includes(day) || weekdays.includes(day));
  return isDay &&
    reading.tokens.slice(to).some(({ word }) => days.includes(word) || weekdays.includes(word));
}

/** "Call me at 202 …", to the question for the number: the call itself was agreed to before. */
function isForNumber(reading: Reading, { to }: Span): boolean {
  const { asked } = reading.context;
  const number = asked.type === "phone" || (asked.type === "confirm" && asked.key === "phone");
  return number && reading.taken.subarray(to, to + BEFORE_NUMBER_MAX).includes(1);
}

/** Words between "call me" and the number: "at area code". */
const BEFORE_NUMBER_MAX = 5;

/** A call was agreed to: its day and hour count whatever was asked since. */
function momentStillOpen(reading: Reading): Moment | null {
  const { asked, callbackOpen } = reading.context;
  if (callbackOpen !== true || asked.type === "callback" || asked.type === "callback_time") {
    return null;
  }
  const moment = momentIn(reading);
  return moment?.namesDay && moment.namesHour ? moment : null;
}

/** "Make it four" keeps the day that was agreed, "rather on Tuesday" the hour. */
function momentIso({ context }: Reading, { at, namesDay, namesHour }: Moment): string {
  const { callbackAt, timeZone, nowMs } = context;
  if (typeof callbackAt !== "string" || namesDay === namesHour) return at;
  const [before, now] = [callbackAt, at].map((iso) => wallClock(Date.parse(iso), timeZone));
  const { hour, minute } = namesHour ? now! : before!;
  const joined = momentOf({ ...(namesDay ? now! : before!), hour, minute }, timeZone);
  return joined > nowMs ? isoAt(joined, timeZone) : at;
}

/** "No need" refuses a call only where a call was offered. */
function isRefusal(reading: Reading, found: Span, about: boolean): boolean {
  const names = [];
  for (let at = found.from; at < found.to; at++) names.push(reading.word(at));
  const named = names.some((word) => reading.language.words.calls.has(word));
  if (!about && (!named || isOfCalls(reading, found))) return false;
  return !reading.all("call_refusal").some((other) =>
    other !== found && other.from <= found.from && other.to > found.to
  );
}

/** "Don't call again" is about these calls, not about one that was offered. */
function isOfCalls(reading: Reading, { from, to }: Span): boolean {
  return reading.all("intent").some((found) =>
    found.meaning.intent === "not_interested" && found.from < to && found.to > from
  );
}

/** "Call me Bob" names the caller; "why did you call me" asks. */
function isWish(reading: Reading, found: Span): boolean {
  if (reading.isInner(found)) return false;
  const cue = reading.all("name_cue").find(({ from, to }) => from < found.to && to >= found.to);
  if (cue && nextIsName(reading, cue.to)) return false;
  const before = reading.word(found.from - 1);
  return !reading.language.words.noWishes.has(before) &&
    !(before === "you" && reading.language.words.askedOfYou.has(reading.word(found.from - 2)));
}

function nextIsName(reading: Reading, at: number): boolean {
  const token = reading.tokens[at];
  if (!token || token.pause > 0) return false;
  const { firstNames, noNames, calendar } = reading.language;
  if (firstNames.has(token.word)) return true;
  const capital = reading.text[token.start] !== reading.text[token.start]!.toLowerCase();
  return capital && !noNames.has(token.word) && !calendar.weekdays.includes(token.word);
}

function cover(spans: readonly Span[]): Span {
  return {
    from: Math.min(...spans.map(({ from }) => from)),
    to: Math.max(...spans.map(({ to }) => to)),
  };
}

function answer(
  reading: Reading,
  span: Span,
  value: Callback,
  moment: Moment | null = null,
): FoundAnswer {
  const confidence = moment ? confidenceOf(reading, moment, false) : PLAIN;
  return { key: "callback", value, quote: reading.quote(span), confidence, correction: false };
}
