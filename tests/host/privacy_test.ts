/** What one person asks for, through the commands, beside a Parley that lives. */
import assert from "node:assert/strict";
import type { CallId } from "../../lib/core/ids.ts";
import { JournalFile } from "../../lib/host/journal_file.ts";
import { switchOn } from "../../lib/store/deliveries.ts";
import { applyFacts, keepRefused } from "../../lib/store/facts.ts";
import { isLong } from "../needs.ts";
import { ownFolder, until } from "./own_database.ts";
import { type OwnStore, ownStore } from "./own_store.ts";
import { callOf, type MadeUpPerson, madeUpPerson, wordsOf } from "./privacy_facts.ts";
import { typedCommand } from "./typed_command.ts";
import { findings, type Kept, noneOf } from "./whole_search.ts";

/** Of one person; the long form is what is asked for. */
const MANY_CALLS = isLong ? 10_000 : 200;
/** The promise, for ten thousand. */
const MANY_MAX_MS = 60_000;
const NOW_MS = Date.UTC(2026, 5, 1);

interface Scene extends Kept {
  readonly own: OwnStore;
}

Deno.test("one person's data, through the commands, beside a Parley that lives:", async (t) => {
  await withStore(async (scene) => {
    const steps: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
      "retention run is made once a day, and tells before what it would delete": retention,
      "erase leaves nothing to be found, raw or opened, and nothing else is gone": everywhere,
      "erase of a lead leaves the person's other calls": oneLead,
      "a hold beats an erasure and says so, until it is released": held,
      [`${MANY_CALLS} calls are exported whole, and erased`]: many,
    };
    for (const [sentence, step] of Object.entries(steps)) await t.step(sentence, () => step(scene));
  });
});

async function everywhere(scene: Scene): Promise<void> {
  const { sql, sealer, dataFolder } = scene;
  const [person, other] = [madeUpPerson(1), madeUpPerson(2)];
  await switchOn(sql, [
    { name: "crm", kinds: ["call_ended", "erase_person"], atOnce: 1, perMinute: 60 },
  ]);
  const [first] = await write(scene, person, { count: 3 });
  await write(scene, person, { count: 1, from: "+12025559999" });
  await write(scene, person, { count: 1, from: null });
  await write(scene, other, { count: 2 });
  await park(scene, first!, person);
  const refused = { ...callOf(person, { atMs: NOW_MS }).facts[6]!, seq: 70 };
  await keepRefused(sql, refused, { reason: "23514", sealer });
  const damaged = { ...refused, call: "no id" as CallId };
  await keepRefused(sql, damaged, { reason: "22P02", sealer });
  const waiting = callOf(person, { atMs: NOW_MS }).facts;
  const journal = await JournalFile.create(`${dataFolder}/journal`, sealer);
  await journal.append(waiting);

  const hashes = (await Promise.all([person.number, person.email].map((one) => sealer.lookup(one))))
    .map((hash) => hash.toHex());
  const words = [...wordsOf(person), ...hashes];
  const others = await findings(scene, wordsOf(other));
  for (const [word, count] of Object.entries(await findings(scene, words))) {
    assert.ok(count > 0, `${word} is found nowhere`);
  }
  const erased = await asProgram(scene, "erase", "--phone", person.number);
  assert.deepEqual([erased.code, await findings(scene, words)], [0, noneOf(words)]);
  assert.match(erased.said, /^8 calls were erased, and 1 deletions are owed to plugins\.$/m);
  assert.deepEqual(await findings(scene, wordsOf(other)), others);

  const owed = await sql`select call_id from deliveries where state = 'waiting'
    and kind = 'erase_person'`;
  assert.deepEqual(owed.map(({ call_id }) => call_id), [first]);
  assert.deepEqual(await journal.peek(100), []);
  await applyFacts(sql, waiting, sealer); // a writer had them in its hands
  assert.deepEqual(await findings(scene, words), noneOf(words));
  await journal.close();
}

/** As a plugin that said something of the person left it. */
async function park({ sql, sealer }: Scene, call: string, person: MadeUpPerson): Promise<void> {
  await sql`update deliveries set attempt = 1, state = 'dead', receipt = '{"contact": "151"}',
    first_at = now(), last_at = now(), finished_at = now(),
    person = ${(await sealer.lookup(person.number)).toHex()},
    reason = ${`${person.name} is known already`} where call_id = ${call}`;
}

async function oneLead(scene: Scene): Promise<void> {
  const calls = await write(scene, madeUpPerson(3), { count: 2 });
  assert.equal((await privacy(scene, "erase", "--lead", calls[0]!)).code, 0);
  assert.deepEqual(await storedOf(scene, calls), [calls[1]]);
}

async function held(scene: Scene): Promise<void> {
  const person = madeUpPerson(4);
  const calls = await write(scene, person, { count: 2 });
  assert.equal((await privacy(scene, "hold", "--lead", calls[0]!, "--reason", "a claim")).code, 0);
  assert.deepEqual(await exportedHolds(scene, person), [[calls[0], "a claim"]]);
  const part = await privacy(scene, "erase", "--phone", person.number);
  assert.equal(part.code, 1);
  assert.match(part.said, /1 calls were erased[^]*1 calls were kept: a legal hold beats/);
  assert.match(part.said, /hold 1, since .*: a claim/);
  assert.deepEqual(await storedOf(scene, calls), [calls[0]]);

  await privacy(scene, "hold", "--email", person.email, "--reason", "a second claim");
  const whole = await privacy(scene, "erase", "--email", person.email);
  assert.equal(whole.code, 1);
  assert.match(whole.said, /Nothing was erased: this person stands under a legal hold\./);
  assert.match(whole.said, /a second claim/);

  assert.equal((await privacy(scene, "release", "--hold", "1")).code, 0);
  assert.equal((await privacy(scene, "release", "--email", person.email)).code, 0);
  await assert.rejects(privacy(scene, "release", "--hold", "2"), /No such hold stands/);
  assert.equal((await privacy(scene, "erase", "--email", person.email)).code, 0);
  assert.deepEqual(await findings(scene, wordsOf(person)), noneOf(wordsOf(person)));
}

/** What whoever asks for their data is told of holds. */
async function exportedHolds(scene: Scene, { number }: MadeUpPerson): Promise<unknown[]> {
  const path = await Deno.makeTempFile();
  try {
    await privacy(scene, "export", "--phone", number, "--out", path);
    const { holds } = JSON.parse(await Deno.readTextFile(path));
    return holds.map(({ call, reason }: Record<string, unknown>) => [call, reason]);
  } finally {
    await Deno.remove(path);
  }
}

async function many(scene: Scene): Promise<void> {
  const { sql, sealer, dataFolder } = scene;
  const person = madeUpPerson(5);
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

  const beforeMs = performance.now();
  const erased = await privacy(scene, "erase", "--phone", person.number);
  const erasedMs = performance.now();
  assert.equal(erased.code, 0, erased.said);
  assert.deepEqual(await storedOf(scene, made.map(({ call }) => call)), []);
  await journal.close();
  if (!isLong) return;
  const [outMs, awayMs] = [exportedMs - beganMs, erasedMs - beforeMs];
  console.log(`${MANY_CALLS} calls: exported in ${outMs | 0} ms, erased in ${awayMs | 0} ms`);
  assert.ok(outMs < MANY_MAX_MS && awayMs < MANY_MAX_MS);
}

async function retention(scene: Scene): Promise<void> {
  const { facts, call } = callOf(madeUpPerson(6), { atMs: Date.now() - 91 * 86_400_000 });
  await applyFacts(scene.sql, facts, scene.sealer);
  const before = await typed(scene, "retention", "run", "--dry-run");
  assert.match(
    before.out,
    /would be deleted: turns 3, scores of turns 0, leads 1, calls 1, marks of facts 8/,
  );
  assert.deepEqual(await storedOf(scene, [call]), [call]);
  assert.match(
    (await typed(scene, "retention", "run")).out,
    /^deleted: turns 3, scores of turns 0, leads 1, calls 1/m,
  );
  assert.deepEqual(await storedOf(scene, [call]), []);
  assert.match((await typed(scene, "retention", "run")).said, /Today's run was over at/);
}

async function storedOf({ sql }: Scene, calls: readonly string[]): Promise<readonly string[]> {
  const rows = await sql`select id from calls where id = any(${[...calls]}::uuid[])`;
  return rows.map(({ id }) => id);
}

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

/** In a process of its own. */
async function asProgram({ dataFolder }: Kept, ...args: readonly string[]) {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "main.ts", "privacy", ...args],
    env: { PARLEY_DATA: dataFolder, DATABASE_URL: "", PARLEY_KEYS: "" },
  }).output();
  return { code, said: new TextDecoder().decode(stderr) };
}

function privacy(scene: Kept, ...args: readonly string[]) {
  return typed(scene, "privacy", ...args);
}

function typed({ dataFolder }: Kept, ...args: readonly string[]) {
  return typedCommand(dataFolder, ...args);
}
