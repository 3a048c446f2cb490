/** Cuts text that arrives in pieces into sentences, each as soon as it stands. */
import { MAX_SENTENCE_CHARS } from "./limits.ts";

/** A full stop after these ends no sentence. Lower case, without the stop. */
const ABBREVIATIONS = new Set(
  ("mr mrs ms mx dr prof st sr jr gen rep sen capt lt col hon rev vs approx dept est fig " +
    "e.g i.e a.m p.m etc inc ltd corp co jan feb mar apr jun jul aug sep sept oct nov dec").split(
      " ",
    ),
);
/** After these a full stop ends no sentence only where a number follows: "No. 5", and "No. Never." */
const BEFORE_NUMBERS = new Set(["no", "nos", "nr", "p", "pp", "art", "sec"]);
/** These also stand at a sentence's end; then a capital follows: "at 3 p.m. Then …". */
const MAY_END = new Set(["a.m", "p.m", "etc", "inc", "ltd", "corp", "co"]);
/** The end of a sentence, with what closes it, and what comes next. */
const END = /(?:[.!?…]+["'”’)\]]*)(\s+)(?=\S)|[。！？]|\s*\n\s*/g;
/** "1." before an item of a list is no sentence. */
const LIST_MARK = /^\s*\d{1,2}\.$/;
/** An end after which nothing has come yet. */
const STANDING_END = /[.!?…]["'”’)\]]*\s*$/;
/** A long sentence is cut behind one of these if it can be. */
const CLAUSE_END = /[,;:–—]\s/g;
/** Less said alone sounds torn off: "Well,", "I see,". */
const CLAUSE_MIN_WORDS = 4;
/** A cut at a comma must leave at least this share, or a list would be cut to crumbs. */
const CLAUSE_MIN_SHARE = 0.5;

export class SentenceSplitter {
  #text = "";

  /** Takes the next piece; gives the sentences that now stand. */
  push(piece: string): string[] {
    this.#text += piece;
    const found: string[] = [];
    for (let end = endOfFirst(this.#text); end !== null; end = endOfFirst(this.#text)) {
      found.push(this.#text.slice(0, end));
      this.#text = this.#text.slice(end).trimStart();
    }
    while (this.#text.length > MAX_SENTENCE_CHARS) {
      const end = cutOf(this.#text);
      found.push(this.#text.slice(0, end));
      this.#text = this.#text.slice(end).trimStart();
    }
    return found.flatMap(pieces);
  }

  /**
   * The beginning of a sentence that has yet to end, as far as a speaker would draw breath; null where
   * there is none that is long enough to be said alone.
   */
  clause(): string | null {
    for (const { index } of this.#text.matchAll(CLAUSE_END)) {
      const head = this.#text.slice(0, index + 1).trim();
      if (!isClause(head)) continue;
      this.#text = this.#text.slice(index + 1).trimStart();
      return head;
    }
    return null;
  }

  /** Nothing came for a while: gives the rest if it looks like a whole sentence. */
  settle(): string[] {
    return STANDING_END.test(this.#text) && !isOpen(this.#text.trimEnd(), "") ? this.flush() : [];
  }

  /** Nothing more comes: gives the rest, whole or not. */
  flush(): string[] {
    const rest = this.#text;
    this.#text = "";
    return pieces(rest);
  }
}

/** The sentences of a whole text. */
export function sentencesOf(text: string): string[] {
  const splitter = new SentenceSplitter();
  return [...splitter.push(text), ...splitter.flush()];
}

function endOfFirst(text: string): number | null {
  for (const match of text.matchAll(END)) {
    const end = match.index + match[0].length;
    const before = text.slice(0, end).trimEnd();
    if (match[0].includes("\n") && end === text.length) return null; // more of the gap may come
    if (before !== "" && (match[0].includes("\n") || !isOpen(before, text.charAt(end)))) return end;
  }
  return null;
}

/** True where the stop at the end of `before` ends no sentence; `next` is "" where nothing came yet. */
function isOpen(before: string, next: string): boolean {
  const stop = /(\S*?)([.!?…]+)["'”’)\]]*$/.exec(before);
  if (!stop) return false;
  if (LIST_MARK.test(before)) return true;
  const [, word, mark] = stop;
  if (mark !== ".") return /^(\.\.+|…)$/.test(mark!) && /\p{Ll}|^$/u.test(next);
  const bare = word!.replace(/^["'“‘([]+/, "").toLowerCase();
  if (bare === "" || (next === "" && /\d$/.test(bare))) return true; // "3." may become "3.5"
  if (BEFORE_NUMBERS.has(bare)) return /\d/.test(next);
  if (MAY_END.has(bare)) return !/\p{Lu}/u.test(next);
  return ABBREVIATIONS.has(bare) || isInitials(bare);
}

/** Not in a date, behind an abbreviation, or between brackets. */
function isClause(head: string): boolean {
  if (/[\d.][,;:–—]$/.test(head) || /[([][^)\]]*$/.test(head)) return false;
  return head.split(/\s+/).filter((word) => /\p{L}/u.test(word)).length >= CLAUSE_MIN_WORDS;
}

/** "J" in "J. Smith", "u.s". */
function isInitials(word: string): boolean {
  return /^(?:\p{L}\.)*\p{L}$/u.test(word) && word !== "i";
}

/** The sentence itself, or its parts where it is too long; none where it is blank. */
function pieces(sentence: string): string[] {
  const found: string[] = [];
  let rest = sentence.replaceAll(/\s+/g, " ").trim();
  while (rest.length > MAX_SENTENCE_CHARS) {
    const end = cutOf(rest);
    found.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trim();
  }
  return rest === "" ? found : [...found, rest];
}

/** Where to cut a text longer than a sentence may be: behind a clause, a word, or anywhere. */
function cutOf(text: string): number {
  const head = text.slice(0, MAX_SENTENCE_CHARS);
  const clause = [...head.matchAll(CLAUSE_END)].at(-1);
  if (clause && clause.index > MAX_SENTENCE_CHARS * CLAUSE_MIN_SHARE) return clause.index + 1;
  const space = head.lastIndexOf(" ");
  return space > 0 ? space : MAX_SENTENCE_CHARS;
}
