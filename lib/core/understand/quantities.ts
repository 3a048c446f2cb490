/** Every number of a turn with its unit, range and bound. */
import { withBounds } from "./bounds.ts";
import { type Figure, figureAt } from "./figures.ts";
import { numberTableOf } from "./number_table.ts";
import type { Quantity } from "./quantity.ts";
import { rangeFrom } from "./ranges.ts";
import type { Reading } from "./reading.ts";

/** All quantities of a turn in order. Tokens that are taken already are passed over. */
export function quantitiesIn(reading: Reading): Quantity[] {
  const quantities: Quantity[] = [];
  const table = numberTableOf(reading.language);
  for (let at = 0; at < reading.tokens.length;) {
    const { word, number } = reading.tokens[at]!;
    const starts = number !== null || table.has(word) || isCurrencySign(reading, at);
    const first = starts ? figureAt(reading, at, true) : null;
    if (!first) {
      at++;
      continue;
    }
    const quantity = withBounds(reading, rangeFrom(reading, first) ?? single(first));
    quantities.push(quantity);
    at = Math.max(quantity.to, at + 1);
  }
  return quantities;
}

function isCurrencySign(reading: Reading, at: number): boolean {
  return reading.startingAt("currency", at) !== undefined;
}

function single(figure: Figure): Quantity {
  const { from, to, value, unit, number } = figure;
  return {
    from,
    to,
    low: value,
    high: value,
    unit,
    bound: figure.open ? "at_least" : "exact",
    isRange: false,
    approximate: number.vague,
    figures: [figure],
  };
}
