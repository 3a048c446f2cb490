/** Values of a lead as a person reads them in a table, and as cells of a sheet. */
import type { Amount, Callback, Duration, Phone, Value } from "../core/lead.ts";
import { minorUnits } from "../core/understand/currency.ts";
import type { Cell } from "./csv.ts";

/** What a value is, by its own shape: campaigns come and go, and stored leads stay. */
export type ValueShape = "amount" | "duration" | "phone" | "callback" | "plain";

export function shapeOf(value: Value): ValueShape {
  if (typeof value !== "object" || Array.isArray(value)) return "plain";
  if ("minMinor" in value) return "amount";
  if ("horizon" in value) return "duration";
  return "e164" in value ? "phone" : "callback";
}

/** "at least USD 50,000", "1 to 2 years", "stocks, real estate", "+12025550123". */
export function valueText(value: Value): string {
  switch (shapeOf(value)) {
    case "amount":
      return amountText(value as Amount);
    case "duration":
      return durationText(value as Duration);
    case "phone":
      return (value as Phone).e164;
    case "callback":
      return callbackText(value as Callback);
    case "plain":
      return plainText(value);
  }
}

function plainText(value: Value): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  const words = Array.isArray(value) ? value as readonly string[] : [String(value)];
  return words.map((word) => /^[a-z_]+$/.test(word) ? word.replaceAll("_", " ") : word).join(", ");
}

function amountText({ minMinor, maxMinor, currency }: Amount): string {
  const sum = (minor: number) =>
    (minor / minorUnits(currency)).toLocaleString("en", { maximumFractionDigits: 3 });
  if (minMinor === null && maxMinor === null) return "";
  if (minMinor === null) return `up to ${currency} ${sum(maxMinor!)}`;
  if (maxMinor === null) return `at least ${currency} ${sum(minMinor)}`;
  if (minMinor === maxMinor) return `${currency} ${sum(minMinor)}`;
  return `${currency} ${sum(minMinor)} to ${sum(maxMinor)}`;
}

function durationText({ minMonths, maxMonths, horizon }: Duration): string {
  if (minMonths === null && maxMonths === null) return `${horizon} term`;
  if (maxMonths === null) return `at least ${spanText(minMonths!)}`;
  if (minMonths === null || (minMonths === 0 && maxMonths > 0)) {
    return `within ${spanText(maxMonths)}`;
  }
  if (minMonths === maxMonths) return spanText(maxMonths);
  return `${spanText(minMonths)} to ${spanText(maxMonths)}`;
}

function spanText(months: number): string {
  const isYears = months > 0 && months % 12 === 0;
  const count = isYears ? months / 12 : months;
  return `${count} ${isYears ? "year" : "month"}${count === 1 ? "" : "s"}`;
}

/** The caller's own clock: "2026-05-05 15:00 -04:00". */
function callbackText({ wanted, at }: Callback): string {
  if (!wanted) return "no";
  return at === null ? "yes" : at.replace(/^(.{10})T(.{5})(?::\d\d(?:\.\d+)?)?/, "$1 $2 ");
}

/** The cells that hold a value of this shape, each with the end of its title. */
const SHEET: Readonly<Record<ValueShape, readonly (readonly [string, (value: never) => Cell])[]>> =
  {
    amount: [
      ["_min", ({ minMinor, currency }: Amount) => decimal(minMinor, currency)],
      ["_max", ({ maxMinor, currency }: Amount) => decimal(maxMinor, currency)],
      ["_currency", ({ currency }: Amount) => currency],
    ],
    duration: [
      ["_min_months", ({ minMonths }: Duration) => minMonths],
      ["_max_months", ({ maxMonths }: Duration) => maxMonths],
      ["_horizon", ({ horizon }: Duration) => horizon],
    ],
    phone: [
      ["", ({ e164 }: Phone) => e164],
      ["_source", ({ source }: Phone) => source],
    ],
    callback: [
      ["_wanted", ({ wanted }: Callback) => wanted],
      ["_at", ({ at }: Callback) => at],
      ["_consent", ({ consent }: Callback) => consent],
    ],
    plain: [
      ["", (value: Value) => Array.isArray(value) ? value.join("; ") : value as Cell],
    ],
  };

/** Titles of the cells for a field: "amount_min", "amount_max", "amount_currency". */
export function titlesOf(field: string, shape: ValueShape): string[] {
  return SHEET[shape].map(([end]) => `${field}${end}`);
}

/** As many cells as there are titles; empty where the value is of another shape. */
export function cellsOf(value: Value | null, shape: ValueShape): Cell[] {
  const isOurs = value !== null && shapeOf(value) === shape;
  return SHEET[shape].map(([, cell]) => isOurs ? cell(value as never) : null);
}

/** Exact: whole minor units with a point in between. */
function decimal(minor: number | null, currency: string): Cell {
  if (minor === null) return null;
  const places = String(minorUnits(currency)).length - 1;
  if (places === 0) return minor;
  const digits = String(minor).padStart(places + 1, "0");
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
