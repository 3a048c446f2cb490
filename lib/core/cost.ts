/** What providers are paid: what was used, at the prices of a day, in whole millionths of a currency. */

/** "heard_ms": audio that was streamed to ears. "spoken_ms": audio that came of a voice. */
export type Unit =
  | "heard_ms"
  | "prompt_tokens"
  | "cached_tokens"
  | "answer_tokens"
  | "characters"
  | "text_tokens"
  | "spoken_ms";

/** Whole numbers; what was not used is left out. Prompt tokens are those that were not cached. */
export type Units = Readonly<Partial<Record<Unit, number>>>;

/** What one request to a provider used. */
export interface Usage {
  readonly provider: string;
  readonly model: string;
  readonly units: Units;
  /** The provider's own count never came: ours stands for it. */
  readonly estimated: boolean;
}

export interface Price {
  readonly provider: string;
  /** Its dated snapshots cost the same. */
  readonly model: string;
  readonly unit: Unit;
  /** Millionths of the currency for `per` units. */
  readonly micros: number;
  readonly per: number;
  /** The first day on which it holds: "2026-03-17". */
  readonly from: string;
  /** Where it was read, and when. */
  readonly source: string;
}

export interface PriceTable {
  /** ISO 4217. */
  readonly currency: string;
  /** Of two for the same thing the later day holds, and of the same day the later row. */
  readonly prices: readonly Price[];
}

export interface Cost {
  readonly currency: string;
  /** Null: the table has no price of this model. */
  readonly micros: number | null;
}

/** As it is written down. */
export interface CostEntry extends Usage, Cost {
  /** Epoch ms. */
  readonly atMs: number;
  /** Of the books: "2026-03-17". */
  readonly day: string;
}

/** Millionths in a whole: 1 USD is 1,000,000. */
export const MICROS = 1_000_000;

/** `day`: "2026-03-17". Each unit is rounded by itself, half a millionth up. */
export function costOf(usage: Usage, { currency, prices }: PriceTable, day: string): Cost {
  const known = prices.filter((price) => isOf(price, usage));
  if (known.length === 0) return { currency, micros: null };
  const micros = Object.entries(usage.units).reduce((sum, [unit, count]) => {
    const price = inForce(known.filter((one) => one.unit === unit), day);
    return sum + (price ? priced(count, price) : 0);
  }, 0);
  return { currency, micros };
}

/** Billed side by side. What a voice makes is billed by one of its units, and the others cost nothing. */
const BILLED_TOGETHER: readonly Unit[] = ["prompt_tokens", "cached_tokens", "answer_tokens"];

/** What was used and is billed, and has no price on that day: all of a model that has none. */
export function unpricedUnits(
  usage: Pick<Usage, "provider" | "model" | "units">,
  { prices }: PriceTable,
  day: string,
): readonly Unit[] {
  const known = prices.filter((price) => isOf(price, usage) && price.from <= day);
  const used = (Object.entries(usage.units) as [Unit, number][]).filter(([, count]) => count > 0);
  return used.map(([unit]) => unit).filter((unit) =>
    known.length === 0 ||
    (BILLED_TOGETHER.includes(unit) && !known.some((price) => price.unit === unit))
  );
}

/** What is billed for a model: false means that its use is counted, and costs nothing as far as we know. */
export function hasPrice({ prices }: PriceTable, provider: string, model: string): boolean {
  return prices.some((price) => isOf(price, { provider, model }));
}

/** "1.25" for 1,250,000; never fewer than two places. */
export function inWords(micros: number): string {
  const fraction = String(micros % MICROS).padStart(6, "0").replace(/0{1,4}$/, "");
  return `${Math.floor(micros / MICROS)}.${fraction}`;
}

function isOf(price: Price, { provider, model }: Pick<Usage, "provider" | "model">): boolean {
  if (price.provider !== provider) return false;
  return model.replace(/-\d{4}-\d{2}-\d{2}$/, "") === price.model || model === price.model;
}

function inForce(prices: readonly Price[], day: string): Price | null {
  const begun = prices.filter(({ from }) => from <= day);
  return begun.reduce<Price | null>((best, one) => best && best.from > one.from ? best : one, null);
}

/** In whole numbers throughout: 2^53 is too few for a year of audio at a high price. */
function priced(count: number, { micros, per }: Price): number {
  return Number((2n * BigInt(count) * BigInt(micros) + BigInt(per)) / (2n * BigInt(per)));
}
