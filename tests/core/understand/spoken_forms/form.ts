/**
 * Spoken forms made from values: the value comes first, and then a way in which a caller may say
 * it. Nothing here knows the rules that read it back: this folder has its own words and imports
 * nothing of lib (`tests/tidy_test.ts` sees to that).
 */

/** What the agent asked before. */
export type AskedFor =
  | "type"
  | "amount"
  | "risk"
  | "timeline"
  | "callback"
  | "callback_time"
  | "phone"
  | "confirm_amount"
  | "nothing";

export interface SpokenForm {
  /** The kind of form, so that what fails can be counted by kind. */
  readonly kind: string;
  readonly asked: AskedFor;
  readonly said: string;
  /** All that is to be noted, by key; `says` is "yes", "no" or what the caller wishes. */
  readonly noted: Readonly<Record<string, unknown>>;
  /** The caller is not sure, and the confidence has to say so. */
  readonly hedged?: boolean;
}

/** Draws of one seed. */
export class Draw {
  readonly #next: () => number;

  constructor(next: () => number) {
    this.#next = next;
  }

  /** 0 up to, not including, `below`. */
  int(below: number): number {
    return Math.floor(this.#next() * below);
  }

  between(low: number, high: number): number {
    return low + this.int(high - low + 1);
  }

  chance(share: number): boolean {
    return this.#next() < share;
  }

  one<T>(all: readonly T[]): T {
    return all[this.int(all.length)]!;
  }

  /** So many different ones. */
  some<T>(all: readonly T[], count: number): T[] {
    const left = [...all];
    const drawn: T[] = [];
    while (drawn.length < count) drawn.push(...left.splice(this.int(left.length), 1));
    return drawn;
  }
}

/** The pattern with what stands for its capital letters, each a word of its own. */
export function fill(pattern: string, parts: Readonly<Record<string, string>>): string {
  return pattern.replace(/\b[ABLHX]\b/g, (letter) => parts[letter] ?? letter);
}

/** As it stands, now and then with a capital and a point. */
export function plainly(draw: Draw, said: string): string {
  if (draw.chance(0.6)) return said;
  return said[0]!.toUpperCase() + said.slice(1) + (/[.?!]$/.test(said) ? "" : ".");
}

const OPENERS = ["", "", "", "", "", "um ", "uh ", "well ", "oh ", "hmm ", "so ", "okay so "];
const CLOSERS = ["", "", "", "", "", "", " please", " thanks"];

/** With the sounds around it, as a recogniser writes it: bare, or with capitals and points. */
export function around(draw: Draw, said: string): string {
  const closer = /[.?!]$/.test(said) ? "" : draw.one(CLOSERS);
  return plainly(draw, draw.one(OPENERS) + said + closer);
}

/** What recognisers write for the words that they heard; the sound is the same, or nearly. */
const MISHEARD: Readonly<Record<string, readonly string[]>> = {
  forty: ["fourty"],
  ninety: ["ninty"],
  twelve: ["twelf"],
  eighth: ["eigth"],
  thousand: ["thousend", "tousand", "thousands"],
  hundred: ["hundret", "hunderd"],
  million: ["milion", "millions"],
  dollars: ["dolars", "dollar"],
  euros: ["euro", "euroes"],
  pounds: ["pound"],
  years: ["year", "yeers", "yrs"],
  months: ["month", "mounths"],
  aggressive: ["agressive", "aggresive"],
  moderate: ["moderat", "moderet"],
  conservative: ["conservitive", "conservativ"],
  bonds: ["bond", "bondz"],
  stocks: ["stox", "stock"],
  crypto: ["cripto", "krypto"],
  three: ["tree"],
};

/** Some words misspelt, one at the most. */
export function misheard(draw: Draw, said: string): string {
  const words = said.split(" ");
  const known = words.flatMap((word, at) => Object.hasOwn(MISHEARD, word) ? [at] : []);
  if (known.length === 0) return said;
  const at = draw.one(known);
  words[at] = draw.one(MISHEARD[words[at]!]!);
  return words.join(" ");
}
