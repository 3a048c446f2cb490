import assert from "node:assert/strict";
import { unknownHere } from "./order.ts";

const PASSES = `Deno.test("passes", () => {});\n`;
const FAILS = `Deno.test("fails", () => { throw new Error("for good"); });\n`;

/** Fails once: the file beside it says that it has. */
const FAILS_ONCE = `Deno.test("fails once", () => {
  const mark = new URL("tried", import.meta.url);
  const tried = Deno.readTextFileSync(mark);
  Deno.writeTextFileSync(mark, "yes");
  if (tried === "no") throw new Error("by chance");
});\n`;

async function runOn(files: Record<string, string>, env: Record<string, string> = {}) {
  const folder = await Deno.makeTempDir({ prefix: "parley-run-" });
  await Deno.writeTextFile(`${folder}/tried`, "no");
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${folder}/${name}`, text);
  }
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "tests/run.ts", folder],
    env: { CI: "", ...env },
    stderr: "null",
  });
  const { code, stdout } = await command.output();
  await Deno.remove(folder, { recursive: true });
  const text = new TextDecoder().decode(stdout);
  return { code, text, last: text.trim().split("\n").at(-1) };
}

Deno.test("run closes with one line of counts", async () => {
  const { code, last } = await runOn({ "a_test.ts": PASSES, "b_test.ts": PASSES });
  assert.deepEqual([code, last], [0, "2 passed, 0 failed"]);
});

Deno.test("run tries once more what failed, and names what passed only then", async () => {
  const { code, text, last } = await runOn({ "a_test.ts": PASSES, "b_test.ts": FAILS_ONCE });
  assert.deepEqual([code, last], [0, "2 passed, 0 failed"]);
  assert.match(text, /^PASSED ONLY AT THE SECOND TRY: \S*b_test\.ts$/m);
});

Deno.test("run fails for a test that fails twice, and says its error at the end", async () => {
  const { code, text, last } = await runOn({
    "a_test.ts": PASSES + FAILS,
    "b_test.ts": FAILS_ONCE,
  });
  assert.deepEqual([code, last], [1, "2 passed, 1 failed"]);
  assert.match(text, /What failed:[^]*for good/);
});

Deno.test("run fails for a file that can't be loaded", async () => {
  const { code, last } = await runOn({
    "a_test.ts": PASSES,
    "b_test.ts": "throw new Error('load');",
  });
  assert.deepEqual([code, last], [1, "1 passed, 1 failed"]);
});

Deno.test("run counts a skipped test as failed in CI alone", async () => {
  const skipped = { "a_test.ts": `Deno.test.ignore("skipped", () => {});\n${PASSES}` };
  assert.equal((await runOn(skipped)).last, "1 passed, 0 failed");
  assert.deepEqual((await runOn(skipped, { CI: "true" })).last, "1 passed, 1 failed");
});

Deno.test("run's order names only files that are there", () => {
  assert.deepEqual(unknownHere(), []);
});
