/** What the agent says of a value is understood back as that value, all of the time. */
import assert from "node:assert/strict";
import { type Field, fieldOf } from "../../../lib/core/campaign.ts";
import { investmentLead } from "../../../lib/core/campaigns/investment_lead.data.ts";
import type { Amount, Duration, Value } from "../../../lib/core/lead.ts";
import { minorUnits } from "../../../lib/core/understand/currency.ts";
import { horizonOf } from "../../../lib/core/understand/durations.ts";
import type { Asked } from "../../../lib/core/understand/heard.ts";
import { languageOf } from "../../../lib/core/understand/language.ts";
import { sayValue } from "../../../lib/core/understand/say.ts";
import { spokenForm } from "../../../lib/core/spoken/spoken_form.ts";
import { seededRandom, seedOfThisRun } from "../../random.ts";
import { found, hear } from "./asking.ts";
import { Draw } from "./spoken_forms/form.ts";

const VALUES = 4_000;

const english = languageOf("en");

/** The value as the agent says it, and as a voice is given it, both read back. */
function assertRoundTrip(
  key: string,
  asked: Asked,
  value: Value,
  about: Parameters<typeof sayValue>[1],
) {
  const said = sayValue(value, about, investmentLead);
  for (const text of [said, spokenForm(said, investmentLead)]) {
    assert.deepEqual(found(hear(text, asked), key)?.value, value, `"${text}"`);
  }
}

function testRoundTrip(name: string, check: (draw: Draw) => void): void {
  Deno.test(`${name}: what is said of it is read back as it was, ${VALUES} times`, () => {
    const seed = seedOfThisRun();
    const draw = new Draw(seededRandom(seed));
    for (let at = 0; at < VALUES; at++) {
      try {
        check(draw);
      } catch (error) {
        throw new Error(`PARLEY_SEED=${seed}, value ${at}`, { cause: error });
      }
    }
  });
}

const field = (key: string): Field => fieldOf(investmentLead, key)!;
const asks = (key: string): Asked => ({ type: "field", key });

testRoundTrip("amounts of every currency", (draw) => {
  const { code } = draw.one(english.currencies);
  assertRoundTrip("amount", asks("amount"), drawAmount(draw, code), field("amount"));
});

function drawAmount(draw: Draw, currency: string): Amount {
  const digits = draw.between(1, 9);
  const plain = draw.between(1, 10 ** draw.between(1, digits)) * 10 ** draw.int(4);
  const minor = minorUnits(currency);
  const cents = minor === 100 && draw.chance(0.05) ? draw.between(1, 99) : 0;
  const low = plain * minor;
  const high = (plain + draw.between(1, Math.max(1, plain))) * minor;
  return draw.one<Amount>([
    { minMinor: low + cents, maxMinor: low + cents, currency },
    { minMinor: low, maxMinor: high, currency },
    { minMinor: low, maxMinor: null, currency },
    { minMinor: null, maxMinor: low, currency },
  ]);
}

testRoundTrip("spans of time", (draw) => {
  const horizon = draw.one(["short", "medium", "long"] as const);
  const value = draw.chance(0.05)
    ? { minMonths: null, maxMonths: null, horizon }
    : drawDuration(draw);
  assertRoundTrip("timeline", asks("timeline"), value, field("timeline"));
});

function drawDuration(draw: Draw): Duration {
  const unit = draw.one([1, 12]);
  const low = draw.between(1, 40) * unit;
  const high = low + draw.between(1, 20) * unit;
  const [minMonths, maxMonths] = draw.one(
    [
      [low, low],
      [low, high],
      [low, null],
      [0, low],
    ] as const,
  );
  return { minMonths, maxMonths, horizon: horizonOf(minMonths, maxMonths) };
}

testRoundTrip("choices", (draw) => {
  const { kind } = field("investmentType");
  assert.ok(kind.type === "choice");
  const ids = kind.options.map(({ id }) => id);
  const chosen = draw.some(ids, draw.between(1, 4));
  assertRoundTrip("investmentType", asks("investmentType"), chosen, field("investmentType"));
  const risk = draw.one(["conservative", "moderate", "aggressive"]);
  assertRoundTrip("riskTolerance", asks("riskTolerance"), risk, field("riskTolerance"));
});

testRoundTrip("numbers to dial", (draw) => {
  const e164 = draw.one([
    () =>
      `+1${draw.one(["202", "415", "646"])}${draw.between(200, 999)}${draw.between(1000, 9999)}`,
    () => `+447700900${draw.between(100, 999)}`,
    () => `+4930${draw.between(200_000, 9_999_999)}`,
    () => `+336${draw.between(10_000_000, 99_999_999)}`,
  ])();
  assertRoundTrip("phone", { type: "phone" }, { e164, source: "spoken" }, "phone");
});

testRoundTrip("e-mail addresses", (draw) => {
  const number = draw.chance(0.4) ? String(draw.int(2_100)) : "";
  const sign = draw.one([".", "_", "-", "+", ""]);
  const host = `${drawWord(draw)}${draw.one(["", `-${drawWord(draw)}`])}`;
  const end = draw.one(["com", "org", "co.uk", "net", "de"]);
  const address = `${drawWord(draw)}${sign}${drawWord(draw)}${number}@${host}.${end}`;
  assertRoundTrip("email", { type: "nothing" }, address, "email");
});

/** Longer than most words that sound like a digit, a sign or hesitation: "two", "dot", "uh". */
function drawWord(draw: Draw): string {
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  const word = Array.from({ length: draw.between(5, 9) }, () => draw.one(letters)).join("");
  return SOUNDS.includes(word) ? drawWord(draw) : word;
}

const SOUNDS = "three seven eight fifty sixty forty minus double triple hyphen period".split(" ");

testRoundTrip("times of a call", (draw) => {
  const day = new Date(Date.UTC(2026, 4, 5 + draw.int(300)));
  const hour = draw.between(0, 23);
  const minute = draw.int(60);
  const local = `${day.toISOString().slice(0, 10)}T${two(hour)}:${two(minute)}:00`;
  const at = `${local}${isSummer(day) ? "-04:00" : "-05:00"}`;
  if (isChangeDay(day)) return;
  assertRoundTrip(
    "callback",
    { type: "callback_time" },
    { wanted: true, at, consent: true },
    "callback",
  );
});

/** In New York, 2026: from 8 March to 1 November; 2027 from 14 March. */
function isSummer(day: Date): boolean {
  const at = day.toISOString().slice(5, 10);
  return at >= "03-09" && at < "11-01" && day.getUTCFullYear() === 2026;
}

function isChangeDay(day: Date): boolean {
  return ["2026-11-01"].includes(day.toISOString().slice(0, 10));
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

testRoundTrip("sums as they are written", (draw) => {
  const value = draw.between(10, 999) * 10 ** draw.between(1, 5);
  const [sign, currency] = draw.one([["$", "USD"], ["€", "EUR"], ["£", "GBP"]] as const);
  const grouped = value.toLocaleString("en-US");
  const text = draw.one([
    `${sign}${grouped}`,
    `${grouped} ${currency}`,
    ...(value % 1_000 === 0 ? [`${sign}${value / 1_000}k`] : []),
    ...(value % 100_000 === 0 ? [`${sign}${value / 1_000_000} million`] : []),
  ]);
  const said = spokenForm(text, investmentLead);
  const minor = value * 100;
  assert.deepEqual(
    found(hear(said, asks("amount")), "amount")?.value,
    { minMinor: minor, maxMinor: minor, currency },
    `"${text}" as "${said}"`,
  );
});
