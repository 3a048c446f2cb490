/** Whether a caller wants what he names: "not stocks", "no crypto or gold", "I already have bonds". */
import type { Reading, Span } from "./reading.ts";

/** "wanted", "unwanted" ("not stocks"), or "mentioned" ("I know nothing about stocks"). */
export type Polarity = "wanted" | "unwanted" | "mentioned";

/** Words between a negation and what it negates. */
const REACH = 9;

/** `inList`: tokens that belong to items of the same list, over which a negation reaches. */
export function polarityOf(reading: Reading, span: Span, list: ListOfItems): Polarity {
  if (isExchanged(reading, span) || isTakenOut(reading, span)) return "unwanted";
  if (isLess(reading, span, list)) return "unwanted";
  const after = polarityAfter(reading, span);
  if (after !== null) return after;
  const before = polarityBefore(reading, span, list);
  return before === "wanted" && isElse(reading, span) ? "mentioned" : before;
}

/** "Change stocks to bonds": what is given away. */
function isExchanged(reading: Reading, { from, to }: Span): boolean {
  return reading.endingAt("exchange", from) !== undefined && reading.pause(to) === 0 &&
    reading.language.words.exchangedFor.has(reading.word(to));
}

/** "More moderate than aggressive". */
function isLess(reading: Reading, { from }: Span, { items }: ListOfItems): boolean {
  return reading.word(from - 1) === "than" && items[from - 2] === 1;
}

/** "Take the bonds out". */
function isTakenOut(reading: Reading, { from, to }: Span): boolean {
  if (!reading.language.words.outOf.has(reading.word(to)) || reading.pause(to) > 0) return false;
  return reading.language.words.takingOut.has(reading.word(from - 1)) ||
    reading.language.words.takingOut.has(reading.word(from - 2));
}

/** What somebody else wants, or what the caller would want if things were otherwise. */
function isElse(reading: Reading, { from }: Span): boolean {
  return isHypothetical(reading, from) || isOthers(reading, from);
}

/** "If I had a million I'd buy a house", up to the "but" that comes back to the matter. */
function isHypothetical(reading: Reading, from: number): boolean {
  if (!reading.has("hypothetical")) return false;
  for (let at = from; at > 0 && reading.pause(at) < 2; at--) {
    if (reading.language.words.turns.has(reading.word(at - 1))) return false;
    const mark = reading.endingAt("hypothetical", at);
    if (mark && !reading.isInner(mark)) return true;
  }
  return false;
}

/** "My wife wants crypto", but not "my wife and I want", "my aunt left me", nor for whom the call is. */
function isOthers(reading: Reading, from: number): boolean {
  if (!reading.has("other_person") || isOnBehalf(reading)) return false;
  for (let at = from; at > 0 && reading.pause(at) === 0; at--) {
    const word = reading.word(at - 1);
    if (reading.language.words.turns.has(word) || reading.language.words.ours.has(word)) {
      return false;
    }
    const mark = reading.endingAt("other_person", at);
    if (mark) return !reading.language.words.besideOthers.has(reading.word(mark.from - 1));
  }
  return false;
}

/** "My husband wants crypto, I'm just making the call for him": what he wants is what is wanted. */
function isOnBehalf(reading: Reading): boolean {
  return reading.context.forOther === true || reading.has("on_behalf");
}

/** Where the items of one kind stand, to see which of them form a list. */
export interface ListOfItems {
  /** By token: 1 where it belongs to an item. */
  readonly items: Uint8Array;
  /** By token: 1 where it joins items ("or", "nor", "and"). */
  readonly joins: Uint8Array;
  /** By token: 1 for joins that keep a negation: "no stocks, bonds or gold". */
  readonly keeps: Uint8Array;
}

export function listOf(reading: Reading, items: readonly Span[]): ListOfItems {
  const { length } = reading.tokens;
  const list = {
    items: new Uint8Array(length),
    joins: new Uint8Array(length),
    keeps: new Uint8Array(length),
  };
  for (const { from, to } of items) list.items.fill(1, from, to);
  for (const [at, { word }] of reading.tokens.entries()) {
    if (reading.language.words.joins.has(word)) list.joins[at] = 1;
    if (reading.language.words.keeps.has(word)) list.keeps[at] = 1;
  }
  return list;
}

/** "Stocks are not for me", "crypto, no thanks". */
function polarityAfter(reading: Reading, { to }: Span): Polarity | null {
  for (const skip of [0, 1]) {
    const turned = reading.startingAt("turned_down", to + skip);
    if (!turned || reading.pause(to) === 2) continue;
    if (
      skip === 1 && !reading.language.words.stresses.has(reading.word(to))
    ) {
      continue;
    }
    const single = turned.to - turned.from === 1;
    if (single && (reading.pause(turned.to) === 0 || reading.pause(turned.from) > 0)) continue;
    if (!reading.isInner(turned)) return "unwanted";
  }
  return null;
}

function polarityBefore(reading: Reading, { from }: Span, list: ListOfItems): Polarity {
  const stop = Math.max(0, from - REACH);
  let hesitated = isHesitation(reading, from); // "about", "like" may open the span itself
  for (let at = from; at > stop; at--) {
    const pause = reading.pause(at);
    if (pause === 2) return "wanted";
    if (pause === 1 && !isListComma(list, at)) return "wanted";
    if (reading.word(at - 1) === "to" && list.items[at - 2] === 1) return "wanted"; // "from … to …"
    if (reading.word(at - 1) === "no" && reading.language.words.persons.has(reading.word(at))) {
      return "wanted"; // "no, it's"
    }
    const mark = markEndingAt(reading, at);
    if (mark !== null) return mark === "mentioned" && hesitated ? "wanted" : mark;
    if (reading.endingAt("correction", at)) return "wanted"; // "no, hang on, fifty"
    hesitated ||= isHesitation(reading, at - 1);
    if (list.items.includes(1) && reading.language.words.alone.has(reading.word(at - 1))) {
      return "wanted";
    }
    if (startsAnew(reading, at)) return "wanted";
    const follows = list.items[at - 1] === 1 && list.items[at] === 1;
    if (follows && at !== from && pause === 0) continue;
    if (follows && at === from && pause === 0) return isOneList(list, at) ? "unwanted" : "wanted";
  }
  return "wanted";
}

/** "I don't know, like, six months": what comes after the sound is an answer. */
function isHesitation(reading: Reading, at: number): boolean {
  const word = reading.word(at);
  if (word === "like") return reading.language.words.beforeLike.has(reading.word(at - 1));
  return reading.language.words.hesitations.has(word);
}

/** "… and I have": a negation or an "I sold" does not reach over a new subject. */
function startsAnew(reading: Reading, at: number): boolean {
  const word = reading.word(at);
  if (word === "so") return !reading.language.words.beforeSo.has(reading.word(at - 1));
  const isWish = reading.language.words.wishes.has(word); // "I sold my house and want to buy stocks"
  return (isWish || reading.language.words.subjects.has(word)) &&
    reading.language.words.links.has(reading.word(at - 1));
}

function markEndingAt(reading: Reading, at: number): Polarity | null {
  const wish = reading.endingAt("wish", at);
  const neutral = reading.endingAt("neutral", at);
  const negation = reading.all("negation").find((found) =>
    found.to === at && !reading.isInner(found)
  );
  const lengths = [wish, neutral, negation].map((mark) => (mark ? mark.to - mark.from : 0));
  const longest = Math.max(...lengths);
  if (longest === 0) return null;
  if (negation && lengths[2] === longest) return "unwanted";
  return neutral && lengths[1] === longest ? "mentioned" : "wanted";
}

/** A comma between items of a list that goes on with "or": "no stocks, bonds or gold". */
function isListComma(list: ListOfItems, at: number): boolean {
  return list.items[at - 1] === 1 && isOneList(list, at);
}

function isOneList(list: ListOfItems, at: number): boolean {
  for (let next = at; next < list.items.length; next++) {
    if (list.keeps[next] && list.items[next + 1]) return true;
    if (!list.items[next] && !list.joins[next]) return false;
  }
  return false;
}
