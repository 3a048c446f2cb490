/** `doctor` as it is typed: the whole program, on this machine and on a real Asterisk. */
import assert from "node:assert/strict";
import { startAsterisk } from "../lab/asterisk.ts";
import { whyNoLab } from "../lab/root.ts";
import { needs } from "../needs.ts";
import { DeepgramStandIn } from "../standins/deepgram.ts";
import { OpenAiStandIn } from "../standins/openai.ts";
import { reachableFolder } from "./reachable_folder.ts";

const why = whyNoLab();
const lab = needs("asterisk", why === null, why ?? "");

Deno.test("doctor is content with a machine where nothing is set", async () => {
  await using folder = await reachableFolder();
  const { code, lines } = await doctor(folder.path, {});
  assert.equal(code, 0, lines.join("\n"));
  assert.deepEqual([...new Set(lines.map(partOf))], [
    "settings",
    "folder",
    "database",
    "brain",
    "voice",
    "ears",
    "asterisk",
  ]);
  assert.match(
    lines.join("\n"),
    /^note asterisk {2}None is configured: see "Connect your Asterisk"/m,
  );
});

Deno.test("doctor says everything that is wrong, each on its line, and ends with 1", async () => {
  await using folder = await reachableFolder();
  const { code, lines } = await doctor(folder.path, {
    DATABASE_URL: "postgres://parley:hidden@127.0.0.1:1/parley",
    ARI_URL: "http://127.0.0.1:1/ari",
    ARI_USERNAME: "parley",
    ARI_PASSWORD: "hidden",
  });
  assert.equal(code, 1);
  const bad = lines.filter((line) => line.startsWith("BAD "));
  assert.deepEqual(bad.map(partOf), ["database", "asterisk"]);
  assert.doesNotMatch(lines.join("\n"), /hidden/);
});

Deno.test("doctor says that a key is refused, though other parts would take over", async () => {
  await using folder = await reachableFolder();
  await using openai = await OpenAiStandIn.start();
  await using deepgram = await DeepgramStandIn.start();
  const { code, lines } = await doctor(folder.path, {
    OPENAI_API_KEY: "not-the-key",
    OPENAI_BASE_URL: openai.url,
    DEEPGRAM_API_KEY: "not-the-key",
    DEEPGRAM_URL: deepgram.url,
  });
  assert.equal(code, 1);
  const bad = lines.filter((line) => line.startsWith("BAD "));
  assert.deepEqual(bad.map(partOf), ["brain", "voice", "ears"]);
  assert.match(lines.join("\n"), /^ok {3}voice {5}flite rms speaks/m);
  assert.doesNotMatch(lines.join("\n"), /not-the-key/);
});

Deno.test("doctor refuses settings that can't be used with exit code 2", async () => {
  await using folder = await reachableFolder();
  await Deno.writeTextFile(`${folder.path}/.env`, "HTTP_PORT=none\nMAX_CALLS=0\n");
  const { code, lines, errors } = await doctor(folder.path, { MAX_CALLS: "5" });
  assert.deepEqual([code, lines], [2, []]);
  assert.match(errors, /^HTTP_PORT is "none": it must be [^\n]+\n$/);
});

Deno.test("doctor finds a real Asterisk well, down to the sound", lab, async () => {
  await using folder = await reachableFolder();
  await using asterisk = await startAsterisk();
  const env = {
    ARI_URL: asterisk.ariUrl,
    ARI_USERNAME: asterisk.username,
    ARI_PASSWORD: asterisk.password,
  };
  const good = await doctor(folder.path, env);
  assert.equal(good.code, 0, good.lines.join("\n"));
  assert.match(good.lines.at(-1)!, /^ok {3}asterisk {2}A tone went both ways/);

  const wrong = await doctor(folder.path, { ...env, ARI_PASSWORD: "wrong" });
  assert.equal(wrong.code, 1);
  assert.match(wrong.lines.at(-1)!, /^BAD {2}asterisk {2}.* refuses user parley/);
  assert.deepEqual([await asterisk.channels(), [...await asterisk.bridges()]], [[], []]);
});

Deno.test("doctor that is stopped by Ctrl-C leaves nothing in Asterisk", lab, async () => {
  await using folder = await reachableFolder();
  await using asterisk = await startAsterisk();
  const child = spawn(folder.path, {
    ARI_URL: asterisk.ariUrl,
    ARI_USERNAME: asterisk.username,
    ARI_PASSWORD: asterisk.password,
  });
  let said = "";
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    said += text;
    if (said.includes("is connected as ai-call-center")) {
      child.kill("SIGINT"); // the tone comes next
      said = "";
    }
  }
  const { code } = await child.status;
  await child.stderr.cancel();
  assert.equal(code, 1);
  assert.deepEqual([await asterisk.channels(), [...await asterisk.bridges()]], [[], []]);
});

async function doctor(
  folder: string,
  env: Record<string, string>,
): Promise<{ code: number; lines: string[]; errors: string }> {
  const { code, stdout, stderr } = await spawn(folder, env).output();
  const lines = new TextDecoder().decode(stdout).trimEnd().split("\n").filter((line) =>
    line !== ""
  );
  return { code, lines, errors: new TextDecoder().decode(stderr) };
}

/** As typed in `folder`, where nothing of this machine's own settings is left. */
function spawn(folder: string, env: Record<string, string>): Deno.ChildProcess {
  const kept = ["PATH", "HOME", "DENO_DIR", "LANG"].map((name) => [name, Deno.env.get(name) ?? ""]);
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "main.ts", "doctor"],
    clearEnv: true,
    env: { ...Object.fromEntries(kept), INIT_CWD: folder, PARLEY_DATA: `${folder}/data`, ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** "ok   database  …" → "database" */
function partOf(line: string): string {
  return line.slice(5).split(" ")[0]!;
}
