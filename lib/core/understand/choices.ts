/** Choices among a field's options: lists, negations, corrections. */
import { DOUBTFUL } from "./confidence.ts";
import { isCorrectedBetween, isCorrection, startsNo } from "./corrections.ts";
import type { FoundAnswer, TakenBack } from "./heard.ts";
import { confidenceOf } from "./hedges.ts";
import { type NumberKind, numberTableOf } from "./number_table.ts";
import { listOf, type Polarity, polarityOf } from "./polarity.ts";
import { type ChoiceField, ordinalIn } from "./ordinals.ts";
import { isInQuestion } from "./questions.ts";
import { type FoundOf, isAbout, type Reading, type Span } from "./reading.ts";

interface Mention extends Span {
  readonly option: string;
  readonly polarity: Polarity;
}

/** What the caller chose and what he took back; both null where he named nothing. */
export interface Choice {
  readonly answer: FoundAnswer | null;
  readonly takenBack: TakenBack | null;
}

/** `bare`: "high" counts though it was not asked for, because the caller answers in a row. */
export function choiceIn(reading: Reading, field: ChoiceField, bare = false): Choice {
  const mentions = mentionsOf(reading, field, bare);
  if (mentions.length === 0) return { answer: ordinalIn(reading, field), takenBack: null };
  const { chosen, unwanted, corrected } = settle(reading, mentions, field.kind.multiple);
  const takenBack = unwanted.length === 0 ? null : {
    key: field.key,
    options: [...new Set(unwanted.map(({ option }) => option))],
    quote: reading.quote(cover(unwanted)),
  };
  return { answer: answerOf(reading, field, chosen, corrected), takenBack };
}

/** The options named, first to last; a longer phrase hides what stands inside it. */
function mentionsOf(reading: Reading, field: ChoiceField, bare: boolean): Mention[] {
  const asked = isAbout(reading.context, field.key);
  const found = reading.all("option").filter(({ meaning }) =>
    meaning.field === field.key && (asked || bare || !meaning.bare)
  );
  const spans: (Span & { option: string })[] = [];
  const denied = field.kind.multiple
    ? []
    : found.filter((phrase) => isDenial(reading, phrase, found));
  for (const { from, to, meaning } of found) {
    if (denied.some((phrase) => phrase.from === from && phrase.to === to)) continue;
    const hidden = found.some((other) =>
      isLongerOver(other, { from, to }) && !denied.includes(other)
    );
    const last = spans.at(-1);
    if (hidden || (last && from < last.to)) continue;
    if (reading.isTaken({ from, to }) || isPartOfOther(reading, { from, to }, field.key)) continue;
    if (meaning.bare && !isAlone(reading, { from, to }, field.key)) continue;
    spans.push({ from, to, option: meaning.option });
  }
  for (const span of spans) takeNumbers(reading, span);
  const list = listOf(reading, spans);
  return spans.filter((span) => !isInQuestion(reading, span, true))
    .map((span) => {
      const isDenied = denied.some(({ from, to }) => from < span.from && to === span.to);
      const polarity = isDenied ? "unwanted" : mentionPolarity(reading, span, list, asked);
      return { ...span, polarity };
    });
}

/** "Moderate, not aggressive": behind another option "not aggressive" is no option of its own. */
function isDenial(
  reading: Reading,
  phrase: FoundOf<"option">,
  found: readonly FoundOf<"option">[],
): boolean {
  if (!reading.language.plainNegations.has(reading.word(phrase.from))) return false;
  const inner = found.find((other) =>
    other.from > phrase.from && other.to === phrase.to &&
    other.meaning.option !== phrase.meaning.option
  );
  return inner !== undefined &&
    found.some((other) =>
      other.to === phrase.from && other.meaning.option !== inner.meaning.option
    );
}

/** "401k", "four oh one k" and "S&P 500" are no sums. */
function takeNumbers(reading: Reading, span: Span): void {
  const table = numberTableOf(reading.language);
  for (let at = span.from; at < span.to; at++) {
    const { number, word } = reading.tokens[at]!;
    if (number !== null || COUNTING.has(table.get(word)?.kind)) return reading.take(span);
  }
}

const COUNTING: ReadonlySet<NumberKind | undefined> = new Set<NumberKind>([
  "small",
  "tens",
  "hundred",
  "digit",
]);

const BESIDE = ["filler", "hedge", "correction", "negation", "wish", "yes", "no"] as const;

/** "Low", "a bit": an answer only where its clause says nothing else. */
function isAlone(reading: Reading, { from, to }: Span, key: string): boolean {
  let start = from;
  while (start > 0 && reading.pause(start) === 0) start--;
  let end = to;
  while (end < reading.tokens.length && reading.pause(end) === 0) end++;
  return isFiller(reading, start, from, key) && isFiller(reading, to, end, key);
}

function isFiller(reading: Reading, from: number, to: number, key: string): boolean {
  for (let at = from; at < to;) {
    const next = BESIDE.map((kind) => reading.startingAt(kind, at)).find((mark) =>
      mark && mark.to <= to
    );
    const other = reading.all("option").find((option) => option.from === at);
    if (other?.meaning.field === key) at = other.to; // "moderate to high"
    else if (next) at = next.to;
    else if (reading.language.words.ors.has(reading.word(at))) at++;
    else return false;
  }
  return true;
}

function mentionPolarity(
  reading: Reading,
  span: Span,
  list: ReturnType<typeof listOf>,
  asked: boolean,
): Polarity {
  const polarity = polarityOf(reading, span, list);
  const confirming = asked && reading.context.asked.type === "confirm";
  const afterNo = span.from === 1 && reading.language.words.noes.has(reading.word(0));
  return polarity === "unwanted" && confirming && afterNo ? "wanted" : polarity; // "no bonds"
}

function isLongerOver(other: Span, { from, to }: Span): boolean {
  return other.from <= from && other.to >= to && other.to - other.from > to - from;
}

/** Inside a longer phrase of another field or rule: "the risk" in "no risk no fun". */
function isPartOfOther(reading: Reading, span: Span, key: string): boolean {
  if (!reading.isInner(span)) return false;
  const longer = (other: Span) => isLongerOver(other, span);
  return reading.all("option").some((other) =>
    other.meaning.field !== key && longer(other) && !other.meaning.bare
  ) ||
    reading.all("horizon").some((other) => longer(other) && !other.meaning.bare) ||
    reading.all("aside").some(longer) || reading.all("neutral").some(longer);
}

interface Settled {
  readonly chosen: readonly Mention[];
  readonly unwanted: readonly Mention[];
  readonly corrected: boolean;
}

/** Goes through the mentions in order: what comes after a correction takes the place of what was. */
function settle(reading: Reading, mentions: readonly Mention[], several: boolean): Settled {
  let chosen: Mention[] = [];
  const unwanted: Mention[] = [];
  let corrected = false;
  for (const [index, mention] of mentions.entries()) {
    const before = mentions[index - 1];
    if (mention.polarity === "mentioned") continue;
    if (!several && before && isReplacedByNo(reading, before, mention)) {
      chosen = [mention];
      corrected = true;
      continue;
    }
    if (mention.polarity === "unwanted") {
      chosen = chosen.filter((other) =>
        several ? !isTakenBack(reading, other, mention) : other.option !== mention.option
      );
      unwanted.push(mention);
      continue;
    }
    if (
      before &&
      (isReplaced(reading, before, mention) || isConclusion(reading, mentions[0]!, mention))
    ) {
      chosen = [];
      corrected = true;
    }
    if (before?.polarity === "unwanted" && index === 1) corrected = true; // "not stocks, bonds"
    chosen.push(mention);
  }
  return { chosen, unwanted, corrected };
}

/** "Aggressive no moderate": of one choice, a bare no between two takes the second. */
function isReplacedByNo(reading: Reading, before: Mention, mention: Mention): boolean {
  return mention.polarity === "unwanted" && before.polarity === "wanted" &&
    before.option !== mention.option && mention.from - before.to === 1 &&
    reading.language.words.noes.has(reading.word(before.to));
}

/** "Stocks, no, not stocks" takes back; "gold, not silver" only narrows one option down. */
function isTakenBack(reading: Reading, chosen: Mention, unwanted: Mention): boolean {
  if (chosen.option !== unwanted.option) return false;
  return reading.quote(chosen).toLowerCase() === reading.quote(unwanted).toLowerCase() ||
    isCorrectedBetween(reading, chosen.to, unwanted.from);
}

/** "Stocks, but my advisor said bonds, so bonds": what the weighing came to. */
function isConclusion(reading: Reading, first: Span, { from }: Span): boolean {
  if (!reading.language.words.sos.has(reading.word(from - 1))) return false;
  for (let at = first.to; at < from; at++) {
    if (reading.language.words.but.has(reading.word(at))) return true;
  }
  const start = reading.sentenceStart(first.from); // "I lost a lot in stocks, so bonds"
  return reading.all("other_money").some((mark) => mark.from >= start && mark.to <= first.from);
}

function isReplaced(reading: Reading, before: Span, { from }: Span): boolean {
  if (!isCorrectedBetween(reading, before.to, from)) return false;
  return !reading.all("addition").some((mark) => mark.from >= before.to && mark.to <= from) &&
    !reading.language.words.ands.has(reading.word(from - 1));
}

function answerOf(
  reading: Reading,
  field: ChoiceField,
  chosen: readonly Mention[],
  corrected: boolean,
): FoundAnswer | null {
  const options = [...new Set(chosen.map(({ option }) => option))];
  if (options.length === 0) return null;
  const span = cover(chosen);
  const sure = Math.min(...chosen.map((mention) => confidenceOf(reading, mention, false)));
  const asked = isAbout(reading.context, field.key);
  const correction = corrected || isCorrection(reading, field.key, chosen[0]!) ||
    (asked && startsNo(reading));
  const found = { key: field.key, quote: reading.quote(span), correction };
  if (field.kind.multiple) return { ...found, value: options, confidence: sure };
  if (options.length === 1) return { ...found, value: options[0]!, confidence: sure };
  const chosenOne = oneOf(reading, chosen);
  return chosenOne === null
    ? null
    : { ...found, value: chosenOne, confidence: Math.min(sure, DOUBTFUL) };
}

/** Of several choices where one is wanted: none after "or" and in "moderate to high", else the last, to be confirmed. */
function oneOf(reading: Reading, chosen: readonly Mention[]): string | null {
  const last = chosen.at(-1)!;
  const before = chosen.at(-2)!;
  for (let at = before.to; at < last.from; at++) {
    if (reading.language.words.between.has(reading.word(at)) && reading.word(at + 1) !== "rather") {
      return null;
    }
  }
  return reading.endingAt("between", before.from) ? null : last.option;
}

function cover(spans: readonly Span[]): Span {
  return { from: spans[0]!.from, to: spans.at(-1)!.to };
}
