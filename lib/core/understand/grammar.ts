/** From a question to the grammar of what callers answer: JSGF, for recognisers that work by it. */
import { type Campaign, type Field, type FieldKind, fieldOf } from "../campaign.ts";
import type { Asked } from "./heard.ts";
import { type Language, languageOf } from "./language.ts";
import { parsePattern, type Pattern } from "./pattern.ts";
import { type SpokenWords, spokenWordsOf } from "./spoken_words.ts";

export interface SpeechGrammar {
  readonly jsgf: string;
  /** Every word in it, sorted. */
  readonly words: readonly string[];
}

/** Says whether a word can be recognised: ways that hold others are left out. */
export type KnowsWord = (word: string) => boolean;

/**
 * What may be said when `asked` was asked: answers to it, yes and no, corrections of other answers,
 * and the wishes that are always understood (a person, a robot?, repeat, not interested …).
 */
export function speechGrammar(campaign: Campaign, asked: Asked, knows: KnowsWord): SpeechGrammar {
  return new GrammarWriter(campaign, knows).write(asked);
}

/**
 * Of longer lists in the always understood phrases only the first so many ways are offered: the
 * tables are made for reading text, and each way costs the recogniser time and certainty.
 */
const MAX_WAYS = 6;

class GrammarWriter {
  readonly #campaign: Campaign;
  readonly #language: Language;
  readonly #spoken: SpokenWords;
  readonly #knows: KnowsWord;
  readonly #rules = new Map<string, string>();

  constructor(campaign: Campaign, knows: KnowsWord) {
    this.#campaign = campaign;
    this.#language = languageOf(campaign.language);
    this.#spoken = spokenWordsOf(campaign.language);
    this.#knows = knows;
  }

  write(asked: Asked): SpeechGrammar {
    this.#common();
    const answer = this.#answerTo(asked);
    const turns = [
      ...(answer === null ? [] : [`[ <correction> ] ${answer}`]),
      ...this.#corrections(asked).map((value) => `<correction> ${value}`),
      "<yes>",
      "<no>",
      "[ <willing> ] <intent>",
    ];
    this.#rules.set("turn", `[ <soft> [ <soft> ] ] ( ${turns.join(" | ")} ) [ <closing> ]`);
    const rules = [...this.#rules].map(([name, body]) =>
      `${name === "turn" ? "public " : ""}<${name}> = ${body};`
    );
    return {
      jsgf: ["#JSGF V1.0;", "grammar caller;", ...rules, ""].join("\n"),
      words: wordsIn([...this.#rules.values()]),
    };
  }

  /** Callers correct numbers after the next question was put: "no, make that eighty thousand". */
  #corrections(asked: Asked): string[] {
    const now = asked.type === "field" || asked.type === "confirm" ? asked.key : null;
    const others = this.#campaign.fields.filter(({ key }) => key !== now);
    return others.flatMap(({ kind }) => {
      if (kind.type === "amount") return [this.#sum()];
      return kind.type === "duration" ? [this.#length()] : [];
    });
  }

  #common(): void {
    const { intents, yes, no } = this.#language;
    const wishes = Object.values(intents).flatMap(({ anywhere, alone }) => [...anywhere, ...alone]);
    this.#phrases("soft", this.#spoken.soft);
    this.#phrases("closing", this.#spoken.closing);
    this.#phrases("correction", this.#spoken.correction);
    this.#phrases("willing", this.#spoken.willing);
    this.#phrases("and", [this.#spoken.and]);
    this.#phrases("intent", wishes, MAX_WAYS);
    this.#phrases("yes", [...yes.leading, ...yes.alone], MAX_WAYS);
    this.#phrases("no", [...no.leading, ...no.alone], MAX_WAYS);
  }

  #answerTo(asked: Asked): string | null {
    switch (asked.type) {
      case "field":
      case "confirm": {
        const field = fieldOf(this.#campaign, asked.key);
        return field ? this.#field(field) : null;
      }
      case "callback":
      case "callback_time":
        return this.#when();
      case "phone":
        return this.#phone();
      case "nothing":
        return null;
    }
  }

  /** The name of the rule that holds the answers to a field. */
  #field(field: Field): string {
    const name = `field_${field.key.toLowerCase().replace(/[^a-z0-9]/g, "_")}`;
    if (!this.#rules.has(name)) this.#rules.set(name, this.#kind(name, field.kind));
    return `<${name}>`;
  }

  #kind(name: string, kind: FieldKind): string {
    switch (kind.type) {
      case "choice": {
        const phrases = kind.options.flatMap(({ phrases, barePhrases }) => [
          ...phrases,
          ...barePhrases ?? [],
        ]);
        this.#phrases(`${name}_one`, phrases);
        this.#phrases("wish", [...this.#spoken.wish, ...this.#spoken.being]);
        const more = kind.multiple ? `[ <and> <${name}_one> [ <and> <${name}_one> ] ]` : "";
        return `[ <wish> ] <${name}_one> ${more}`;
      }
      case "amount":
        return this.#amount();
      case "duration":
        return this.#duration(name, kind);
      case "yes_no":
        return "<yes> | <no>";
      case "when":
        return this.#when();
    }
  }

  #amount(): string {
    this.#phrases("having", this.#spoken.having);
    this.#bounds();
    this.#phrases("between", this.#language.marks.between);
    const sum = this.#sum();
    return `[ <having> ] ( [ <bound> ] ${sum} | ${sum} <to> ${sum} | ` +
      `<between> ${sum} ( <with> | <to> ) ${sum} ) [ <bound_after> ]`;
  }

  #sum(): string {
    this.#numbers();
    const { currencies } = this.#language;
    const own = currencies.filter(({ code }) => code === this.#campaign.currency);
    this.#phrases("money", own.flatMap(({ one, many, phrases }) => [one, many, ...phrases]));
    return "<number> [ <money> ]";
  }

  #duration(name: string, kind: Extract<FieldKind, { type: "duration" }>): string {
    const horizons = [kind.horizonPhrases, kind.bareHorizonPhrases ?? null].flatMap((phrases) =>
      phrases === null ? [] : [...phrases.short, ...phrases.medium, ...phrases.long]
    );
    this.#phrases(`${name}_words`, [...horizons, ...this.#spoken.halfYears]);
    this.#phrases("wanting", this.#spoken.wanting);
    this.#phrases("within", this.#language.marks.within);
    this.#bounds();
    this.#phrases("between", this.#language.marks.between);
    const length = this.#length();
    return `[ <wanting> ] ( ( [ <within> ] [ <bound> ] ${length} | ` +
      `<between> <small_number> [ <unit> ] ( <with> | <to> ) ${length} ) [ <bound_after> ] | ` +
      `[ the ] <${name}_words> )`;
  }

  #length(): string {
    this.#numbers();
    const units = Object.keys(this.#language.timeUnits).filter((unit) => this.#spokenWord(unit));
    this.#phrases("unit", units);
    return "( <vague> | <one> | <small_number> [ [ <unit> ] <to> <small_number> ] ) <unit>";
  }

  #bounds(): void {
    const { marks } = this.#language;
    const before = [...marks.approx_before, ...marks.at_least_before, ...marks.at_most_before];
    const after = [...marks.at_least_after, ...marks.at_most_after, ...marks.approx_after];
    this.#phrases("bound", before, MAX_WAYS);
    this.#phrases("bound_after", after, MAX_WAYS);
  }

  #when(): string {
    const { days, dayParts, before, halves, minutes, after } = this.#spoken;
    this.#numbers();
    this.#phrases("day", days);
    this.#phrases("day_part", [...dayParts, ...this.#language.marks.any_time]);
    this.#phrases("clock_before", [before]);
    this.#phrases("clock_half", [halves]);
    this.#phrases("clock_minutes", [minutes]);
    this.#phrases("clock_after", [after]);
    const clock = "[ <clock_before> ] [ <clock_half> ] ( <unit_number> | <teen> ) " +
      "[ <clock_minutes> ] [ <clock_after> ]";
    return `<day> [ <day_part> ] [ ${clock} ] | <day_part> | ${clock} [ <day> ]`;
  }

  #phone(): string {
    this.#numbers();
    const zero = Object.keys(this.#language.numbers.digits);
    const repeats = Object.keys(this.#language.numbers.repeats);
    this.#phrases("zero", [...this.#names(0, 0), ...zero]);
    this.#phrases("repeat", repeats);
    return "( [ <repeat> ] ( <unit_number> | <zero> ) )+";
  }

  #numbers(): void {
    const { scales, vague, and, one, fractions } = this.#language.numbers;
    const scale = (value: number) => Object.keys(scales).filter((word) => scales[word] === value);
    this.#phrases("unit_number", this.#names(1, 9));
    this.#phrases("teen", this.#names(10, 19));
    this.#phrases("ten", Object.keys(this.#language.numbers.tens));
    this.#phrases("hundred", scale(100));
    this.#phrases("thousand", [...scale(1e3), ...this.#spoken.slang]);
    this.#phrases("million", scale(1e6));
    this.#phrases("one", one);
    this.#phrases("with", and);
    this.#phrases("to", this.#language.marks.range);
    this.#phrases("part", Object.keys(fractions).filter((word) => fractions[word]! <= 0.5));
    this.#phrases("vague", Object.keys(vague).map((word) => `[a] ${word} [of]`));
    this.#phrases("point", this.#language.numbers.point);
    this.#rules.set("small_number", "<unit_number> | <teen> | <ten> [ <unit_number> ]");
    this.#rules.set(
      "hundreds",
      "( <unit_number> | <one> ) <hundred> [ [ <with> ] <small_number> ]",
    );
    this.#rules.set(
      "number",
      "( <small_number> | <hundreds> | <one> | <vague> [ <hundred> ] ) <thousand> " +
        "[ [ <with> ] <unit_number> <hundred> ] | <small_number> | <hundreds> | " +
        "( <small_number> [ <point> <unit_number> ] | <one> ) <million> [ <with> <one> <part> ] | " +
        "[ <one> ] <part> [ <one> ] <million>",
    );
  }

  /** The words for the numbers from `low` to `high`. */
  #names(low: number, high: number): string[] {
    const { small } = this.#language.numbers;
    return Object.keys(small).filter((word) => small[word]! >= low && small[word]! <= high);
  }

  /** A rule of patterns; ways that can't be spoken are left out, and a rule without ways is void. */
  #phrases(name: string, patterns: readonly string[], maxWays = Infinity): void {
    if (this.#rules.has(name)) return;
    const ways = patterns
      .map((pattern) => this.#way(parsePattern(pattern), maxWays))
      .filter((way) => way);
    this.#rules.set(name, ways.length === 0 ? "<VOID>" : ways.join(" | "));
  }

  #way(pattern: Pattern, maxWays: number): string | null {
    switch (pattern.type) {
      case "word":
        return this.#word(pattern.word);
      case "optional": {
        const inner = this.#optional(pattern.part, maxWays);
        return inner === null ? "" : `[ ${inner} ]`;
      }
      case "choice": {
        const ways = pattern.ways.slice(0, maxWays).map((way) => this.#way(way, maxWays));
        const sayable = ways.filter((way) => way);
        return sayable.length === 0 ? null : `( ${sayable.join(" | ")} )`;
      }
      case "sequence": {
        const parts = pattern.parts.map((part) => this.#way(part, maxWays));
        return parts.includes(null) ? null : parts.filter((part) => part !== "").join(" ");
      }
    }
  }

  /** Adverbs come in dozens and are seldom said: a long list of what can be left out is left out. */
  #optional(part: Pattern, maxWays: number): string | null {
    const long = part.type === "choice" && part.ways.length > maxWays / 2;
    return long ? null : this.#way(part, maxWays);
  }

  #word(written: string): string | null {
    const words = written.replaceAll("’", "'").split("-").filter((word) => word !== "");
    if (words.length === 0 || !words.every((word) => this.#spokenWord(word))) return null;
    return words.join(" ");
  }

  #spokenWord(word: string): boolean {
    return /^[\p{L}']+$/u.test(word) && !this.#spoken.unspoken.has(word) && this.#knows(word);
  }
}

/** What stands in rules besides the names of others. */
function wordsIn(rules: readonly string[]): string[] {
  const words = rules.flatMap((rule) => rule.replace(/<\w+>/g, "").match(/[\p{L}']+/gu) ?? []);
  return [...new Set(words)].sort();
}
