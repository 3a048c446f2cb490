import assert from "node:assert/strict";
import type { Fact } from "../../lib/core/facts.ts";
import { isRefusal, reasonOf, type Sql } from "../../lib/store/database.ts";
import { applyFacts, keepRefused } from "../../lib/store/facts.ts";
import { seededRandom, seedOfThisRun } from "../random.ts";
import { factsOf, lead, newCall, STARTED_AT_MS, timingOf, turnOf } from "./call_facts.ts";
import { onEachServer, withTables } from "./each_server.ts";

/** Each is a call whose facts come shuffled, doubled and cut into batches, by two writers at once. */
const SHUFFLES = 40;
const CANARY = "canary-4711";

onEachServer({
  "applyFacts() stores a call, what was said, and the lead with the words it rests on": (address) =>
    withTables(address, async (sql) => {
      const call = newCall();
      await applyFacts(sql, factsOf(call));
      assert.deepEqual(await stored(sql, call), {
        call: {
          campaign: "investment_lead",
          campaign_version: 1,
          caller_number: "+12025550123",
          dialled: "9000",
          started_at: new Date(STARTED_AT_MS),
          ended_at: new Date(STARTED_AT_MS + 5_000),
          ended_by: "agent",
          end_reason: "goodbye",
          turns: 2,
        },
        turns: ["agent: Hello.", "caller: stocks and bonds"],
        lead: { status: "qualified", missing: [], seq: 5 },
        fields: [
          { field: "amount", value: lead.fields.amount!.value, quote: "at least fifty thousand" },
          { field: "investmentType", value: ["stocks", "bonds"], quote: "stocks and bonds" },
        ],
      });
    }),

  "applyFacts() comes to the same whatever the order, however often, by two writers": (address) =>
    withTables(address, async (sql) => {
      const model = newCall();
      await applyFacts(sql, factsOf(model));
      const wanted = await stored(sql, model);
      const seed = seedOfThisRun();
      const random = seededRandom(seed);
      for (let round = 0; round < SHUFFLES; round++) {
        const call = newCall();
        const writers = [1, 2].map(() => shuffledBatches(factsOf(call), random));
        await Promise.all(writers.map(async (batches) => {
          for (const batch of batches) await applyFacts(sql, batch);
        }));
        assert.deepEqual(await stored(sql, call), wanted, `seed ${seed}, round ${round}`);
      }
    }),

  "applyFacts() stores when what happened in a turn, once, whichever fact comes first": (address) =>
    withTables(address, async (sql) => {
      const call = newCall();
      const timings = [timingOf(call, 0), timingOf(call, 7)];
      await applyFacts(sql, timings.slice(1));
      await applyFacts(sql, [...factsOf(call), ...timings]);
      const rows = await sql`select * from turn_timings order by turn`;
      assert.deepEqual(rows.map(({ call_id, turn }) => [call_id, turn]), [[call, 0], [call, 7]]);
      const { call_id: _, turn: __, ...row } = rows[1]!;
      assert.deepEqual(row, {
        sound_ended_at: new Date(STARTED_AT_MS),
        decided_ms: 110,
        brain_asked_ms: 111,
        first_token_ms: null,
        first_sentence_ms: 1_700,
        filler_ms: 1_010,
        voice_asked_ms: 1_701,
        first_audio_ms: 1_880,
        first_packet_ms: 1_882,
        first_heard_ms: null,
        last_heard_ms: null,
        interrupted_after_ms: 640,
        fallbacks: [{ part: "brain", to: "scripted" }],
      });
      assert.equal((await stored(sql, call)).call.turns, 2);
    }),

  "applyFacts() stores when a person got the call, and why none took it": (address) =>
    withTables(address, async (sql) => {
      const call = newCall();
      const facts = factsOf(call);
      const at = (seq: number) => ({ call, seq, atMs: STARTED_AT_MS + seq });
      await applyFacts(sql, [
        ...facts,
        { ...at(10), type: "handed_over" },
        { ...at(11), type: "handed_back", why: "NOANSWER" },
      ]);
      const [row] = await sql`
        select handed_over_at, handed_back_why from calls where id = ${call as string}`;
      const handedOverAt = new Date(STARTED_AT_MS + 10);
      assert.deepEqual({ ...row }, { handed_over_at: handedOverAt, handed_back_why: "NOANSWER" });
    }),

  "applyFacts() stores words that PostgreSQL's text can't hold, without what it can't": (address) =>
    withTables(address, async (sql) => {
      const call = newCall();
      const amount = { ...lead.fields.amount!, quote: "fifty\0 thousand \ud800" };
      const odd = { "in\0vestment": amount };
      await applyFacts(sql, [
        turnOf(call, 1, "zero\0 and half \udc00 a pair, whole \u{1f600}"),
        { call, seq: 2, atMs: STARTED_AT_MS, type: "lead", lead: { ...lead, fields: odd } },
      ]);
      const { turns, fields } = await stored(sql, call);
      assert.deepEqual(turns, ["caller: zero and half \ufffd a pair, whole \u{1f600}"]);
      assert.deepEqual(fields.map(({ field, quote }) => [field, quote]), [
        ["investment", "fifty thousand \ufffd"],
      ]);
    }),

  "applyFacts() brings no call back that was deleted meanwhile": (address) =>
    withTables(address, async (sql) => {
      const call = newCall();
      const facts = factsOf(call);
      await applyFacts(sql, facts.slice(0, 4));
      await sql`delete from calls where id = ${call as string}`;
      await applyFacts(sql, facts.slice(4));
      assert.equal((await sql`select from calls`).length, 0);
    }),

  "applyFacts() takes all or none, and names no words of a caller where it refuses": (address) =>
    withTables(address, async (sql) => {
      for (const odd of refusals()) {
        const good = turnOf(newCall(), 1, "good");
        const error = await applyFacts(sql, [good, odd]).catch((error) => error);
        assert.ok(isRefusal(error), `${JSON.stringify(odd)}: ${error}`);
        assert.doesNotMatch(reasonOf(error), new RegExp(CANARY));
        assert.equal((await sql`select from calls`).length, 0);
      }
    }),

  "keepRefused() keeps any fact whole, once, with a reason fit for a log": (address) =>
    withTables(address, async (sql) => {
      const facts = refusals();
      for (const odd of [...facts, ...facts]) await keepRefused(sql, odd, "23514");
      const rows = await sql`select fact, reason from refused_facts`;
      assert.equal(rows.length, facts.length);
      assert.ok(rows.every(({ fact, reason }) => fact.includes(CANARY) && reason === "23514"));
    }),
});

/** Facts that no schema takes, each with a word that no log may hold. */
function refusals(): Fact[] {
  const turn = () => ({ ...turnOf(newCall(), 1, CANARY) });
  const evidence = {
    ...lead.fields.amount!,
    quote: CANARY,
    value: { minMinor: 1.5, maxMinor: null, currency: CANARY },
  };
  const money = { ...lead, fields: { amount: evidence } };
  return [
    { ...turn(), speaker: "nobody" },
    { ...turn(), seq: 0 },
    { ...turn(), seq: 2 ** 40 },
    { ...turn(), call: `no-uuid-${CANARY}` },
    { ...turn(), atMs: Number.NaN },
    { ...turn(), atMs: 9e15 },
    { ...turn(), turn: undefined },
    { ...turn(), type: "of a newer Parley" },
    { ...timingOf(newCall(), 1), fallbacks: CANARY },
    { ...timingOf(newCall(), 1), interruptedAfterMs: -1, note: CANARY },
    { call: newCall(), seq: 1, atMs: STARTED_AT_MS, type: "lead", lead: money },
    { call: newCall(), seq: 1, atMs: STARTED_AT_MS, type: "lead", lead: { status: CANARY } },
  ] as unknown as Fact[];
}

function shuffledBatches(facts: readonly Fact[], random: () => number): Fact[][] {
  const doubled = [...facts, ...facts.filter(() => random() < 0.5)];
  const shuffled = doubled.map((fact) => ({ fact, at: random() })).sort((a, b) => a.at - b.at);
  const batches: Fact[][] = [];
  for (const { fact } of shuffled) {
    if (batches.length === 0 || random() < 0.4) batches.push([]);
    batches.at(-1)!.push(fact);
  }
  return batches;
}

async function stored(sql: Sql, call: string) {
  const [row] = await sql`
    select campaign, campaign_version, caller_number, dialled, started_at, ended_at, ended_by,
      end_reason, turns from calls where id = ${call}`;
  const turns = await sql`select speaker, said from turns where call_id = ${call} order by seq`;
  const [kept] = await sql`select status, missing, seq from leads where call_id = ${call}`;
  const fields = await sql<{ field: string; value: unknown; quote: string }[]>`
    select field, value, quote from lead_fields where call_id = ${call} order by field`;
  return {
    call: { ...row },
    turns: turns.map(({ speaker, said }) => `${speaker}: ${said}`),
    lead: { ...kept },
    fields: fields.map((field) => ({ ...field })),
  };
}
