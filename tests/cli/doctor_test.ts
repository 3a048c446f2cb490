import assert from "node:assert/strict";
import { readConfig } from "../../lib/cli/config.ts";
import { type Check, goRound } from "../../lib/cli/doctor_round.ts";
import { bad, findingLine, note, ok } from "../../lib/cli/doctor_finding.ts";
import { checkFolder } from "../../lib/cli/doctor_folder.ts";
import { versionVerdict } from "../../lib/cli/doctor_version.ts";

const never = new AbortController().signal;
const read = readConfig({ PARLEY_DATA: "/nowhere" });
const config = "config" in read ? read.config : assert.fail(read.errors.join());

async function examined(...checks: readonly Check[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await goRound(config, checks, (line) => lines.push(line), never);
  return { code, lines };
}

Deno.test("goRound() ends with 0 when nothing is bad; notes are no fault", async () => {
  const { code, lines } = await examined(
    { part: "voice", patienceMs: 1_000, run: () => Promise.resolve(ok("voice", "flite speaks")) },
    { part: "ears", patienceMs: 1_000, run: () => Promise.resolve(note("ears", "keypad only")) },
  );
  assert.equal(code, 0);
  assert.deepEqual(lines, [
    "ok   settings  Every variable that is set can be used",
    "ok   voice     flite speaks",
    "note ears      keypad only",
  ]);
});

Deno.test("goRound() goes on after something bad, and ends with 1", async () => {
  const { code, lines } = await examined(
    {
      part: "database",
      patienceMs: 1_000,
      run: () => Promise.resolve(bad("database", "It is away", "start it")),
    },
    { part: "voice", patienceMs: 1_000, run: () => Promise.resolve(ok("voice", "flite speaks")) },
  );
  assert.equal(code, 1);
  assert.deepEqual(lines.slice(1), [
    "BAD  database  It is away: start it",
    "ok   voice     flite speaks",
  ]);
});

Deno.test("goRound() makes one line of whatever a check throws, early or late", async () => {
  const { code, lines } = await examined(
    { part: "database", patienceMs: 1_000, run: () => Promise.reject(new Error("no such\nhost")) },
    {
      part: "asterisk",
      patienceMs: 1_000,
      async *run() {
        yield ok("asterisk", "reached");
        await Promise.resolve();
        throw new Error("then lost", { cause: new Error("reset") });
      },
    },
  );
  assert.equal(code, 1);
  assert.match(lines[1]!, /^BAD {2}database {2}The check failed, no such host: /);
  assert.match(lines[2]!, /^ok {3}asterisk {2}reached$/);
  assert.match(lines[3]!, /^BAD {2}asterisk {2}The check failed, then lost \(reset\): /);
});

Deno.test("goRound() waits for no check longer than its patience, and tells it to stop", async () => {
  let told: AbortSignal | undefined;
  const { code, lines } = await examined({
    part: "voice",
    patienceMs: 20,
    run(_config, signal) {
      told = signal;
      return new Promise((_, reject) => signal.addEventListener("abort", reject, { once: true }));
    },
  });
  assert.equal(code, 1);
  assert.match(lines[1]!, /it took over 0.02 s/);
  assert.ok(told?.aborted);
});

Deno.test("goRound() that is stopped begins nothing more, and lets a check tidy up", async () => {
  const stop = new AbortController();
  const lines: string[] = [];
  let tidied = false;
  const stuck: Check = {
    part: "asterisk",
    patienceMs: 60_000,
    async *run(_config, signal) {
      try {
        yield ok("asterisk", "reached");
        stop.abort();
        signal.throwIfAborted();
      } finally {
        await new Promise((wake) => setTimeout(wake, 10));
        tidied = true;
      }
    },
  };
  const after: Check = { part: "voice", patienceMs: 1, run: () => assert.fail("begun") };
  const code = await goRound(config, [stuck, after], (line) => lines.push(line), stop.signal);
  assert.deepEqual([code, tidied, lines.length], [1, true, 2]);
});

Deno.test("checkFolder() makes the folder, writes through, and leaves nothing behind", async () => {
  const folder = `${await Deno.makeTempDir()}/a/b`;
  const finding = await checkFolder(folder);
  assert.match(findingLine(finding), /^ok {3}folder .* can be written, [\d,]+ MiB are free$/);
  assert.deepEqual([...Deno.readDirSync(folder)], []);
});

Deno.test("checkFolder() says what to do about a folder that can't be", async () => {
  const file = await Deno.makeTempFile();
  const finding = await checkFolder(`${file}/data`);
  assert.equal(finding.verdict, "bad");
  assert.match(
    finding.text,
    /^Cannot keep data in .*\/data .*: give the user .* or set PARLEY_DATA/,
  );
});

const VERSIONS: readonly (readonly [string, string])[] = [
  ["22.10.1", "supported"],
  ["22.10.1+dfsg+~cs6.17.60671434-1", "supported"],
  ["22.11.0", "supported"],
  ["22.11.0-rc1", "supported"],
  ["22.10.0", "too_old"],
  ["22.10.1-rc1", "too_old"],
  ["22.9.99", "too_old"],
  ["20.20.1", "supported"],
  ["20.20.0", "too_old"],
  ["20.100.0", "supported"],
  ["23.4.1", "supported"],
  ["23.4.0", "too_old"],
  ["24.0.0", "supported"],
  ["21.12.3", "unsupported_branch"],
  ["18.26.4", "unsupported_branch"],
  ["GIT-22-abc1234", "unknown"],
  ["certified/20.7-cert9", "unknown"],
  ["", "unknown"],
];

for (const [version, verdict] of VERSIONS) {
  Deno.test(`versionVerdict() finds "${version}" ${verdict}`, () => {
    assert.equal(versionVerdict(version).type, verdict);
  });
}
