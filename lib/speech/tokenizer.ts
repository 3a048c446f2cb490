/** Counts tokens as OpenAI's current models do: for answers whose own count never came. */

export interface Tokenizer {
  count(text: string): number;
}

/** Before the tables are there: English has some four letters a token. */
const CHARS_PER_TOKEN = 4;
/** Rules and tools are the same in every request. */
const REMEMBERED_MAX = 64;
const REMEMBERED_CHARS = 1_000;
/** What looks like a control token is text here: a caller may say anything. */
const PLAIN = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() };

const guess: Tokenizer = { count: (text) => Math.ceil(text.length / CHARS_PER_TOKEN) };
let loaded: Tokenizer | null = null;
let loading: Promise<void> | null = null;

/** The tables take a moment and some 70 MB: they are loaded before calls come, and only where needed. */
export function loadTokenizer(): Promise<void> {
  loading ??= import("gpt-tokenizer/encoding/o200k_base").then(({ countTokens }) => {
    loaded = remembering((text) => countTokens(text, PLAIN));
  });
  return loading;
}

/** The one that was loaded, else a rough one. */
export function tokenizer(): Tokenizer {
  return loaded ?? guess;
}

function remembering(count: (text: string) => number): Tokenizer {
  const known = new Map<string, number>();
  return {
    count(text) {
      const found = known.get(text);
      if (found !== undefined) return found;
      const tokens = count(text);
      if (text.length >= REMEMBERED_CHARS && known.size < REMEMBERED_MAX) known.set(text, tokens);
      return tokens;
    },
  };
}
