/** What each word of a language means inside a number. */
import type { Language, NumberWords } from "./language.ts";

export type NumberKind =
  | "small"
  | "tens"
  | "hundred"
  | "scale"
  | "slang"
  | "digit"
  | "fraction"
  | "vague"
  | "one"
  | "and"
  | "point"
  | "of"
  | "repeat"
  | "loose";

export interface NumberWord {
  readonly kind: NumberKind;
  readonly value: number;
}

export type NumberTable = ReadonlyMap<string, NumberWord>;

const tables = new WeakMap<NumberWords, NumberTable>();

export function numberTableOf({ numbers }: Language): NumberTable {
  let table = tables.get(numbers);
  if (!table) {
    table = newTable(numbers);
    tables.set(numbers, table);
  }
  return table;
}

function newTable(numbers: NumberWords): NumberTable {
  const table = new Map<string, NumberWord>();
  const add = (kind: NumberKind, words: Readonly<Record<string, number>>) => {
    for (const [word, value] of Object.entries(words)) table.set(word, { kind, value });
  };
  const list = (kind: NumberKind, words: readonly string[]) => {
    for (const word of words) table.set(word, { kind, value: 1 });
  };
  add("fraction", numbers.fractions);
  add("vague", numbers.vague);
  add("repeat", numbers.repeats);
  for (const [word, value] of Object.entries(numbers.scales)) {
    table.set(word, { kind: value === 100 ? "hundred" : "scale", value });
  }
  add("slang", numbers.slangScales);
  for (const [word, digit] of Object.entries(numbers.digits)) {
    table.set(word, { kind: "digit", value: Number(digit) });
  }
  add("small", numbers.small);
  add("tens", numbers.tens);
  list("one", numbers.one);
  list("and", numbers.and);
  list("point", numbers.point);
  list("of", numbers.of);
  list("loose", numbers.loose);
  return table;
}
