/**
 * The providers' public prices in US dollars, pay as you go, before tax and any agreement of your own:
 * see the variable PRICES. A price that has changed gets a row of its own with its first day.
 */
import type { Price, PriceTable, Unit } from "./cost.ts";

const MILLION = 1_000_000;
const MINUTE_MS = 60_000;

/**
 * Of 2026-11-24, at second hand: neither page was read for this table, so compare them before you rely
 * on it. The days are those on which a model was sold at this price for the first time, as far as is known.
 */
const OPENAI = "at second hand, 2026-11-24; compare openai.com/api/pricing";
const DEEPGRAM = "at second hand, 2026-11-24; compare deepgram.com/pricing (streaming)";

function chat(model: string, from: string, input: number, cached: number, output: number): Price[] {
  const rows: readonly (readonly [Unit, number])[] = [
    ["prompt_tokens", input],
    ["cached_tokens", cached],
    ["answer_tokens", output],
  ];
  return rows.map(([unit, micros]) => ({
    ...{ provider: "openai", model, unit, micros, per: MILLION, from, source: OPENAI },
  }));
}

function speech(model: string, from: string, unit: Unit, micros: number, per: number): Price {
  return { provider: "openai", model, unit, micros, per, from, source: OPENAI };
}

function ears(model: string, from: string, micros: number): Price {
  const provider = "deepgram";
  return { provider, model, unit: "heard_ms", micros, per: MINUTE_MS, from, source: DEEPGRAM };
}

export const SHIPPED_PRICES: PriceTable = {
  currency: "USD",
  prices: [
    ...chat("gpt-5.4", "2026-03-05", 2_500_000, 250_000, 15_000_000),
    ...chat("gpt-5.4-mini", "2026-03-17", 750_000, 75_000, 4_500_000),
    ...chat("gpt-5.4-nano", "2026-03-17", 200_000, 20_000, 1_250_000),
    ...chat("gpt-5.5", "2026-04-23", 5_000_000, 500_000, 30_000_000),
    ...chat("gpt-4.1-mini", "2025-04-14", 400_000, 100_000, 1_600_000),
    ...chat("gpt-4o-mini", "2024-07-18", 150_000, 75_000, 600_000),
    speech("tts-1", "2023-11-06", "characters", 15_000_000, MILLION),
    speech("tts-1-hd", "2023-11-06", "characters", 30_000_000, MILLION),
    // 12 USD for a million audio tokens, of which a minute has 1,250.
    speech("gpt-4o-mini-tts", "2025-03-20", "spoken_ms", 15_000, MINUTE_MS),
    speech("gpt-4o-mini-tts", "2025-03-20", "text_tokens", 600_000, MILLION),
    ears("nova-2", "2023-09-18", 5_800),
    ears("nova-2-general", "2023-09-18", 5_800),
    ears("nova-2-phonecall", "2023-09-18", 5_800),
    ears("nova-3", "2025-02-12", 7_700),
    ears("nova-3-general", "2025-02-12", 7_700),
    ears("flux-general-en", "2025-10-02", 7_700),
    ears("flux-general-multi", "2025-10-02", 7_700),
  ],
};
