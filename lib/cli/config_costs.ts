/** What may be spent, and at what prices it is counted. */
import { MICROS, type Price, type PriceTable, type Unit } from "../core/cost.ts";
import { SHIPPED_PRICES } from "../core/prices.data.ts";
import type { CostLimits } from "../core/treasury.ts";
import type { Values } from "./config_values.ts";
import type { VariableName } from "./config_variables.data.ts";

export interface CostsConfig {
  readonly limits: CostLimits;
  readonly prices: PriceTable;
}

const NO_LIMIT = "none";
/** Up to a million, with cents and smaller: text throughout, since money is no floating number. */
const AMOUNT = /^(\d{1,7})(?:\.(\d{1,6}))?$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const UNITS: Readonly<Record<Unit, true>> = {
  heard_ms: true,
  prompt_tokens: true,
  cached_tokens: true,
  answer_tokens: true,
  characters: true,
  text_tokens: true,
  spoken_ms: true,
};
/** A provider has some ten models, and a model three prices. */
const PRICES_MAX = 500;

export function costs(values: Values): CostsConfig {
  return {
    limits: {
      callMicros: limit(values, "MAX_CALL_COST"),
      numberMicros: limit(values, "MAX_NUMBER_COST"),
      dayMicros: limit(values, "MAX_DAY_COST"),
    },
    prices: prices(values),
  };
}

function limit(values: Values, name: VariableName): number | null {
  const text = values.text(name).toLowerCase();
  if (text === NO_LIMIT) return null;
  const [, whole, fraction = ""] = AMOUNT.exec(text) ?? [];
  if (whole === undefined) {
    values.wrong(name, `an amount like 2.50 with at most six decimals, or ${NO_LIMIT}`);
    return null;
  }
  return Number(whole) * MICROS + Number(fraction.padEnd(6, "0"));
}

/** Rows of the variable stand behind the shipped ones, and win over those of the same day. */
function prices(values: Values): PriceTable {
  const { currency, prices: shipped } = SHIPPED_PRICES;
  if (!values.isSet("PRICES")) return SHIPPED_PRICES;
  const own = rowsIn(values.text("PRICES"));
  if (own === null) values.wrong("PRICES", EXAMPLE);
  return { currency, prices: [...shipped, ...own ?? []] };
}

const EXAMPLE = "a JSON list of at most 500 prices like " +
  '[{"provider":"openai","model":"tts-1","unit":"characters","micros":15000000,"per":1000000,' +
  `"from":"2026-01-31","source":"our contract"}], with a unit of ${Object.keys(UNITS).join(", ")}`;

function rowsIn(text: string): readonly Price[] | null {
  try {
    const rows: unknown = JSON.parse(text);
    return Array.isArray(rows) && rows.length <= PRICES_MAX && rows.every(isPrice) ? rows : null;
  } catch {
    return null; // no JSON
  }
}

function isPrice(row: unknown): row is Price {
  if (typeof row !== "object" || row === null) return false;
  const { provider, model, unit, micros, per, from, source } = row as Record<string, unknown>;
  const isNamed = [provider, model, source].every((text) =>
    typeof text === "string" && text !== ""
  );
  const isKnown = typeof unit === "string" && Object.hasOwn(UNITS, unit);
  return isNamed && isKnown && isWhole(micros, 0) && isWhole(per, 1) && DAY.test(String(from));
}

function isWhole(value: unknown, min: number): boolean {
  return Number.isSafeInteger(value) && value as number >= min;
}
