/** What is said behind the point of a number: "(one point) two five", "(one point) seventy five". */
import type { NumberOptions } from "./number_read.ts";
import type { NumberTable } from "./number_table.ts";
import type { Token } from "./tokens.ts";

/** More digits than anybody says of a sum or a span. */
const DIGITS_MAX = 4;

/** The fraction that starts at a token; null where no digit stands there. */
export function readDecimals(
  tokens: readonly Token[],
  from: number,
  table: NumberTable,
  { taken }: NumberOptions,
): { readonly to: number; readonly value: number } | null {
  let digits = "";
  let at = from;
  for (; digits.length < DIGITS_MAX; at++) {
    const token = tokens[at];
    if (!token || token.pause > 0 || taken[at]) break;
    const word = table.get(token.word);
    const value = token.number ?? word?.value ?? -1;
    const isDigit = token.number !== null ||
      ["small", "tens", "digit"].includes(word?.kind ?? "");
    if (!isDigit || !Number.isInteger(value)) break;
    const joins = word?.kind === "small" && digits.length === 2 && digits.endsWith("0");
    digits = joins ? `${digits[0]}${value}` : `${digits}${value}`; // "seventy" "five"
  }
  return digits === "" ? null : { to: at, value: Number(`0.${digits}`) };
}
