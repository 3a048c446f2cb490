/** `call` as users run it: what stands on standard output, on standard error, and the exit code. */
import assert from "node:assert/strict";
import { cleanEnv, denoArgs } from "../stories/program.ts";

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function call(
  args: readonly string[],
  input: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const child = new Deno.Command(Deno.execPath(), {
    args: denoArgs("call", "--store", "none", ...args),
    clearEnv: true,
    env: cleanEnv(env),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

async function withFile(bytes: string, use: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/calls.jsonl`, bytes);
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const ids = (out: string): unknown[] =>
  out.trimEnd().split("\n").map((line) => (JSON.parse(line) as { id: unknown }).id);

Deno.test("call prints exactly one JSON line, and the conversation beside it", async () => {
  const { code, out, err } = await call([], "stocks\n50k\nlow\n2 years\nno thanks");
  assert.equal(code, 0);
  assert.match(out, /^\{"call":.*\}\n$/);
  assert.equal(out.split("\n").length, 2);
  const summary = JSON.parse(out) as { lead: { status: string }; call: { endedBy: string } };
  assert.equal(summary.lead.status, "qualified");
  assert.equal(summary.call.endedBy, "agent");
  assert.match(err, /Agent: {2}I am an AI assistant/);
  assert.match(err, /Caller: stocks/);
});

Deno.test("call with nothing typed is a call that the caller ended", async () => {
  const { code, out } = await call([], "");
  assert.equal(code, 0);
  const { call: summary } = JSON.parse(out) as { call: { endedBy: string; turns: number } };
  assert.equal(summary.endedBy, "caller");
  assert.equal(summary.turns, 0);
});

Deno.test("call gives times in PARLEY_TIMEZONE, and refuses one that is none", async () => {
  const lines = "stocks\n50k\nlow\n2 years\nyes, tomorrow at 3pm\n";
  const { out } = await call([], lines, { PARLEY_TIMEZONE: "Asia/Kolkata" });
  assert.match(out, /"at":"[^"]+T15:00:00\+05:30"/);
  const wrong = await call([], "", { PARLEY_TIMEZONE: "Mars" });
  assert.equal(wrong.code, 2);
  assert.equal(wrong.out, "");
  assert.match(wrong.err, /PARLEY_TIMEZONE is "Mars"/);
});

Deno.test("call --batch: in order, past bad lines, with any line ends, from where the user typed", async () => {
  const file = '\uFEFF{"id":"a","lines":["stocks"]}\r\n\r\nno json\n' +
    '{"id":"a","lines":["bonds"]}\n{"id":"z","lines":["gold"]}';
  await withFile(file, async (folder) => {
    const ran = await call(["--batch", "calls.jsonl"], "", { INIT_CWD: folder });
    assert.deepEqual(ids(ran.out), ["a", null, "a", "z"]);
    assert.equal(ran.code, 1);
    assert.equal(ran.err, "");
    const absolute = await call(["--batch", `${folder}/calls.jsonl`], "");
    assert.deepEqual(ids(absolute.out), ["a", null, "a", "z"]);
    const missing = await call(["--batch", "none.jsonl"], "", { INIT_CWD: folder });
    assert.equal(missing.code, 2);
    assert.match(missing.err, /^Cannot read .*none\.jsonl: /);
    const isFolder = await call(["--batch", folder], "");
    assert.equal(isFolder.code, 2);
    assert.match(isFolder.err, /^Cannot read .*: it is a folder/);
  });
});

Deno.test("call --batch goes on past a line of three million characters", async () => {
  const file = `${"a".repeat(3_000_000)}\n{"id":"after","lines":["gold"]}\n`;
  await withFile(file, async (folder) => {
    const { code, out } = await call(["--batch", "calls.jsonl"], "", { INIT_CWD: folder });
    assert.deepEqual(ids(out), [null, "after"]);
    assert.equal(code, 1);
  });
});

Deno.test("call leaves out a typed line that nobody could say, and tells so in one sentence", async () => {
  const { code, err } = await call([], `${"a".repeat(3_000_000)}\ngold\n`);
  assert.equal(code, 0);
  assert.match(err, /^A line of over 2000 characters was left out: say it in parts$/m);
  assert.match(err, /^Caller: gold$/m);
  assert.ok(err.length < 10_000);
});
