/** What the caller wants besides answering. */
import type { FoundAnswer, Intent } from "./heard.ts";
import type { Reading, Span } from "./reading.ts";

/** In the order in which replies to them are given. */
const ORDER: readonly Intent[] = [
  "not_interested",
  "person",
  "are_you_a_robot",
  "repeat",
  "wait",
  "advice",
  "refuse",
  "dont_know",
  "goodbye",
  "greeting",
  "thanks",
];

/** The intents of a turn. `answers`: what was found in it, which makes some intents mere words. */
export function intentsIn(
  reading: Reading,
  answers: readonly FoundAnswer[],
  yesNo: "yes" | "no" | null,
): Intent[] {
  const found = new Set<Intent>();
  for (const { meaning, from, to } of reading.all("intent")) {
    if (
      meaning.alone
        ? !isWhole(reading, { from, to }) || isAboutCall(reading, meaning.intent)
        : !holds(reading, meaning.intent, { from, to })
    ) {
      continue;
    }
    found.add(meaning.intent);
  }
  for (const intent of [...found]) {
    if (isOverruled(reading, intent, found, answers, yesNo)) found.delete(intent);
  }
  return ORDER.filter((intent) => found.has(intent));
}

/** Nothing else was said but fillers, greetings, thanks, a yes or a no. */
function isWhole(reading: Reading, span: Span): boolean {
  return !reading.isInner(span) && isMere(reading, 0, span.from) &&
    isMere(reading, span.to, reading.tokens.length);
}

/** "I'm good" refuses the call that was offered, not the talk. */
function isAboutCall({ context }: Reading, intent: Intent): boolean {
  return intent === "not_interested" && /^(callback|callback_time|phone)$/.test(context.asked.type);
}

function isMere(reading: Reading, from: number, to: number): boolean {
  let at = from;
  while (at < to) {
    const courtesy = reading.all("intent").find((found) =>
      found.from === at && found.to <= to &&
      ["greeting", "thanks", "repeat"].includes(found.meaning.intent)
    );
    const next = courtesy ?? reading.startingAt("filler", at) ?? reading.startingAt("no", at) ??
      reading.startingAt("correction", at);
    if (!next || next.to > to) return false;
    at = next.to;
  }
  return true;
}

function holds(reading: Reading, intent: Intent, span: Span): boolean {
  const longer = reading.all("intent").some((other) =>
    other.meaning.intent !== intent && !other.meaning.alone &&
    other.from <= span.from && other.to >= span.to && other.to - other.from > span.to - span.from
  );
  if (longer || isInsideOption(reading, span)) return false;
  if (intent === "thanks" && reading.word(span.from - 1) === "no") return false;
  switch (intent) {
    case "person":
      return !isNegated(reading, span);
    case "not_interested":
      return !isAboutOption(reading, span);
    case "advice":
    case "are_you_a_robot":
    case "repeat":
    case "dont_know":
    case "refuse":
    case "wait":
    case "goodbye":
    case "greeting":
    case "thanks":
      return true;
  }
}

function isInsideOption(reading: Reading, span: Span): boolean {
  return reading.all("option").some(({ from, to, meaning }) =>
    !meaning.bare && from <= span.from && to >= span.to && to - from > span.to - span.from
  );
}

/** "I don't want to speak to a person". */
function isNegated(reading: Reading, { from }: Span): boolean {
  for (let at = from - 1; at >= 0 && from - at <= 6 && reading.pause(at + 1) === 0; at--) {
    if (reading.language.words.negations.has(reading.word(at))) return true;
    if (reading.language.words.clauseLinks.has(reading.word(at))) return false;
  }
  return false;
}

/** "Not interested in crypto" rules out one option only. */
function isAboutOption(reading: Reading, { to }: Span): boolean {
  if (reading.pause(to) > 0 || reading.tokens[to] === undefined) return false;
  if (MEASURES.includes(reading.word(to)) || reading.tokens[to]!.number !== null) return true;
  const end = reading.sentenceEnd(to);
  return reading.all("option").some(({ from, meaning }) =>
    !meaning.bare && from >= to && from <= to + 4 && from < end && !isBroken(reading, to, from)
  ) || reading.word(to) === "in" || (reading.word(to - 1) === "in");
}

/** "I don't want to invest more than …" sets a limit. */
const MEASURES = "more over above beyond too much all everything that as for until unless a".split(
  " ",
);

function isBroken(reading: Reading, from: number, to: number): boolean {
  for (let at = from; at <= to; at++) if (reading.pause(at) > 0) return true;
  return false;
}

/** Words that come with an answer are no wish of their own: "hold on, fifty thousand". */
function isOverruled(
  reading: Reading,
  intent: Intent,
  found: ReadonlySet<Intent>,
  answers: readonly FoundAnswer[],
  yesNo: "yes" | "no" | null,
): boolean {
  const { asked } = reading.context;
  const answered = asked.type === "field" || asked.type === "confirm"
    ? answers.some(({ key }) => key === asked.key)
    : answers.length > 0;
  switch (intent) {
    case "dont_know":
    case "refuse":
      return answered || found.has("are_you_a_robot") || found.has("advice");
    case "wait":
      return answers.length > 0 || found.has("goodbye");
    case "repeat":
      return answered || found.has("are_you_a_robot") ||
        (yesNo === "yes" && asked.type === "confirm");
    case "goodbye":
      return found.has("person");
    case "greeting":
      return answers.some(({ key }) => key === "callback");
    case "are_you_a_robot":
    case "person":
    case "not_interested":
    case "advice":
    case "thanks":
      return false;
  }
}
