/** The caller's name: "my name is Anna Kowalski", "this is Bob", "it's O'Neill, Mary O'Neill". */
import { HEDGED, PLAIN } from "./confidence.ts";
import { isCorrectedBetween } from "./corrections.ts";
import type { FoundAnswer } from "./heard.ts";
import type { Reading, Span } from "./reading.ts";

/** Words of one name. */
const NAME_WORDS_MAX = 5;

export function nameIn(reading: Reading): FoundAnswer | null {
  const span = corrected(reading, afterCue(reading) ?? afterWeakCue(reading));
  return span ? answer(reading, span, PLAIN) : beforeCue(reading);
}

/** "My name is Jon, no, it's John Baker": the name after the correction. */
function corrected(reading: Reading, first: Span | null): Span | null {
  if (first === null) return null;
  let last = first;
  for (const kind of ["name_cue", "name_weak_cue"] as const) {
    for (const { to } of reading.all(kind)) {
      if (to < last.to || !isCorrectedBetween(reading, last.to, to)) continue;
      last = nameAt(reading, to, "named") ?? last;
    }
  }
  return last;
}

/** "My name is …": whatever follows is a name, with or without capitals. */
function afterCue(reading: Reading): Span | null {
  for (const cue of reading.all("name_cue")) {
    const calls = reading.word(cue.to - 1) === "me";
    const span = nameAt(reading, cue.to, calls ? "named" : "any");
    if (span) return span;
  }
  return null;
}

/** "I'm …", "this is …": a name only with a capital, or if it is a first name. */
function afterWeakCue(reading: Reading): Span | null {
  for (const cue of reading.all("name_weak_cue")) {
    const span = nameAt(reading, cue.to, "named");
    if (span) return span;
  }
  return null;
}

/** "Bob here", "Anna speaking". */
function beforeCue(reading: Reading): FoundAnswer | null {
  for (const cue of reading.all("name_after")) {
    let from = cue.from;
    while (
      from > 0 && cue.from - from < NAME_WORDS_MAX && isNameWord(reading, from - 1) &&
      reading.pause(from) === 0
    ) from--;
    const starts = from === 0 || reading.pause(from) > 0;
    if (from === cue.from || !starts) continue;
    if (isKnownName(reading, from)) return answer(reading, { from, to: cue.from }, HEDGED);
  }
  return null;
}

/** `trust`: "any" takes unknown words too, "named" wants a capital or a known first name. */
function nameAt(reading: Reading, cueEnd: number, trust: "any" | "named"): Span | null {
  const titled = reading.language.words.titles.has(reading.word(cueEnd)) &&
    reading.pause(cueEnd) < 2;
  const from = titled ? cueEnd + 1 : cueEnd;
  if (!reading.tokens[from] || (!titled && reading.pause(from) === 2)) return null;
  if (trust === "named" && !isKnownName(reading, from)) return null;
  let to = from;
  const { nameParticles } = reading.language;
  while (to < reading.tokens.length && to - from < NAME_WORDS_MAX) {
    if (to > from && (reading.pause(to) > 0 || isSpelled(reading, to))) break;
    const particle = to > from && nameParticles.has(reading.word(to)) &&
      isNameWord(reading, to + 1);
    if (!particle && !isNameWord(reading, to)) break;
    if (to > from && !particle && !continues(reading, from, to, trust)) break;
    to++;
  }
  if (to === from) return null;
  return surnameFirst(reading, { from, to }) ?? { from, to };
}

/** "Kathy k a t h y": the letters say how it is written. */
function isSpelled(reading: Reading, at: number): boolean {
  return reading.word(at).length === 1 && reading.word(at + 1).length === 1;
}

/** With capitals in use, a name ends at the first word without one. */
function continues(reading: Reading, from: number, at: number, trust: "any" | "named"): boolean {
  if (hasCapital(reading, from)) return hasCapital(reading, at);
  if (trust === "any") return !reading.language.noNames.has(reading.word(at));
  const end = at + 1 >= reading.tokens.length || reading.pause(at + 1) > 0;
  return end || reading.language.words.afterNames.has(reading.word(at + 1));
}

/** "O'Neill, Mary O'Neill". */
function surnameFirst(reading: Reading, { from, to }: Span): Span | null {
  if (reading.pause(to) !== 1 || !isNameWord(reading, to) || to - from > 2) return null;
  const surname = reading.word(to - 1);
  for (let end = to + 1; end <= to + 3 && end <= reading.tokens.length; end++) {
    if (reading.word(end - 1) === surname && end - 1 > to) return { from: to, to: end };
    if (!isNameWord(reading, end - 1)) return null;
  }
  return null;
}

function isKnownName(reading: Reading, at: number): boolean {
  if (!isNameWord(reading, at)) return false;
  const word = reading.word(at);
  return reading.language.firstNames.has(word) || (hasCapital(reading, at) && !isShouted(reading));
}

function isNameWord(reading: Reading, at: number): boolean {
  const token = reading.tokens[at];
  if (!token || token.number !== null || reading.taken[at]) return false;
  if (reading.language.noNames.has(token.word) || !/^\p{L}[\p{L}']*$/u.test(token.word)) {
    return false;
  }
  if (reading.startingAt("currency", at) && token.word.length === 3) return false; // "EUR"
  const longer = reading.all("option").some(({ from, to, meaning }) =>
    from <= at && to > at && !meaning.bare && !hasCapital(reading, at)
  );
  return !longer;
}

function hasCapital(reading: Reading, at: number): boolean {
  const token = reading.tokens[at];
  if (!token) return false;
  const letter = reading.text[token.start]!;
  return letter !== letter.toLowerCase();
}

/** A transcript in capitals only tells nothing by them. */
function isShouted({ text }: Reading): boolean {
  return text === text.toUpperCase();
}

function answer(reading: Reading, span: Span, confidence: number): FoundAnswer {
  const quote = reading.quote(span);
  return {
    key: "name",
    value: inCapitals(quote, reading),
    quote,
    confidence,
    correction: true,
  };
}

/** A name from a transcript without capitals gets them. */
export function inCapitals(name: string, reading: Reading | null): string {
  const plain = name.trim().replace(/\s+/g, " ");
  const shouted = plain.length > 3 && plain === plain.toUpperCase();
  if (plain !== plain.toLowerCase() && !shouted) return plain;
  const particles = reading?.language.nameParticles;
  return plain.toLowerCase().split(" ").map((word, index) =>
    index > 0 && particles?.has(word) && word.length > 2 ? word : capitalised(word)
  ).join(" ");
}

function capitalised(word: string): string {
  return word.replace(
    /(^|[-'’])(\p{L})/gu,
    (_all, before: string, letter: string) => before + letter.toUpperCase(),
  );
}
