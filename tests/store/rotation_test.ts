import assert from "node:assert/strict";
import type { CallId } from "../../lib/core/ids.ts";
import type { Sql } from "../../lib/store/database.ts";
import { switchOn } from "../../lib/store/deliveries.ts";
import { claim } from "../../lib/store/delivery_claims.ts";
import { eraseCalls } from "../../lib/store/erasure.ts";
import { applyFacts, keepRefused } from "../../lib/store/facts.ts";
import { assertInUse, KeyRetired, registerKeys, WrongKeys } from "../../lib/store/key_register.ts";
import { findCalls, readCalls, readLeads, readTurns } from "../../lib/store/leads.ts";
import { HASHES, rotate } from "../../lib/store/rotation.ts";
import { keysInUse } from "../../lib/store/sealed_columns.ts";
import { Sealer } from "../../lib/store/sealing.ts";
import { makeKey, type SealingKey } from "../../lib/store/sealing_keys.ts";
import { factsOf, lead, newCall, STARTED_AT_MS, turnOf } from "./call_facts.ts";
import { onEachServer, withTables } from "./each_server.ts";
import { OWN_KEY, ownSealer } from "./own_keys.ts";

const NEXT = makeKey(STARTED_AT_MS);
const both = await Sealer.of([NEXT, OWN_KEY]);
const alone = await Sealer.of([NEXT]);
const actor = "person:test";
const CALLS = 30;
const EMAIL = "ann.lee@example.org";

onEachServer({
  "rotate() seals all anew: what was kept can be read and found with the new key alone": (
    address,
  ) =>
    withTables(address, async (sql) => {
      const calls = await fill(sql);
      const before = await everything(sql, ownSealer, calls);
      const values = await rotate(sql, { sealer: both, actor });
      assert.deepEqual(await keysInUse(sql), [NEXT.id]);
      assert.deepEqual(await everything(sql, alone, calls), before);
      for (const contact of ["+12025550123", EMAIL]) {
        const found = await findCalls({ sql, sealer: alone }, contact);
        assert.deepEqual(found, [...calls].sort(), contact);
      }
      assert.ok(values > CALLS * 5);
      const [noted] = await sql`select actor, columns from audit where action = 'resealed'`;
      assert.equal(noted!.actor, actor);
    }),

  "rotate() leaves a person's deliveries in one line, with those of the next call": (address) =>
    withTables(address, async (sql) => {
      await switchOn(sql, [{ name: "crm", kinds: ["call_ended"], atOnce: 1, perMinute: 60 }]);
      await fill(sql);
      const erased = newCall();
      await applyFacts(sql, factsOf(erased), ownSealer);
      await eraseCalls(sql, ownSealer, { callIds: [erased], actor });
      await rotate(sql, { sealer: both, actor });
      await applyFacts(sql, factsOf(newCall()), both);
      const lines = await sql`select person, count(*)::integer as deliveries from deliveries
        group by person order by deliveries`;
      const person = (await alone.lookup("+12025550123")).toHex();
      assert.deepEqual(lines.map((row) => [row.person, row.deliveries]), [
        [erased, 1],
        [person, CALLS + 1],
      ]);
    }),

  "rotate() leaves a deletion that waits in the line of the person's other calls": (address) =>
    withTables(address, async (sql) => {
      const kinds = ["call_ended", "erase_person"] as const;
      await switchOn(sql, [{ name: "crm", kinds, atOnce: 1, perMinute: 6_000 }]);
      const [erased, other] = [newCall(), newCall()];
      for (const call of [erased, other]) await applyFacts(sql, factsOf(call), ownSealer);
      await sql`update deliveries set state = 'done', attempt = 1, first_at = now(), last_at = now(),
        finished_at = now(), receipt = '{ "contact": "151" }'`;
      await eraseCalls(sql, ownSealer, { callIds: [erased], actor });
      await rotate(sql, { sealer: both, actor });
      const claimed = await claim(sql, "crm", { plugins: ["crm"], now: null });
      assert.equal(claimed!.kind, "erase_person");
      const calls = claimed!.receipts.map(({ callId }) => callId).sort();
      assert.deepEqual(calls, [erased, other].sort(), "it knows what the other call uses");
    }),

  "rotate() goes on where it was ended": (address) =>
    withTables(address, async (sql) => {
      const calls = await fill(sql);
      const before = await everything(sql, ownSealer, calls);
      const isEnded = rotate(sql, {
        sealer: both,
        actor,
        progress: (values) => {
          if (values > 0) throw new Error("ended");
        },
      });
      await assert.rejects(isEnded, /ended/);
      assert.deepEqual(await keysInUse(sql), [NEXT.id, OWN_KEY.id].sort());
      assert.deepEqual(await everything(sql, both, calls), before);
      await rotate(sql, { sealer: both, actor });
      assert.deepEqual(await everything(sql, alone, calls), before);
    }),

  "a Parley that seals with the old key loses nothing: it is refused, and takes the new one": (
    address,
  ) =>
    withTables(address, async (sql) => {
      const keys: SealingKey[] = [OWN_KEY];
      const live = await Sealer.of(keys, () => Promise.resolve([...keys]));
      const calls: CallId[] = [...await fill(sql)];
      keys.unshift(NEXT);
      const writing = (async () => {
        for (let at = 0; at < CALLS; at++) calls.push(await storeUntilTaken(sql, live));
      })();
      await rotate(sql, { sealer: both, actor });
      await writing;
      calls.push(await storeUntilTaken(sql, live));
      assert.equal(live.keyId, NEXT.id);
      assert.equal((await everything(sql, alone, calls)).calls.length, calls.length);
    }),

  "a database says which key it needs, and takes none of the same name": (address) =>
    withTables(address, async (sql) => {
      await fill(sql);
      const other = await Sealer.of([{ ...NEXT, id: OWN_KEY.id }]);
      await assert.rejects(registerKeys(sql, other), (error) => {
        assert.ok(error instanceof WrongKeys);
        assert.match(error.message, /its key "test" is another one than this Parley's/);
        return true;
      });
      await assert.rejects(registerKeys(sql, alone), /sealed with the key "test", which/);
      await rotate(sql, { sealer: both, actor });
      await registerKeys(sql, alone);
      await assert.rejects(registerKeys(sql, ownSealer), WrongKeys);
      await assert.rejects(sql.begin((tx) => assertInUse(tx, ownSealer)), KeyRetired);
    }),

  "every hash of a contact is made anew with the value beside it": (address) =>
    withTables(address, async (sql) => {
      const hashes = await sql`select attrelid::regclass || '.' || attname as name
        from pg_attribute join pg_class on attrelid = pg_class.oid
        where atttypid = 'contact_hash'::regtype and relkind = 'r' and not attisdropped`;
      const known = Object.entries(HASHES)
        .map(([column, hash]) => `${column.split(".")[0]}.${hash}`);
      assert.deepEqual(hashes.map(({ name }) => name).sort(), known.sort());
    }),
});

async function fill(sql: Sql): Promise<readonly CallId[]> {
  const calls = Array.from({ length: CALLS }, newCall);
  const evidence = { ...lead.fields.amount!, quote: "ann dot lee at example dot org" };
  const fields = {
    ...lead.fields,
    email: { ...evidence, value: EMAIL },
    name: { ...evidence, value: "Ann Lee" },
    phone: { ...evidence, value: { e164: "+12025550123", source: "spoken" as const } },
  };
  for (const call of calls) {
    const facts = factsOf(call);
    const known = { type: "lead", call, seq: 90, atMs: STARTED_AT_MS, lead: { ...lead, fields } };
    await applyFacts(sql, [...facts, known as typeof facts[0]], ownSealer);
  }
  await keepRefused(sql, turnOf(newCall(), 1, "odd"), { reason: "23514", sealer: ownSealer });
  return calls;
}

async function everything(sql: Sql, sealer: Sealer, ids: readonly CallId[]) {
  const reader = { sql, sealer, actor: "person:test" } as const;
  const [refused] = await sql`select fact from refused_facts`;
  return {
    calls: await readCalls(reader, ids),
    turns: await readTurns(reader, ids),
    leads: await readLeads(reader, ids),
    refused: await sealer.open(refused!.fact),
  };
}

/** As the writer does it: a retired key is no reason to give up. */
async function storeUntilTaken(sql: Sql, live: Sealer): Promise<CallId> {
  const call = newCall();
  for (;;) {
    try {
      await applyFacts(sql, factsOf(call), live);
      return call;
    } catch (error) {
      if (!(error instanceof KeyRetired)) throw error;
      await live.refresh();
    }
  }
}
