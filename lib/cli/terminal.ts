/** What a person sees: how wide it may be, whether it may have colours, and nothing that a terminal obeys. */

/** Where nothing says how wide the terminal is. */
const COLUMNS = 80;
const COLUMNS_MIN = 20;

export interface Screen {
  /** Infinity where a program reads: nothing is cut then. */
  readonly columns: number;
  readonly hasColours: boolean;
}

/** Of standard output. */
export function thisScreen(): Screen {
  if (!Deno.stdout.isTerminal()) return { columns: Infinity, hasColours: false };
  const isPlain = (Deno.env.get("NO_COLOR") ?? "") !== "" || Deno.env.get("TERM") === "dumb";
  return { columns: Math.max(columns(), COLUMNS_MIN), hasColours: !isPlain };
}

function columns(): number {
  try {
    return Deno.consoleSize().columns || COLUMNS;
  } catch {
    return COLUMNS; // of a terminal that can't be asked
  }
}

export type Colour = "bold" | "dim" | "green" | "yellow" | "red";

const CODES: Readonly<Record<Colour, number>> = { bold: 1, dim: 2, green: 32, yellow: 33, red: 31 };

export function coloured(text: string, colour: Colour | null, screen: Screen): string {
  return screen.hasColours && colour !== null ? `\u001b[${CODES[colour]}m${text}\u001b[0m` : text;
}

/**
 * On one line, with nothing in it that moves the cursor, changes colours or turns the direction of
 * writing: callers' words may hold anything.
 */
export function printable(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, "");
}

/** How many columns a text takes: two for each wide letter, none for a mark on the letter before. */
export function columnsOf(text: string): number {
  let sum = 0;
  for (const letter of text) sum += WIDE.test(letter) ? 2 : MARK.test(letter) ? 0 : 1;
  return sum;
}

/** East Asian wide and full-width letters, and most emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const MARK = /\p{Mn}/u;

/** At most so many columns; "…" stands where something was cut. */
export function cut(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let kept = "";
  let left = columns - 1;
  for (const letter of text) {
    left -= columnsOf(letter);
    if (left < 0) break;
    kept += letter;
  }
  return `${kept.trimEnd()}…`;
}

/** Filled up with spaces, on the left where it is a number. */
export function filled(text: string, columns: number, isNumber = false): string {
  const spaces = " ".repeat(Math.max(0, columns - columnsOf(text)));
  return isNumber ? spaces + text : text + spaces;
}
