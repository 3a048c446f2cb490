import assert from "node:assert/strict";
import { type BatchOptions, runBatchLine } from "../../lib/cli/batch.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import type { Fact } from "../../lib/core/facts.ts";
import type { CallId } from "../../lib/core/ids.ts";
import type { Evidence, Lead } from "../../lib/core/lead.ts";

const NOW = "2026-05-04T14:00:00Z";

function options(more: Partial<BatchOptions> = {}): BatchOptions {
  return {
    campaign: investmentLead,
    timeZone: "America/New_York",
    nowMs: () => Date.parse(NOW),
    newId: () => "11111111-1111-4111-8111-111111111111" as CallId,
    keep: () => {},
    ...more,
  };
}

interface Row {
  readonly id: unknown;
  readonly error?: string;
  readonly call: Readonly<Record<string, unknown>>;
  readonly lead: Lead;
}

async function run(line: unknown, more: Partial<BatchOptions> = {}): Promise<Row> {
  const text = typeof line === "string" ? line : JSON.stringify(line);
  return JSON.parse(JSON.stringify(await runBatchLine(text, options(more)))) as Row;
}

async function talk(...lines: string[]): Promise<Row> {
  return await run({ id: "talk", lines });
}

function value(row: Row, key: string): unknown {
  return row.lead.fields[key]?.value ?? null;
}

const QUALIFYING = ["stocks and bonds", "50k USD", "moderate", "within two years"];

Deno.test("a batch line comes back with its id on top and every key of the contract in order", async () => {
  const row = await run({ id: "a-1", lines: [...QUALIFYING, "no thanks"] });
  assert.deepEqual(Object.keys(row), ["id", "call", "lead"]);
  assert.equal(row.id, "a-1");
  assert.deepEqual(Object.keys(row.call), ["id", "startedAt", "endedAt", "endedBy", "turns"]);
  assert.deepEqual(Object.keys(row.lead), ["status", "missing", "fields"]);
  assert.deepEqual(Object.keys(row.lead.fields), [
    "investmentType",
    "amount",
    "riskTolerance",
    "timeline",
    "name",
    "phone",
    "email",
    "callback",
  ]);
  const amount = row.lead.fields.amount as Evidence;
  assert.deepEqual(Object.keys(amount), ["value", "quote", "turn", "confidence"]);
  assert.deepEqual(amount, {
    value: { minMinor: 5_000_000, maxMinor: 5_000_000, currency: "USD" },
    quote: "50k USD",
    turn: 2,
    confidence: 0.95,
  });
  assert.deepEqual(value(row, "timeline"), { minMonths: 0, maxMonths: 24, horizon: "medium" });
  assert.equal(row.lead.status, "qualified");
  assert.deepEqual(row.lead.missing, []);
  assert.equal(row.call["endedBy"], "agent");
  assert.equal(row.call["turns"], 5);
  assert.equal(row.call["startedAt"], "2026-05-04T14:00:00.000Z");
});

Deno.test("every quote is a verbatim part of its turn, and the first caller turn is 1", async () => {
  const lines = ["Hi, I'm Anna. STOCKS please", "Fifty-Thousand dollars, or so", "Low", "5 Years"];
  const row = await run({ id: 1, lines });
  for (const evidence of Object.values(row.lead.fields)) {
    if (evidence) assert.ok(lines[evidence.turn - 1]!.includes(evidence.quote), evidence.quote);
  }
  assert.equal(row.lead.fields["name"]!.turn, 1);
});

Deno.test("end of input: the caller ended the call; lines after the agent hung up are ignored", async () => {
  const cut = await talk("stocks");
  assert.equal(cut.call["endedBy"], "caller");
  assert.deepEqual(cut.lead.missing, ["amount", "riskTolerance", "timeline"]);
  const left = await talk("not interested", "stocks", "50k");
  assert.equal(left.call["endedBy"], "agent");
  assert.equal(left.call["turns"], 1);
  assert.equal(value(left, "investmentType"), null);
});

Deno.test("status: human_requested before not_interested before qualified before incomplete", async () => {
  assert.equal((await talk(...QUALIFYING)).lead.status, "qualified");
  assert.equal((await talk(...QUALIFYING, "I am not interested")).lead.status, "not_interested");
  const person = await talk(...QUALIFYING, "can I speak to a person, I am not interested in you");
  assert.equal(person.lead.status, "human_requested");
  assert.equal((await talk("stocks")).lead.status, "incomplete");
  assert.equal((await talk()).lead.status, "incomplete");
});

Deno.test("a person asked for: a callback is taken, with its number", async () => {
  const row = await talk("I want to talk to a human", "yes", "tomorrow at 3pm", "202 555 0123");
  assert.equal(row.lead.status, "human_requested");
  const at = "2026-05-05T15:00:00-04:00";
  assert.deepEqual(value(row, "callback"), { wanted: true, at, consent: true });
  assert.deepEqual(value(row, "phone"), { e164: "+12025550123", source: "spoken" });
});

Deno.test("a confirming question swallows no line: the next answer counts for its own field", async () => {
  const row = await talk("bonds", "twenty", "low", "two years", "no");
  assert.deepEqual(value(row, "amount"), {
    minMinor: 2_000_000,
    maxMinor: 2_000_000,
    currency: "USD",
  });
  assert.equal(value(row, "riskTolerance"), "conservative");
  assert.equal(row.lead.status, "qualified");
  assert.deepEqual(value(row, "callback"), { wanted: false, at: null, consent: false });
});

Deno.test("`now` and `timeZone` of a line decide what tomorrow is, and its offset", async () => {
  const lines = [...QUALIFYING, "yes, tomorrow at 9"];
  const at = async (more: object) =>
    (value(await run({ id: 1, lines, ...more }), "callback") as { at: string }).at;
  assert.equal(await at({}), "2026-05-05T09:00:00-04:00");
  assert.equal(await at({ timeZone: "Europe/Berlin" }), "2026-05-05T09:00:00+02:00");
  const eve = { now: "2026-10-24T23:30:00Z", timeZone: "Europe/London" };
  assert.equal(await at(eve), "2026-10-26T09:00:00+00:00"); // half past midnight on the 25th
  assert.equal(
    await at({ now: Date.parse("2026-01-01T12:00:00Z") }),
    "2026-01-02T09:00:00-05:00",
  );
  const local = { now: "2026-05-04T23:30", timeZone: "Asia/Tokyo" };
  assert.equal(await at(local), "2026-05-05T09:00:00+09:00");
});

const BAD: readonly (readonly [string, string, RegExp])[] = [
  ["no JSON", "not json", /^Cannot read this line: it is not JSON/],
  ["a list", "[1]", /^Cannot read this line: it is not an object/],
  ["null", "null", /^Cannot read this line: it is not an object/],
  ["no lines", '{"id":"x"}', /"lines" must be a list of texts/],
  ["a number as line", '{"id":"x","lines":[1]}', /"lines" must be a list of texts/],
  ["lines as text", '{"id":"x","lines":"stocks"}', /"lines" must be a list of texts/],
  ["no time", '{"id":"x","lines":[],"now":"yesterday"}', /"now" is "yesterday"/],
  ["no ISO time", '{"id":"x","lines":[],"now":"5/4/2026"}', /"now" is "5\/4\/2026"/],
  ["no time zone", '{"id":"x","lines":[],"timeZone":"Mars/X"}', /"timeZone" is "Mars\/X"/],
  ["too long", `{"id":"x","lines":["${"a".repeat(1_000_000)}"]}`, /it has over 1000000 characters/],
  ["too many", `{"id":"x","lines":[${'"a",'.repeat(1_000)}"a"]}`, /1001 lines, 1000 is the most/],
];

for (const [what, line, error] of BAD) {
  Deno.test(`a bad batch line (${what}) gives its id and one sentence`, async () => {
    const row = await run(line);
    assert.deepEqual(Object.keys(row), ["id", "error"]);
    assert.match(row.error!, error);
    if (line.length < 10_000 && line.startsWith("{")) assert.equal(row.id, "x");
  });
}

Deno.test("an empty line is none, and blank caller lines are no turns", async () => {
  assert.equal(await runBatchLine("  ", options()), null);
  const row = await run({ id: 1, lines: ["", "  ", "gold"] });
  assert.equal(row.call["turns"], 1);
  assert.equal(row.lead.fields["investmentType"]!.turn, 1);
});

Deno.test("a batch call's facts are kept whole, in order", async () => {
  const kept: Fact[] = [];
  await run({ id: 1, lines: QUALIFYING }, { keep: (facts) => void kept.push(...facts) });
  assert.deepEqual(kept.map(({ seq }) => seq), kept.map((_, index) => index + 1));
  assert.equal(kept[0]!.type, "call_started");
  assert.equal(kept.at(-1)!.type, "call_ended");
});

Deno.test("the same line gives the same call, however often it is run", async () => {
  const line = { id: 1, lines: [...QUALIFYING, "yes", "tomorrow at 3", "202 555 0123"], now: NOW };
  assert.deepEqual(await run(line), await run(line));
});
