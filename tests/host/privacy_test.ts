/** What one person asks for, through the commands, beside a Parley that lives. */
import assert from "node:assert/strict";
import { JournalFile } from "../../lib/host/journal_file.ts";
import { switchOn } from "../../lib/store/deliveries.ts";
import { applyFacts, keepRefused } from "../../lib/store/facts.ts";
import { holdsOf } from "../../lib/store/holds.ts";
import { isLong } from "../needs.ts";
import { ownFolder, until } from "./own_database.ts";
import { type OwnStore, ownStore } from "./own_store.ts";
import { callOf, type MadeUpPerson, madeUpPerson, wordsOf } from "./privacy_facts.ts";
import { findings, type Kept } from "./whole_search.ts";

/** Of one person; the long form is what is asked for. */
const MANY_CALLS = isLong ? 10_000 : 300;
/** The promise, for ten thousand. */
const MANY_MAX_MS = 60_000;
const NOW_MS = Date.UTC(2026, 5, 1);
const [person, other] = [madeUpPerson(1), madeUpPerson(2)];

interface Scene extends Kept {
  readonly own: OwnStore;
}

Deno.test("a person's data is found everywhere before an erasure, and nowhere after it", async () => {
  await withStore(async (scene) => {
    const { sql, sealer, dataFolder } = scene;
    await switchOn(sql, [
      { name: "crm", kinds: ["call_ended", "erase_person"], atOnce: 1, perMinute: 60 },
    ]);
    const [first] = await write(scene, person, { count: 3 });
    await write(scene, person, { count: 1, from: "+12025559999" });
    await write(scene, person, { count: 1, from: null });
    await write(scene, other, { count: 2 });
    await sql`update deliveries set attempt = 1, state = 'done', receipt = '{"contact": "151"}',
      person = ${(await sealer.lookup(person.number)).toHex()} where call_id = ${first!}`;
    const refused = { ...callOf(person, { atMs: NOW_MS }).facts[6]!, seq: 70 };
    await keepRefused(sql, refused, { reason: "23514", sealer });
    const waiting = callOf(person, { atMs: NOW_MS }).facts;
    const journal = await JournalFile.create(`${dataFolder}/journal`, sealer);
    await journal.append(waiting);

    const hashes = await Promise.all(
      [person.number, person.email].map((each) => sealer.lookup(each).then((hash) => hash.toHex())),
    );
    const words = [...wordsOf(person), ...hashes];
    const others = await findings(scene, wordsOf(other));
    for (const [word, count] of Object.entries(await findings(scene, words))) {
      assert.ok(count > 0, `${word} is found nowhere`);
    }
    const byNumber = await privacy(scene, "erase", "--phone", person.number);
    assert.deepEqual([byNumber.code, await findings(scene, words)], [0, noneOf(words)]);
    assert.match(byNumber.said, /^7 calls were erased, and 1 deletions are owed to plugins\.$/m);
    assert.deepEqual(await findings(scene, wordsOf(other)), others);

    const owed = await sql`select call_id, kind from deliveries where state = 'waiting'
      and kind = 'erase_person'`;
    assert.deepEqual(owed.map(({ call_id }) => call_id), [first]);
    assert.deepEqual(await journal.peek(100), []);
    await applyFacts(sql, waiting, sealer); // a writer had them in its hands
    assert.deepEqual(await findings(scene, words), noneOf(words));
    await journal.close();
  });
});

Deno.test("a lead's erasure by its id leaves the person's other calls", async () => {
  await withStore(async (scene) => {
    const [first, second] = await write(scene, person, { count: 2 });
    assert.equal((await privacy(scene, "erase", "--lead", first!)).code, 0);
    const left = await scene.sql`select id from calls`;
    assert.deepEqual(left.map(({ id }) => id), [second]);
  });
});

Deno.test("a hold beats an erasure and says so, until it is released", async () => {
  await withStore(async (scene) => {
    const [first, second] = await write(scene, person, { count: 2 });
    const { sql, sealer } = scene;
    assert.equal((await privacy(scene, "hold", "--lead", first!, "--reason", "a claim")).code, 0);
    const part = await privacy(scene, "erase", "--phone", person.number);
    assert.equal(part.code, 1);
    assert.match(part.said, /1 calls were erased[^]*1 calls were kept: a legal hold beats/);
    assert.match(part.said, /hold 1, since .*: a claim/);
    assert.deepEqual((await sql`select id from calls`).map(({ id }) => id), [first]);

    await privacy(scene, "hold", "--email", person.email, "--reason", "a second claim");
    const holds = await holdsOf(sql, sealer, { callIds: [second!], contact: person.email });
    assert.deepEqual(holds.map(({ reason }) => reason), ["a second claim"]);
    const whole = await privacy(scene, "erase", "--email", person.email);
    assert.equal(whole.code, 1);
    assert.match(whole.said, /Nothing was erased: this person stands under a legal hold\./);

    assert.equal((await privacy(scene, "release", "--hold", "1")).code, 0);
    assert.equal((await privacy(scene, "release", "--email", person.email)).code, 0);
    assert.match((await privacy(scene, "release", "--hold", "2")).said, /No such hold stands/);
    assert.equal((await privacy(scene, "erase", "--email", person.email)).code, 0);
    assert.deepEqual(await findings(scene, wordsOf(person)), noneOf(wordsOf(person)));
  });
});

Deno.test(`export is whole, and ${MANY_CALLS} calls are exported and erased`, async () => {
  await withStore(async (scene) => {
    const { sql, sealer, dataFolder } = scene;
    const made = Array.from(
      { length: MANY_CALLS },
      (_, at) => callOf(person, { atMs: NOW_MS + at * 60_000 }),
    );
    for (let at = 0; at < made.length; at += 50) {
      await applyFacts(sql, made.slice(at, at + 50).flatMap(({ facts }) => facts), sealer);
    }
    const pending = callOf(person, { atMs: NOW_MS });
    const journal = await JournalFile.create(`${dataFolder}/journal`, sealer);
    await journal.append(pending.facts);

    const path = `${dataFolder}/export.json`;
    const beganMs = performance.now();
    const exported = await privacy(scene, "export", "--phone", person.number, "--out", path);
    const exportedMs = performance.now();
    assert.equal(exported.code, 0, exported.said);
    assert.equal((await Deno.stat(path)).mode! & 0o777, 0o600);
    const file = JSON.parse(await Deno.readTextFile(path));
    assert.deepEqual(file.person, { contact: person.number });
    assert.deepEqual(file.pending, JSON.parse(JSON.stringify(pending.facts)));
    assert.equal(file.calls.length, MANY_CALLS);
    const byId = new Map(made.map((each) => [each.call as string, each]));
    for (const call of file.calls) assertWhole(call, byId.get(call.id)!.facts);

    const erased = await privacy(scene, "erase", "--phone", person.number);
    const erasedMs = performance.now();
    assert.equal(erased.code, 0, erased.said);
    assert.equal((await sql`select from calls`).length, 0);
    await journal.close();
    if (!isLong) return;
    const [outMs, awayMs] = [exportedMs - beganMs, erasedMs - exportedMs];
    console.log(`${MANY_CALLS} calls: exported in ${outMs | 0} ms, erased in ${awayMs | 0} ms`);
    assert.ok(outMs < MANY_MAX_MS && awayMs < MANY_MAX_MS);
  });
});

/** What was seeded is there, word for word. */
function assertWhole(call: Record<string, unknown>, facts: readonly unknown[]): void {
  type Any = Record<string, unknown>;
  const all = facts as readonly Any[];
  const only = (type: string) => all.filter((fact) => fact.type === type);
  const said = call.said as Any[];
  assert.equal(call.callerNumber, only("call_started")[0]!.callerNumber);
  assert.equal(call.endReason, only("call_ended")[0]!.reason);
  assert.deepEqual(
    said.map((turn) => [turn.seq, turn.speaker, turn.said]),
    only("turn").map(({ seq, speaker, text }) => [seq, speaker, text]),
  );
  const lead = only("lead")[0]!.lead as { fields: Record<string, Any>; status: string };
  const stored = call.lead as { fields: Any[]; status: string };
  assert.equal(stored.status, lead.status);
  const expected = Object.entries(lead.fields).map((
    [field, { value, quote }],
  ) => [field, value, quote]);
  assert.deepEqual(
    stored.fields.map(({ field, value, quote }) => [field, value, quote]),
    expected.sort(([a], [b]) => String(a) < String(b) ? -1 : 1),
  );
  const [consent] = call.consents as Any[];
  assert.deepEqual([consent!.about, consent!.given, consent!.wording], [
    "transcript",
    true,
    "I am an AI.",
  ]);
  const [disclosure] = call.disclosures as Any[];
  assert.deepEqual([disclosure!.said, disclosure!.campaign_version], ["I am an AI.", 1]);
}

async function withStore(body: (scene: Scene) => Promise<void>): Promise<void> {
  await using folder = await ownFolder();
  const own = await ownStore(folder.path, null);
  try {
    const { store, said } = own;
    await body({ own, sql: store.sql(), sealer: store.sealer, dataFolder: folder.path, said });
  } finally {
    await own.store.close({ drainMs: 20_000 });
  }
}

/** Writes whole calls as a live Parley does; resolves when they are in the database. */
async function write(
  { own: { store } }: Scene,
  who: MadeUpPerson,
  { count, from }: { readonly count: number; readonly from?: string | null },
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let at = 0; at < count; at++) {
    const { call, facts } = callOf(who, { atMs: NOW_MS, ...(from === undefined ? {} : { from }) });
    for (const fact of facts) store.journal.write(fact);
    ids.push(call);
  }
  await store.journal.sync();
  await until(() => Promise.resolve(store.health().backlog === 0), "facts wait on disk");
  return ids;
}

async function privacy({ dataFolder }: Kept, ...args: readonly string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "main.ts", "privacy", ...args],
    env: { PARLEY_DATA: dataFolder, DATABASE_URL: "", PARLEY_KEYS: "" },
  }).output();
  const [out, said] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, out: out!, said: said! };
}

function noneOf(words: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(words.map((word) => [word, 0]));
}
