/** The guide is tried as a new integrator would: every block of plugins/README.md is run. */
import assert from "node:assert/strict";
import { readManifest } from "../../lib/plugin/manifest.ts";
import { readSettings } from "../../lib/plugin/settings_file.ts";

const guide = Deno.readTextFileSync("plugins/README.md");
const blocks = [...guide.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
  .map(([, language, text]) => ({ language: language!, text: text! }));
const of = (language: string) =>
  blocks.filter((block) => block.language === language).map(({ text }) => text);

interface Outcome {
  readonly code: number;
  readonly said: string;
}

/** A machine on which nobody has used Parley yet. */
class NewMachine {
  readonly folder = Deno.makeTempDirSync({ prefix: "parley-guide-" });

  async run(line: string): Promise<Outcome> {
    const [program, ...args] = line.split(" ");
    assert.equal(program, "deno");
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args,
      env: { PARLEY_DATA: this.folder, PARLEY_PLUGINS: "", NO_COLOR: "1" },
    }).output();
    const decoder = new TextDecoder();
    return { code, said: decoder.decode(stdout) + decoder.decode(stderr) };
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.folder, { recursive: true });
  }
}

Deno.test("the guide shows the first plugin as it ships", () => {
  assert.equal(of("ts")[0], Deno.readTextFileSync("plugins/pronounce.ts"));
});

Deno.test("the guide's three commands lead from nothing to a green test and a plugin that may run", async () => {
  using machine = new NewMachine();
  const commands = of("sh").join("").trim().split("\n");
  assert.equal(commands.length, 3);
  const outcomes: Outcome[] = [];
  for (const line of commands) outcomes.push(await machine.run(line));
  assert.deepEqual(outcomes.map(({ code }) => code), [0, 0, 0], JSON.stringify(outcomes));
  assert.match(outcomes[1]!.said, /1 passed/);
  assert.match(outcomes[1]!.said, /change\.text +[\d.]+ ms[\s\S]*got [\s\S]*answered /);
  assert.match(outcomes[1]!.said, /notify\.callEnded [\s\S]*2 hooks, 0 failures/);
  const { said } = await machine.run("deno run -A main.ts plugin list");
  assert.match(said, /hello 0\.1\.0 +allowed/);
  assert.equal((await machine.run("deno run -A main.ts plugin forbid hello")).code, 0);
  const { said: after } = await machine.run("deno run -A main.ts plugin list");
  assert.match(after, /hello 0\.1\.0 +not allowed/);
});

Deno.test("the guide's settings and manifests are read, and its plugins pass `plugin test`", async () => {
  using machine = new NewMachine();
  const [settings, ...manifests] = of("json");
  assert.equal(readSettings(settings!, "the guide").length, 2);
  const plugins = of("ts").slice(1);
  assert.equal(manifests.length, plugins.length);
  for (const [index, manifest] of manifests.entries()) {
    const { facts: { name } } = readManifest(manifest, "the guide");
    assert.equal((await machine.run(`deno run -A main.ts plugin new ${name}`)).code, 0);
    const folder = `${machine.folder}/plugins/${name}`;
    await Deno.remove(`${folder}/mod_test.ts`);
    await Deno.writeTextFile(`${folder}/plugin.json`, manifest);
    await Deno.writeTextFile(`${folder}/mod.ts`, plugins[index]!);
    const checked = await machine.run(`deno check --config ${folder}/deno.json ${folder}/mod.ts`);
    assert.equal(checked.code, 0, checked.said);
    const { said } = await machine.run(`deno run -A main.ts plugin test ${name}`);
    for (const hook of readManifest(manifest, "the guide").facts.hooks) {
      assert.match(said, new RegExp(`^${hook} `, "m"), said);
    }
  }
});

Deno.test("the guide's table names every hook of the contract, and no other", () => {
  const rows = [...guide.matchAll(/^\| `(\w+)` +\| ((?:`\w+` *)+)\|/gm)];
  const named = rows.flatMap(([, kind, hooks]) =>
    [...hooks!.matchAll(/`(\w+)`/g)].map((match) => `${kind}.${match[1]}`)
  );
  const manifest = (hooks: object) =>
    readManifest(JSON.stringify({ name: "all", version: "1.0.0", hooks }), "the guide");
  const byKind = Object.fromEntries(
    rows.map((
      [, kind, hooks],
    ) => [kind, [...hooks!.matchAll(/`(\w+)`/g)].map((match) => match[1])]),
  );
  assert.deepEqual([...manifest(byKind).facts.hooks], named);
  assert.equal(named.length, 15);
});
