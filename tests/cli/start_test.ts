/** `start` as a person meets it: first runs, wrong settings, a database that is away, an early end. */
import assert from "node:assert/strict";
import { cleanEnv, denoArgs, startProgram } from "../stories/program.ts";
import { reachableFolder } from "./reachable_folder.ts";

function spawnStart(env: Readonly<Record<string, string>>): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: denoArgs("start"),
    clearEnv: true,
    env: cleanEnv({ HTTP_PORT: "0", ...env }),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test("start names every wrong variable at once, shows no secret, and exits with 2", async () => {
  const env = { MAX_CALLS: "many", OPENAI_API_KEY: "sk-two words", DATABASE_URL: "mysql://u:pw@h" };
  const { code, stdout, stderr } = await spawnStart(env).output();
  const said = new TextDecoder().decode(stderr);
  assert.equal(code, 2);
  assert.equal(stdout.length, 0);
  assert.deepEqual(said.trim().split("\n").map((line) => line.split(" ")[0]), [
    "MAX_CALLS",
    "DATABASE_URL",
    "OPENAI_API_KEY",
  ]);
  assert.doesNotMatch(said, /two words|pw/);
});

Deno.test("start ends at once when it is told to while its database is made", async () => {
  await using folder = await reachableFolder();
  const early = spawnStart({ PARLEY_DATA: folder.path });
  const said = early.stderr.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("Making the database")) {
    const { value, done } = await said.read();
    assert.ok(!done, text);
    text += value;
  }
  early.kill("SIGTERM");
  const { value } = await said.read();
  assert.equal((await early.status).code, 0);
  assert.match(`${value}`, /^Stopped before Parley was up\.$/m);
  await said.cancel();
  await early.stdout.cancel();

  await using next = await startProgram({ dataFolder: folder.path });
  next.kill("SIGTERM");
  assert.equal((await next.ended).code, 0);
});

Deno.test("two first starts at once share one database, and leave nothing that runs", async () => {
  await using folder = await reachableFolder();
  const both = await Promise.all([1, 2].map(() => startProgram({ dataFolder: folder.path })));
  assert.notEqual(both[0]!.webAddress, both[1]!.webAddress);
  for (const one of both) {
    assert.match(one.output(), new RegExp(`is running as process ${one.pid}\\.`));
    one.kill("SIGTERM");
    assert.equal((await one.ended).code, 0);
  }
  await assert.rejects(Deno.stat(`${folder.path}/database/postmaster.pid`), Deno.errors.NotFound);
});

Deno.test("start goes on without a database that is away, and says so on /readyz", async () => {
  await using folder = await reachableFolder();
  await using program = await startProgram({
    dataFolder: folder.path,
    env: { DATABASE_URL: "postgres://joe:hunter2@127.0.0.1:1/parley" },
  });
  const { ready, degraded } = await (await fetch(`${program.webAddress}/readyz`)).json();
  assert.equal(ready, true);
  assert.match(degraded.join(), /calls are kept on disk until it is back/);
  assert.match(program.output(), /database {2}DATABASE_URL isn't reached yet/);
  assert.doesNotMatch(program.output(), /hunter2/);
});
