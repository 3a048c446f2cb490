import assert from "node:assert/strict";
import { type Fact, scoresFact } from "../../lib/core/facts.ts";
import { isRefusal, reasonOf, type Sql } from "../../lib/store/database.ts";
import { eraseCalls } from "../../lib/store/erasure.ts";
import { applyFacts, keepRefused } from "../../lib/store/facts.ts";
import { readCall, readLead, readTurns } from "../../lib/store/leads.ts";
import { until } from "../host/own_database.ts";
import { seededRandom, seedOfThisRun } from "../random.ts";
import { factsOf, lead, newCall, STARTED_AT_MS, timingOf, turnOf } from "./call_facts.ts";
import { ownSealer } from "./own_keys.ts";
import { onEachServer, withTables } from "./each_server.ts";
import { someoneWaits } from "./waiting.ts";

/** Each is a call whose facts come shuffled, doubled and cut into batches, by two writers at once. */
const SHUFFLES = 40;
const CANARY = "canary-4711";

onEachServer({
  "applyFacts() stores a call, what was said, and the lead with the words it rests on": (address) =>
    withTables(address, async (sql) => {
      const call = newCall();
      await applyFacts(sql, factsOf(call), ownSealer);
      assert.deepEqual(await stored(sql, call), {
        call: {
          campaign: "investment_lead",
          campaignVersion: 1,
          callerNumber: "+12025550123",
          dialled: "9000",
          startedAt: new Date(STARTED_AT_MS),
          endedAt: new Date(STARTED_AT_MS + 5_000),
          endedBy: "agent",
          endReason: "goodbye",
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

  "applyFacts() keeps when a value was said, what was held before, and why the lead has its score":
    (
      address,
    ) =>
      withTables(address, async (sql) => {
        const call = newCall();
        await applyFacts(sql, factsOf(call), ownSealer);
        const reader = { sql, sealer: ownSealer, actor: "person:test" } as const;
        const { fields, score, scoreReasons, disqualifiers } = (await readLead(reader, call))!;
        const [amount] = fields;
        assert.deepEqual([amount!.atMs, amount!.history], [
          lead.fields.amount!.atMs,
          lead.fields.amount!.history,
        ]);
        assert.deepEqual({ points: score, reasons: scoreReasons, disqualifiers }, lead.score);
        const [row] = await sql`select history from lead_fields where history is not null`;
        assert.ok(!new TextDecoder().decode(row!.history).includes("fifteen"));
      }),

  "applyFacts() comes to the same whatever the order, however often, by two writers": (address) =>
    withTables(address, async (sql) => {
      const model = newCall();
      await applyFacts(sql, factsOf(model), ownSealer);
      const wanted = await stored(sql, model);
      const seed = seedOfThisRun();
      const random = seededRandom(seed);
      for (let round = 0; round < SHUFFLES; round++) {
        const call = newCall();
        const writers = [1, 2].map(() => shuffledBatches(factsOf(call), random));
        await Promise.all(writers.map(async (batches) => {
          for (const batch of batches) await applyFacts(sql, batch, ownSealer);
        }));
        assert.deepEqual(await stored(sql, call), wanted, `seed ${seed}, round ${round}`);
      }
    }),

  "readTurns() gives a turn that the caller went on with as a whole, whichever part comes first": (
    address,
  ) =>
    withTables(address, async (sql) => {
      const [other, call] = [newCall(), newCall()];
      await applyFacts(sql, [turnOf(other, 2, "yes")], ownSealer);
      const whole = (seq: number, text: string, replaces: number): Fact => {
        return { ...turnOf(call, seq, text), replaces } as Fact;
      };
      const facts = [
        turnOf(call, 1, "stocks"),
        turnOf(call, 2, "yes"),
        whole(4, "yes no", 2),
        whole(5, "yes no wait", 4),
      ];
      for (const fact of facts.toReversed()) await applyFacts(sql, [fact], ownSealer);
      const reader = { sql, sealer: ownSealer, actor: "person:test" } as const;
      const turns = await readTurns(reader, [other, call]);
      const saidIn = (id: string) => turns.filter((one) => one.call === id).map(({ said }) => said);
      assert.deepEqual(saidIn(call), ["stocks", "yes no wait"]);
      assert.deepEqual(saidIn(other), ["yes"]);
      const [{ rows }] = await sql<[{ rows: number }]>`
        select count(*)::integer as rows from turns where call_id = ${call}`;
      assert.equal(rows, 4, "what proves a consent stays");
    }),

  "applyFacts() stores when what happened in a turn, once, whichever fact comes first": (address) =>
    withTables(address, async (sql) => {
      const call = newCall();
      const timings = [timingOf(call, 0), timingOf(call, 7)];
      await applyFacts(sql, timings.slice(1), ownSealer);
      await applyFacts(sql, [...factsOf(call), ...timings], ownSealer);
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

  "applyFacts() stores what plugins made of a turn, also where it comes before the turn": (
    address,
  ) =>
    withTables(address, async (sql) => {
      const call = newCall();
      const facts = factsOf(call);
      const said = facts.find((fact) => fact.type === "turn" && fact.speaker === "caller")!;
      await applyFacts(sql, [scoresFact(said, { mood: -0.5, pace: 2 })], ownSealer);
      await applyFacts(sql, [...facts, scoresFact(said, { mood: 1 })], ownSealer);
      const reader = { sql, sealer: ownSealer, actor: "person:test" } as const;
      const scores = (await readTurns(reader, [call])).map((turn) => turn.scores);
      assert.deepEqual(scores, [null, { mood: -0.5, pace: 2 }]);
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
      ], ownSealer);
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
      ], ownSealer);
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
      await applyFacts(sql, facts.slice(0, 4), ownSealer);
      await sql`delete from calls where id = ${call as string}`;
      await applyFacts(sql, facts.slice(4), ownSealer);
      assert.equal((await sql`select from calls`).length, 0);
    }),

  "applyFacts() takes all or none, and names no words of a caller where it refuses": (address) =>
    withTables(address, async (sql) => {
      for (const odd of refusals()) {
        const good = turnOf(newCall(), 1, "good");
        const error = await applyFacts(sql, [good, odd], ownSealer).catch((error) => error);
        assert.ok(isRefusal(error), `${JSON.stringify(odd)}: ${error}`);
        assert.doesNotMatch(reasonOf(error), new RegExp(CANARY));
        assert.equal((await sql`select from calls`).length, 0);
      }
    }),

  "keepRefused() keeps any fact whole, once, with a reason fit for a log": (address) =>
    withTables(address, async (sql) => {
      const facts = refusals();
      for (const odd of [...facts, ...facts]) {
        await keepRefused(sql, odd, { reason: "23514", sealer: ownSealer });
      }
      const rows = await sql`select fact, reason from refused_facts`;
      assert.equal(rows.length, facts.length);
      for (const { fact, reason } of rows) {
        assert.match(await ownSealer.open(fact), new RegExp(CANARY));
        assert.equal(reason, "23514");
      }
    }),

  "keepRefused() keeps nothing of a call that was erased, and waits for an erasure": (address) =>
    withTables(address, async (sql) => {
      const call = newCall();
      await applyFacts(sql, factsOf(call), ownSealer);
      const keep = () =>
        keepRefused(sql, turnOf(call, 0, CANARY), { reason: "23514", sealer: ownSealer });
      const erase = () => eraseCalls(sql, ownSealer, { callIds: [call], actor: "person:test" });
      const both: Promise<unknown>[] = [];
      await sql.begin(async (tx) => {
        await tx`select from calls where id = ${call as string} for update`;
        both.push(erase().catch(erase)); // where this machine is slow, it waited too long
        await until(() => someoneWaits(sql), "the erasure waits for nobody");
        both.push(keep());
        await until(() => someoneWaits(sql, 2), "the fact waits for nobody");
      });
      await Promise.all(both);
      await keep();
      assert.equal((await sql`select from refused_facts`).length, 0);
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

async function stored(sql: Sql, id: string) {
  const reader = { sql, sealer: ownSealer, actor: "person:test" } as const;
  const { id: _, handedOverAt: __, handedBackWhy: ___, ...call } = (await readCall(reader, id))!;
  const turns = await readTurns(reader, [id]);
  const lead = await readLead(reader, id);
  const [kept] = await sql`select seq from leads where call_id = ${id}`;
  return {
    call,
    turns: turns.map(({ speaker, said }) => `${speaker}: ${said}`),
    lead: { status: lead?.status, missing: lead?.missing, seq: kept?.seq },
    fields: (lead?.fields ?? []).map(({ field, value, quote }) => ({ field, value, quote })),
  };
}
