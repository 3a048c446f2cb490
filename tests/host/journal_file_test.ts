import assert from "node:assert/strict";
import { JournalFile } from "../../lib/host/journal_file.ts";
import { wipeFromJournals } from "../../lib/host/journal_search.ts";
import { Sealer } from "../../lib/store/sealing.ts";
import { makeKey } from "../../lib/store/sealing_keys.ts";
import { ownSealer } from "../store/own_keys.ts";
import { newCall, turnOf } from "../store/call_facts.ts";

const call = newCall();
const facts = Array.from({ length: 5 }, (_, at) => turnOf(call, at + 1, `word ${at} \ud800 é`));
/** Longer than what is read at once. */
const LONG_CHARS = 700_000;

async function withJournal(
  body: (journal: JournalFile, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const journal = await JournalFile.create(`${folder}/journal`, ownSealer);
  try {
    await body(journal, `${folder}/journal`);
  } finally {
    await journal.close();
    await Deno.remove(folder, { recursive: true });
  }
}

/** As the next start finds it: a copy, since the process that wrote it is still alive. */
async function orphanOf(journal: JournalFile, change: (bytes: Uint8Array) => Uint8Array) {
  const path = journal.path.replace(/[^/]+$/, "orphan.ndjson");
  await Deno.writeFile(path, change(await Deno.readFile(journal.path)));
  return (await JournalFile.takeOver(path, ownSealer))!;
}

async function numbers(journal: JournalFile): Promise<number[]> {
  const found: number[] = [];
  for (let next = await journal.peek(2); next.length > 0; next = await journal.peek(2)) {
    found.push(...next.map(({ seq }) => seq));
    await journal.advance(next.length);
  }
  return found;
}

Deno.test("peek() gives what was appended, in order, until advance() says that it is delivered", () =>
  withJournal(async (journal) => {
    await journal.append(facts.slice(0, 3));
    assert.deepEqual(await journal.peek(2), facts.slice(0, 2));
    await journal.advance(1);
    assert.deepEqual(await journal.peek(9), facts.slice(1, 3));
    await journal.append(facts.slice(3));
    assert.deepEqual(await numbers(journal), [2, 3, 4, 5]);
    assert.ok(journal.isDelivered);
  }));

Deno.test("peek() and append() side by side lose nothing and keep the order", () =>
  withJournal(async (journal) => {
    const many = Array.from({ length: 200 }, (_, at) => turnOf(call, at + 1, "x".repeat(at * 50)));
    const appending = (async () => {
      for (let at = 0; at < many.length; at += 5) await journal.append(many.slice(at, at + 5));
    })();
    const found: number[] = [];
    while (found.length < many.length) {
      found.push(...await numbers(journal));
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    await appending;
    assert.deepEqual(found, many.map(({ seq }) => seq));
    assert.ok(journal.isDelivered);
  }));

Deno.test("peek() reads a fact that is longer than what is read at once", () =>
  withJournal(async (journal) => {
    const long = turnOf(call, 2, "x".repeat(LONG_CHARS));
    await journal.append([facts[0]!, long, facts[2]!]);
    assert.deepEqual(await numbers(journal), [1, 2, 3]);
  }));

Deno.test("a journal that was cut anywhere gives all facts before the cut", () =>
  withJournal(async (journal) => {
    await journal.append(facts);
    const { size } = await Deno.stat(journal.path);
    for (let length = 0; length <= size; length += 7) {
      const orphan = await orphanOf(journal, (bytes) => bytes.slice(0, length));
      const found = await numbers(orphan);
      assert.deepEqual(found, [1, 2, 3, 4, 5].slice(0, found.length));
      assert.ok(found.length >= Math.floor(length / size * facts.length) - 1);
      assert.ok(orphan.isDelivered);
      await orphan.close();
    }
  }));

Deno.test("a damaged line is passed over, and those around it are read", () =>
  withJournal(async (journal) => {
    await journal.append(facts);
    const orphan = await orphanOf(journal, (bytes) => {
      const second = bytes.indexOf(10) + 1;
      bytes.fill(0x58, second + 20, second + 30);
      return bytes;
    });
    assert.deepEqual(await numbers(orphan), [1, 3, 4, 5]);
    await orphan.close();
  }));

Deno.test("takeOver() leaves a journal whose process lives, and one that is gone already", () =>
  withJournal(async (journal, folder) => {
    assert.deepEqual(await JournalFile.list(folder), [journal.path]);
    assert.equal(await JournalFile.takeOver(journal.path, ownSealer), null);
    assert.equal(await JournalFile.takeOver(`${folder}/gone.ndjson`, ownSealer), null);
  }));

Deno.test("close() removes a journal only when all of it was delivered", () =>
  withJournal(async (journal) => {
    const other = await JournalFile.create(journal.path.replace(/\/[^/]+$/, ""), ownSealer);
    await other.append(facts);
    await other.peek(9);
    await other.advance(4);
    await other.close();
    const left = (await JournalFile.takeOver(other.path, ownSealer))!;
    assert.deepEqual(await numbers(left), [1, 2, 3, 4, 5]); // delivered twice does no harm
    await left.close();
    await assert.rejects(Deno.stat(other.path), Deno.errors.NotFound);
  }));

Deno.test("trim() empties a file that has grown, and it goes on", () =>
  withJournal(async (journal) => {
    await journal.append([turnOf(call, 1, "x".repeat(2 * 1_024 ** 2))]);
    await journal.trim();
    assert.equal((await numbers(journal)).length, 1);
    await journal.trim();
    assert.equal((await Deno.stat(journal.path)).size, 0);
    await journal.append(facts);
    assert.deepEqual(await numbers(journal), [1, 2, 3, 4, 5]);
  }));

Deno.test("trim() waits for the next time while lines of a journal are changed in place", () =>
  withJournal(async (journal, folder) => {
    await journal.append([turnOf(call, 1, "x".repeat(2 * 1_024 ** 2))]);
    assert.equal((await numbers(journal)).length, 1);
    const before = (await Deno.stat(journal.path)).size;
    const changing = await Deno.open(folder);
    await changing.lock(true);
    await journal.trim();
    assert.equal((await Deno.stat(journal.path)).size, before);
    changing.close();
    await journal.trim();
    assert.equal((await Deno.stat(journal.path)).size, 0);
  }));

Deno.test("wiping a call waits for a journal that is being emptied, and takes no other call's facts", () =>
  withJournal(async (journal, folder) => {
    const gone = newCall();
    await journal.append([turnOf(gone, 1, "gone")]);
    const emptying = await Deno.open(folder);
    await emptying.lock(true);
    const search = { dataFolder: folder.replace(/\/journal$/, ""), sealer: ownSealer };
    const wiped = wipeFromJournals(search, new Set([gone]));
    await Deno.truncate(journal.path);
    const other = await orphanOf(journal, () => new Uint8Array());
    await other.append(facts);
    emptying.close();
    assert.equal(await wiped, 0);
    assert.deepEqual(await numbers(other), [1, 2, 3, 4, 5]);
    await other.close();
  }));

Deno.test("a journal shows nobody what was said, and one in the plain words of an older Parley is read", () =>
  withJournal(async (journal, folder) => {
    await journal.append([turnOf(call, 1, "canary-4711")]);
    assert.doesNotMatch(await Deno.readTextFile(journal.path), /canary|caller|turn/);
    const plain = `${folder}/plain.ndjson`;
    await Deno.writeTextFile(plain, PLAIN);
    const older = (await JournalFile.takeOver(plain, ownSealer))!;
    assert.deepEqual(await older.peek(9), [{ seq: 1, text: "é" }, { seq: 2, text: "ü" }]);
    await older.advance(2);
    await older.close();
  }));

/** As Parley wrote them before it sealed them; the last one is torn. */
const PLAIN =
  '919ac55f {"seq":1,"text":"é"}\n00000000 {"seq":9}\na99e03c1 {"seq":2,"text":"ü"}\n12';

Deno.test("a line that is no fact, though its checksum is right, is passed over and quoted nowhere", () =>
  withJournal(async (journal, folder) => {
    await journal.append(facts.slice(0, 1));
    const rest = await Deno.readTextFile(journal.path);
    const path = `${folder}/odd.ndjson`;
    await Deno.writeTextFile(path, `${ODD}${rest}`);
    const odd = (await JournalFile.takeOver(path, ownSealer))!;
    assert.deepEqual(await numbers(odd), [1]);
    await odd.close();
  }));

/** Half a fact, and what is no base64, each with its checksum. */
const ODD = 'add6eb70 {"canary\nde35064c !canary\n';

Deno.test("a journal whose key is missing keeps its facts until somebody brings the key", () =>
  withJournal(async (journal) => {
    await journal.append(facts);
    const path = journal.path.replace(/[^/]+$/, "orphan.ndjson");
    await Deno.copyFile(journal.path, path);
    const stranger = await Sealer.of([makeKey(Date.UTC(2026, 4, 4))]);
    const orphan = (await JournalFile.takeOver(path, stranger))!;
    await assert.rejects(orphan.peek(9), /sealed with the key "test": add that key/);
    await orphan.close();
    const found = (await JournalFile.takeOver(path, ownSealer))!;
    assert.deepEqual(await numbers(found), [1, 2, 3, 4, 5]);
    await found.close();
  }));
