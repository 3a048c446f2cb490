/**
 * `deno task test`: all tests, and one line of counts at the end.
 *
 * What failed is tried once more, alone, since machines are shared and real time is part of many tests. What passes only
 * then is named aloud: it is no failure, and it is to be mended. Paths as arguments run only what lies there.
 * Types are no test: `deno task check` looks at them.
 */
import { stripVTControlCharacters } from "node:util";
import { isTelephoned, longestFirst, testFilesIn } from "./order.ts";

/** More files than these don't fail by chance: there is no second try. */
const TRIED_AGAIN_MOST = 6;
/** Characters of a failed run's errors that are said again at the end, where they are looked for. */
const SAID_AGAIN = 20_000;
const COUNTS =
  /^(?:ok|FAILED) \| (\d+) passed(?: \([^)]*\))? \| (\d+) failed(?: \([^)]*\))?(?: \| (\d+) ignored)?/gm;

/** What one run of `deno test` came to; `files` are those in which something failed. */
type Run = {
  code: number;
  passed: number;
  failed: number;
  ignored: number;
  files: string[];
  errors: string;
};
type Totals = { passed: number; failed: number; ignored: number; errors: string[]; late: string[] };

/** What processors hold back, and after it what passes in real time: each disturbs the other. */
function parts(): string[][] {
  const files = longestFirst(testFilesIn("tests"));
  return [files.filter((file) => !isTelephoned(file)), files.filter(isTelephoned)];
}

/** Runs `deno test`, shows its output as it comes, and reads the result from it. */
async function run(args: readonly string[]): Promise<Run> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--no-check", ...args],
    env: { PARLEY_TESTS_PLACE: place },
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  });
  const child = command.spawn();
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of child.stdout) {
    await writeAll(chunk);
    text += decoder.decode(chunk, { stream: true });
  }
  return { code: (await child.status).code, ...read(stripVTControlCharacters(text)) };
}

/** Reads what Deno's reporter says: the counts, and under its heading each failed test with its file. */
function read(text: string): Omit<Run, "code"> {
  const counts = [...text.matchAll(COUNTS)].at(-1) ?? [];
  const [passed, failed, ignored] = counts.slice(1).map((count) => Number(count ?? 0));
  const [before = "", named = ""] = text.split(/^ FAILURES *$/m);
  const files = [...named.matchAll(/ => (\S+?):\d+:\d+$|^(\S+) \(uncaught error\)$/gm)];
  return {
    passed: passed ?? 0,
    failed: failed ?? 0,
    ignored: ignored ?? 0,
    files: [...new Set(files.map(([, at, uncaught]) => at ?? uncaught!))],
    errors: before.split(/^ ERRORS *$/m).slice(1).join(""),
  };
}

/** One part of the tests, and of what failed there a second try. */
async function runPart(args: readonly string[], totals: Totals): Promise<void> {
  const first = await run(["--parallel", ...args]);
  totals.passed += first.passed;
  totals.ignored += first.ignored;
  if (first.code === 0) return;
  totals.errors.push(first.errors);
  const few = first.files.length > 0 && first.files.length <= TRIED_AGAIN_MOST;
  const second = few ? await run(first.files) : undefined;
  if (second?.code === 0) {
    totals.passed += first.failed;
    totals.late.push(...first.files);
  } else {
    totals.failed += Math.max(1, second?.failed ?? first.failed);
    totals.passed += Math.max(0, first.failed - (second?.failed ?? first.failed));
    if (second) totals.errors.push(second.errors);
  }
}

async function writeAll(bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await Deno.stdout.write(bytes.subarray(at));
}

const place = await Deno.makeTempDir({ prefix: "parley-tests-" });
await Deno.chmod(place, 0o711); // databases that are made there have another user
const totals: Totals = { passed: 0, failed: 0, ignored: 0, errors: [], late: [] };
for (const part of Deno.args.length > 0 ? [Deno.args] : parts()) await runPart(part, totals);
await Deno.remove(place, { recursive: true });
if (Deno.env.get("CI") && totals.ignored > 0) {
  console.log(`${totals.ignored} tests were skipped, and none may be here`);
  totals.failed += totals.ignored;
}
for (const errors of totals.errors) console.log(`\nWhat failed:\n${errors.slice(0, SAID_AGAIN)}`);
for (const file of totals.late) console.log(`PASSED ONLY AT THE SECOND TRY: ${file}`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
if (totals.failed > 0) Deno.exitCode = 1;
