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
    const starts = number !== null || table.has(word) || isCurrencySign(reading, at) ||
      (Object.hasOwn(reading.language.timeUnits, word) && reading.endingAt("within", at));
    const first = starts ? figureAt(reading, at, true) : null;
    if (!first) {
      at++;
      continue;
    }
    const quantity = withBounds(reading, rangeFrom(reading, first) ?? single(first));
    const before = quantities.at(-1);
    const whole = before
      ? openRange(reading, before, quantity) ?? continued(reading, before, quantity)
      : null;
    if (whole) quantities.pop();
    quantities.push(whole ?? quantity);
    at = Math.max(quantity.to, at + 1);
  }
  return quantities;
}

/** "More than three years but less than six": two open ends of one span of time. */
function openRange(reading: Reading, low: Quantity, high: Quantity): Quantity | null {
  if (low.unit.type !== "time" || low.bound !== "at_least") return null;
  if (high.bound !== "at_most" && high.bound !== "within") return null;
  if (high.from - low.to > 1 || reading.pause(high.from) > 1) return null;
  const unit = high.unit.type === "none" ? low.unit : high.unit;
  if (unit.type !== "time" || high.figures.some(({ number }) => number.scaled)) return null;
  const inUnit = low.low * low.unit.months / unit.months;
  if (inUnit > high.high) return null;
  const figures = [...low.figures, ...high.figures];
  const { from, approximate } = low;
  return { ...high, from, low: inUnit, unit, isRange: true, bound: "exact", approximate, figures };
}

/** "Sixty five thousand, five hundred dollars": a sum with a breath in it. */
function continued(reading: Reading, head: Quantity, tail: Quantity): Quantity | null {
  const parts = [head, tail];
  const isPlain = parts.every(({ bound, isRange }) => bound === "exact" && !isRange);
  if (!isPlain || head.to !== tail.from || reading.pause(tail.from) !== 1) return null;
  if (head.unit.type !== "none" || tail.unit.type === "time" || tail.unit.type === "other") {
    return null;
  }
  const [number, rest] = [head.figures[0]!.number, tail.figures[0]!.number];
  const scale = number.scales.at(-1) ?? 1;
  const fits = number.scaled && tail.low < scale && tail.low >= scale / 10;
  if (!fits || !(rest.hundred || rest.scaled)) return null;
  const low = head.low + tail.low;
  return { ...tail, from: head.from, low, high: low, figures: [...head.figures, ...tail.figures] };
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
