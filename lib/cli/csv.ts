/** CSV as of RFC 4180, in which no cell is a formula to a spreadsheet. */

/** Text came from outside and may be anything; a number is ours. */
export type Cell = string | number | boolean | null;

/** Its sign makes a spreadsheet take it for a number, which it is; nothing in it can be run. */
const E164 = /^\+[1-9][0-9]{5,14}$/;
/** What begins a formula: also behind spaces and marks that aren't seen, and in full width. */
const FORMULA = /^[\s\p{Cf}\p{Cc}]*[=+\-@＝＋－＠\t\r]/u;
/** A spreadsheet that separates by semicolons or tabs begins a cell behind each. */
const FORMULA_INSIDE = /([;\t\r\n][\s\p{Cf}"]*)(?=[=+\-@＝＋－＠])/gu;

/** With its line end. */
export function csvLine(cells: readonly Cell[]): string {
  return cells.map((cell) => typeof cell === "string" ? textCell(cell) : String(cell ?? ""))
    .join(",") + "\r\n";
}

/** An apostrophe makes a formula a text; phone numbers stay what they are. */
function textCell(text: string): string {
  if (E164.test(text)) return text;
  const safe = text.replace(FORMULA_INSIDE, "$1'");
  const cell = FORMULA.test(text) || /^[\t\r]/.test(text) ? `'${safe}` : safe;
  return /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
