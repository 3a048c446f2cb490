/**
 * The little language in which phrases are written down: words, `(a|b c|d)` for one of several, and
 * `[maybe]` for what can be left out. "[I am] (fine|ok) with that" stands for six phrases.
 */

export type Pattern =
  | { readonly type: "word"; readonly word: string }
  | { readonly type: "sequence"; readonly parts: readonly Pattern[] }
  | { readonly type: "choice"; readonly ways: readonly Pattern[] }
  | { readonly type: "optional"; readonly part: Pattern };

/** Reads a pattern; throws a sentence that names the pattern where it is malformed. */
export function parsePattern(source: string): Pattern {
  const symbols = source.match(/[()[\]|]|[^\s()[\]|]+/g) ?? [];
  const reader = new PatternReader(source, symbols);
  return reader.whole();
}

class PatternReader {
  readonly #source: string;
  readonly #symbols: readonly string[];
  #at = 0;

  constructor(source: string, symbols: readonly string[]) {
    this.#source = source;
    this.#symbols = symbols;
  }

  whole(): Pattern {
    const pattern = this.#choice();
    if (this.#at < this.#symbols.length) this.#fail(`"${this.#symbols[this.#at]}" is left over`);
    return pattern;
  }

  #choice(): Pattern {
    const ways = [this.#sequence()];
    while (this.#symbols[this.#at] === "|") {
      this.#at++;
      ways.push(this.#sequence());
    }
    return ways.length === 1 ? ways[0]! : { type: "choice", ways };
  }

  #sequence(): Pattern {
    const parts: Pattern[] = [];
    for (;;) {
      const symbol = this.#symbols[this.#at];
      if (symbol === undefined || symbol === "|" || symbol === ")" || symbol === "]") break;
      this.#at++;
      parts.push(this.#part(symbol));
    }
    if (parts.length === 0) this.#fail("a way is empty");
    return parts.length === 1 ? parts[0]! : { type: "sequence", parts };
  }

  #part(symbol: string): Pattern {
    if (symbol === "(") return this.#closed(")");
    if (symbol === "[") return { type: "optional", part: this.#closed("]") };
    return { type: "word", word: symbol.toLowerCase() };
  }

  #closed(bracket: string): Pattern {
    const inner = this.#choice();
    if (this.#symbols[this.#at] !== bracket) this.#fail(`"${bracket}" is missing`);
    this.#at++;
    return inner;
  }

  #fail(why: string): never {
    throw new Error(`The phrase pattern "${this.#source}" can't be read: ${why}`);
  }
}
