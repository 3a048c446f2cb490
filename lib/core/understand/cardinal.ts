/** Numbers said in one piece: "one hundred and twenty thousand", "1.5 million", "two fifty k". */
import { readDecimals } from "./decimals.ts";
import type { NumberTable, NumberWord } from "./number_table.ts";
import type { NumberOptions, NumberRead } from "./number_read.ts";
import type { Token } from "./tokens.ts";

/** Words of one group: "nine hundred and ninety nine". */
const GROUP_WORDS = 6;

/** What the last word was. */
type Part = "none" | "one" | "small" | "tens" | "hundred" | "scale" | "written" | "part";

export class Cardinal {
  readonly #tokens: readonly Token[];
  readonly #table: NumberTable;
  readonly #options: NumberOptions;
  readonly #from: number;
  #at: number;
  /** What is complete up to the last multiplier. */
  #total = 0;
  /** The group being read; null before its first word. */
  #group: number | null = null;
  #last: Part = "none";
  #lastScale = Infinity;
  #scales: number[] = [];
  #scaled = false;
  #hundred = false;
  #elliptical = false;
  #loose = false;

  constructor(
    tokens: readonly Token[],
    table: NumberTable,
    options: NumberOptions,
    from: number,
  ) {
    this.#tokens = tokens;
    this.#table = table;
    this.#options = options;
    this.#from = from;
    this.#at = from;
  }

  read(): NumberRead | null {
    while (this.#takeNext()) this.#at++;
    if (this.#last === "none" || this.#last === "one") return null;
    return {
      from: this.#from,
      to: this.#at,
      value: round(this.#total + (this.#group ?? 0)),
      scales: this.#group !== null && this.#last !== "hundred" && this.#scaled ? [] : this.#scales,
      scaled: this.#scaled,
      hundred: this.#hundred,
      vague: this.#loose,
      elliptical: this.#elliptical,
      digits: false,
    };
  }

  #takeNext(): boolean {
    const token = this.#tokens[this.#at];
    const first = this.#at === this.#from;
    if (!token || this.#options.taken[this.#at] || (!first && token.pause > 0)) return false;
    if (!first && (token.glue === "-" || token.glue === "–") && this.#last === "written") {
      return token.number === null && this.#takeWord(this.#table.get(token.word)); // "50-60" is two
    }
    if (token.number !== null) return this.#takeWritten(token);
    return this.#takeWord(this.#table.get(token.word));
  }

  #takeWritten(token: Token): boolean {
    const { number } = token;
    if (this.#group === null && number! < this.#lastScale && this.#last !== "one") {
      return this.#take("written", number!);
    }
    const isGroup = this.#last === "written" && token.word === "000" && token.glue === " ";
    if (!isGroup || !Number.isInteger(this.#group)) return false;
    return this.#take("written", this.#group! * 1_000);
  }

  #takeWord(word: NumberWord | undefined): boolean {
    switch (word?.kind) {
      case "one":
        if (this.#last !== "none" || !this.#leadsToScale(this.#at + 1)) return false;
        return this.#take("one", 1);
      case "small":
        return this.#takeSmall(word.value);
      case "tens":
        return this.#takeTens(word.value);
      case "hundred":
        return this.#takeHundred();
      case "scale":
      case "slang":
        return this.#takeScale(word);
      case "and":
        return this.#takeAnd();
      case "point":
        return this.#takePoint();
      case "loose":
        return this.#takeLoose();
      default:
        return false;
    }
  }

  #take(last: Part, group: number | null): boolean {
    this.#last = last;
    this.#group = group;
    return true;
  }

  /** "Thirty odd thousand". */
  #takeLoose(): boolean {
    const counts = this.#last !== "none" && this.#last !== "one" && this.#last !== "scale";
    return this.#loose = counts && this.#leadsToScale(this.#at + 1);
  }

  #leadsToScale(at: number): boolean {
    const token = this.#tokens[at];
    if (!token || token.pause > 0) return false;
    const next = this.#table.get(token.word);
    return next?.kind === "hundred" || next?.kind === "scale" ||
      (next?.kind === "slang" && isSlangWord(token.word));
  }

  /** "Fifty thousand fifteen thousand" are two: what follows has a multiplier as great. */
  #isOther(): boolean {
    if (this.#last !== "scale") return false;
    for (let at = this.#at; at < this.#at + GROUP_WORDS; at++) {
      if (at > this.#at && (this.#tokens[at]?.pause ?? 2) > 0) return false;
      const word = this.#wordAt(at);
      if (word?.kind === "scale" || word?.kind === "slang") return word.value >= this.#lastScale;
      const joins = word?.kind === "and" && this.#options.and !== false &&
        this.#wordAt(at - 1)?.kind === "hundred";
      if (!joins && !["small", "tens", "hundred"].includes(word?.kind ?? "")) return false;
    }
    return false;
  }

  #takeSmall(value: number): boolean {
    const group = this.#group;
    if (group === null && this.#isOther()) return false;
    if (group === null) {
      if (this.#last === "scale" && this.#lastScale >= 1e6 && value > 0 && value < 10) {
        if (!this.#isMultiplied(this.#at + 1)) { // "a million two"
          this.#elliptical = true;
          return this.#take("part", value * this.#lastScale / 10);
        }
      }
      return this.#take("small", value);
    }
    if (this.#last === "tens" && value > 0 && value < 10) return this.#take("small", group + value);
    if (this.#last === "hundred") return this.#take("small", group + value);
    if (this.#last === "small" && group > 0 && group < 10 && value >= 10) {
      return this.#leftOut(value);
    }
    return false;
  }

  #isMultiplied(at: number): boolean {
    return ["hundred", "scale", "slang", "small", "tens"].includes(this.#wordAt(at)?.kind ?? "");
  }

  #wordAt(at: number): NumberWord | undefined {
    return this.#table.get(this.#tokens[at]?.word ?? "");
  }

  #takeTens(value: number): boolean {
    const group = this.#group;
    if (group === null) return this.#isOther() ? false : this.#take("tens", value);
    if (this.#last === "hundred") return this.#take("tens", group + value);
    if (this.#last === "small" && group > 0 && group < 10) return this.#leftOut(value);
    return false;
  }

  /** "two fifty": the hundred was not said. */
  #leftOut(rest: number): boolean {
    this.#elliptical = true;
    return this.#take(rest < 20 ? "small" : "tens", this.#group! * 100 + rest);
  }

  #takeHundred(): boolean {
    const group = this.#group ?? 1;
    if (group >= 100 || group <= 0 || this.#last === "hundred") return false;
    if (this.#group === null && this.#last !== "none") return false;
    this.#hundred = true;
    this.#scales = [100];
    return this.#take("hundred", group * 100);
  }

  #takeScale({ kind, value }: NumberWord): boolean {
    const { word, glue } = this.#tokens[this.#at]!;
    if (kind === "slang") {
      if (this.#group === null) return false;
      const digits = this.#last === "written" || this.#last === "part";
      if (!isSlangWord(word) && !(digits && (glue === "" || word !== "b"))) return false;
    }
    if (this.#group === null && (this.#last === "scale" || this.#total > 0)) return false;
    if (value >= this.#lastScale) return false;
    const group = this.#group ?? 1;
    this.#scales = this.#last === "hundred" ? [100 * value, value] : [value];
    this.#total += group * value;
    this.#lastScale = value;
    this.#scaled = true;
    return this.#take("scale", null);
  }

  /** "a hundred and twenty", "a million and a half", "two and a half million". */
  #takeAnd(): boolean {
    if (!this.#options.and || this.#last === "none" || this.#last === "one") return false;
    if (this.#takeHalf()) return true;
    if (this.#last !== "hundred" && this.#last !== "scale") return false;
    if (this.#last === "scale" && this.#options.and === "hundreds") return false;
    const next = this.#at + 1;
    const rest = new Cardinal(this.#tokens, this.#table, this.#options, next).read();
    if (!rest || this.#tokens[next]!.pause > 0) return false;
    const limit = this.#last === "hundred" ? 100 : this.#lastScale;
    const unit = this.#last === "hundred" ? rest.value % 1_000 : rest.value;
    if (rest.scaled && this.#last === "hundred") {
      return this.#leadsOn(next) || this.#takeTensAndScale(rest);
    }
    if (unit >= limit || rest.value <= 0 || rest.elliptical) return false;
    if (this.#last === "scale" && !rest.hundred && rest.value >= 100) return false;
    this.#at = rest.to - 1;
    return this.#take("small", (this.#group ?? 0) + rest.value);
  }

  /** "(a hundred) and twenty five thousand …": the "and" is passed over, and the group goes on. */
  #leadsOn(from: number): boolean {
    let at = from;
    for (const kind of ["tens", "small"]) if (this.#wordAt(at)?.kind === kind) at++;
    return at > from && ["scale", "slang"].includes(this.#wordAt(at)?.kind ?? "");
  }

  /** "(a hundred) and 20 thousand": the multiplier goes for both. */
  #takeTensAndScale(rest: NumberRead): boolean {
    const scale = rest.scales.at(-1) ?? 0;
    if (rest.scales.length !== 1 || scale < 1_000 || rest.value / scale >= 100) return false;
    if (rest.value <= 0 || scale >= this.#lastScale) return false;
    this.#total += this.#group! * scale + rest.value;
    this.#scales = [scale];
    this.#lastScale = scale;
    this.#scaled = true;
    this.#at = rest.to - 1;
    return this.#take("scale", null);
  }

  #takeHalf(): boolean {
    let at = this.#at + 1;
    let parts = 1;
    const lead = this.#wordAt(at);
    if (lead?.kind === "one" || (lead?.kind === "small" && lead.value === 3)) {
      parts = lead.kind === "one" ? 1 : 3;
      at++;
    }
    const part = this.#wordAt(at);
    if (part?.kind !== "fraction" || this.#options.taken[at]) return false;
    if (this.#tokens[at]!.pause > 0 || this.#leadsToScale(at + 1)) {
      if (this.#last === "scale" || this.#last === "hundred") return false;
    }
    const next = this.#wordAt(at + 1);
    if (next?.kind === "one") return false; // "… and half a million"
    this.#at = at;
    const share = parts * part.value;
    if (this.#group === null) return this.#take("part", share * this.#lastScale);
    return this.#take("part", this.#group + share * (this.#last === "hundred" ? 100 : 1));
  }

  /** "one point five". */
  #takePoint(): boolean {
    if (this.#group === null || this.#last === "one") return false;
    const decimals = readDecimals(this.#tokens, this.#at + 1, this.#table, this.#options);
    if (decimals === null) return false;
    this.#at = decimals.to - 1;
    return this.#take("part", this.#group + decimals.value);
  }
}

/** A single letter multiplies only digits that it is written to; "k" also words. */
function isSlangWord(word: string): boolean {
  return word.length > 1 || word === "k";
}

/** Takes away what binary fractions add: 1.1 million is 1100000. */
function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
