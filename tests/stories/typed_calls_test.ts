/** Hundreds of typed calls with the lead that each must leave, in the notation of their table. */
import assert from "node:assert/strict";
import { runBatchLine } from "../../lib/cli/batch.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import type { CallId } from "../../lib/core/ids.ts";
import type { Evidence, Lead } from "../../lib/core/lead.ts";
import { horizonOf } from "../../lib/core/understand/durations.ts";
import { isLong } from "../needs.ts";
import { type TypedCall, typedCalls } from "./typed_calls.data.ts";

/** A Monday, ten in the morning in New York. */
const NOW = "2026-05-04T14:00:00Z";
const ZONE = "America/New_York";
const REQUIRED = ["investmentType", "amount", "riskTolerance", "timeline"];

const CALLS_PER_SECOND = 1_000;
/** The best round counts: the machine may be busy, and the first one compiles. */
const ROUNDS = 6;

/** The table's short words for the lead's keys, and how the value after them is read. */
const KEYS: Readonly<Record<string, readonly [key: string, read: (text: string) => unknown]>> = {
  types: ["investmentType", (text) => text.split(",").sort()],
  sum: ["amount", sumOf],
  risk: ["riskTolerance", (text) => text],
  time: ["timeline", timeOf],
  name: ["name", (text) => text.replaceAll("_", " ")],
  phone: ["phone", (e164) => ({ e164, source: "spoken" })],
  email: ["email", (text) => text],
  callback: ["callback", callbackOf],
};

/** "20000..30000", "..5000", "EUR10000". */
function sumOf(text: string): unknown {
  const [, currency = "USD", rest = ""] = /^([A-Z]{3})?(.*)$/.exec(text)!;
  const [min, max] = endsOf(rest);
  const minor = (value: number | null) =>
    value === null ? null : Math.round(value * (currency === "JPY" ? 1 : 100));
  return { minMinor: minor(min), maxMinor: minor(max), currency };
}

/** "24", "0..24", "120..", "long". */
function timeOf(text: string): unknown {
  if (/^[a-z]/.test(text)) return { minMonths: null, maxMonths: null, horizon: text };
  const [minMonths, maxMonths] = endsOf(text);
  return { minMonths, maxMonths, horizon: horizonOf(minMonths, maxMonths) };
}

function endsOf(text: string): [number | null, number | null] {
  const [min, max = min] = text.split("..");
  const end = (part: string | undefined) => part ? Number(part) : null;
  return [end(min), end(max)];
}

/** "no", "yes", "yes:2026-05-05T15:00:00-04:00". */
function callbackOf(text: string): unknown {
  const wanted = text !== "no";
  return { wanted, at: text.startsWith("yes:") ? text.slice(4) : null, consent: wanted };
}

interface Wanted {
  readonly zone: string;
  readonly now: string;
  readonly status: string;
  readonly values: Readonly<Record<string, unknown>>;
  readonly turns: Readonly<Record<string, number>>;
}

function wantedOf({ lead }: TypedCall): Wanted {
  const said: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const turns: Record<string, number> = {};
  for (const word of lead.split(" ").filter((word) => word !== "")) {
    const [, short = "", text = "", turn] = /^(\w+)=(.*?)(?:@(\d+))?$/.exec(word)!;
    said[short] = text;
    const [key, read] = KEYS[short] ?? [];
    if (key) values[key] = read!(text);
    if (key && turn) turns[key] = Number(turn);
  }
  const whole = REQUIRED.every((key) => key in values) ? "qualified" : "incomplete";
  const { zone = ZONE, now = NOW, status = whole } = said;
  return { zone, now, status, values, turns };
}

async function leadOf(call: TypedCall, { now, zone }: Wanted): Promise<Lead> {
  const line = JSON.stringify({ id: 1, lines: call.lines.split(" / "), now, timeZone: zone });
  const outcome = await runBatchLine(line, {
    campaign: investmentLead,
    timeZone: ZONE,
    nowMs: () => Date.parse(NOW),
    newId: () => crypto.randomUUID() as CallId,
    keep: () => {},
  });
  assert.ok(outcome && "lead" in outcome, JSON.stringify(outcome));
  return outcome.lead as Lead;
}

/** Choices in whatever order. */
function plain({ value }: Pick<Evidence, "value">): unknown {
  return Array.isArray(value) ? [...value].sort() : value;
}

for (const call of typedCalls) {
  Deno.test(`typed call: ${call.lines}`, async () => {
    const wanted = wantedOf(call);
    const lead = await leadOf(call, wanted);
    const found = Object.entries(lead.fields).filter((entry): entry is [string, Evidence] =>
      entry[1] !== null
    );
    const values = Object.fromEntries(found.map(([key, evidence]) => [key, plain(evidence)]));
    assert.deepEqual(values, wanted.values);
    assert.equal(lead.status, wanted.status);
    for (const [key, { quote, turn }] of found) {
      assert.ok(call.lines.split(" / ")[turn - 1]!.includes(quote), `${key}: "${quote}"`);
      if (wanted.turns[key]) assert.equal(turn, wanted.turns[key], key);
    }
  });
}

Deno.test("a thousand typed calls and more are run in a second", async () => {
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const startedMs = performance.now();
    for (const call of typedCalls) await leadOf(call, wantedOf(call));
    rates.push(typedCalls.length / (performance.now() - startedMs) * 1_000);
  }
  const best = Math.round(Math.max(...rates));
  console.log(`${best} calls a second`);
  // On a machine that does other things at the same time it would be a test of those.
  if (isLong) assert.ok(best >= CALLS_PER_SECOND, `${best} calls a second`);
});
