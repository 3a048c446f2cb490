import assert from "node:assert/strict";
import { Decoder } from "../../../lib/host/pocketsphinx_decoder.ts";
import { readDictionary } from "../../../lib/host/pocketsphinx_model.ts";

const FILES = { jsgf: "none.jsgf", dictionary: "none.dict" };
const SILENCE = new Int16Array(1_600);

/** A decoder whose program is a shell script. */
async function withProgram(
  script: string,
  limits: { readonly maxMs: number; readonly waitMs?: number },
  test: (decoder: Decoder, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const program = `${folder}/program`;
  await Deno.writeTextFile(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const dictionary = readDictionary("");
  const sphinx = { program, acoustic: "none", phones: "none", dictionary };
  const decoder = new Decoder({ sphinx, folder, ...limits });
  try {
    await test(decoder, folder);
  } finally {
    decoder.close();
    await Deno.remove(folder, { recursive: true });
  }
}

async function leftIn(folder: string): Promise<string[]> {
  return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
}

Deno.test("Decoder rejects with the program's own words when it fails", async () => {
  const script = 'echo "INFO: hello" >&2; echo "ERROR: no such model" >&2; exit 1';
  await withProgram(script, { maxMs: 5_000 }, async (decoder, folder) => {
    await assert.rejects(decoder.decode(SILENCE, FILES), /ERROR: no such model/);
    assert.deepEqual(await leftIn(folder), ["program"]);
  });
});

Deno.test("Decoder rejects when the program crashes, and when it writes nonsense", async () => {
  await withProgram("kill -SEGV $$", { maxMs: 5_000 }, async (decoder) => {
    await assert.rejects(decoder.decode(SILENCE, FILES), /no words and no reason/);
  });
  await withProgram("echo nonsense", { maxMs: 5_000 }, async (decoder) => {
    await assert.rejects(decoder.decode(SILENCE, FILES), /no words and no reason/);
  });
});

Deno.test("Decoder rejects when the program is gone", async () => {
  await withProgram("true", { maxMs: 5_000 }, async (decoder, folder) => {
    await Deno.remove(`${folder}/program`);
    await assert.rejects(decoder.decode(SILENCE, FILES), Deno.errors.NotFound);
  });
});

Deno.test("Decoder ends a program that takes too long, and understands nothing", async () => {
  await withProgram("exec sleep 60", { maxMs: 50 }, async (decoder, folder) => {
    assert.deepEqual(await decoder.decode(SILENCE, FILES), { type: "not_understood" });
    assert.deepEqual(await leftIn(folder), ["program"]); // no speech stays behind
  });
});

Deno.test("Decoder refuses the utterance beyond its queue", async () => {
  await withProgram("exec sleep 60", { maxMs: 60_000 }, async (decoder) => {
    const waiting = Array.from({ length: 200 }, () => decoder.decode(SILENCE, FILES));
    const first = await Promise.race(waiting);
    assert.deepEqual(first, { type: "not_understood" });
    decoder.close();
    const all = await Promise.all(waiting);
    assert.ok(all.every(({ type }) => type === "not_understood"));
  });
});

Deno.test("Decoder runs no more programs than there are cores, and gives up what waits too long", async () => {
  const cores = navigator.hardwareConcurrency;
  const script = 'echo >> "$(dirname "$0")/started"; exec sleep 60';
  await withProgram(script, { maxMs: 60_000, waitMs: 50 }, async (decoder, folder) => {
    const waiting = Array.from({ length: cores + 1 }, () => decoder.decode(SILENCE, FILES));
    assert.deepEqual(await waiting.at(-1), { type: "not_understood" });
    decoder.close();
    await Promise.all(waiting);
    const started = await Deno.readTextFile(`${folder}/started`).catch(() => "");
    assert.ok(started.length <= cores, `${started.length} were started on ${cores} cores`);
  });
});

Deno.test("Decoder lets the process that paces audio go first", async () => {
  const niceness = (pid: string) => `$(cut -d" " -f19 /proc/${pid}/stat)`;
  const isBehind = `[ ${niceness("$$")} -gt ${niceness("$PPID")} ]`;
  const script = `until ${isBehind}; do sleep 0.01; done; echo "ERROR: behind" >&2; exit 1`;
  await withProgram(script, { maxMs: 60_000 }, async (decoder) => {
    await assert.rejects(decoder.decode(SILENCE, FILES), /ERROR: behind/);
  });
});
