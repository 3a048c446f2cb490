/** `plugin new NAME`: a plugin that runs, with a test that passes, to be changed from there. */
import { findRuntime, NO_RUNTIME } from "../host/plugin_runtime.ts";
import { OWN_NAME } from "../plugin/hook_names.ts";
import { command, quoted } from "./command.ts";
import { typedAs } from "./command_help.ts";
import { environment } from "./config_file.ts";
import { invocation } from "./invocation.ts";
import { operand } from "./options.ts";
import { pluginState } from "./plugins.ts";
import { UsageError } from "./usage.ts";

export const pluginNewCommand = command({
  about: "Make a plugin with a test in the plugins folder",
  operands: { name: operand("NAME", 'Lower case letters, digits and "_": crm_example') },
  async run({ name }, config) {
    if (!OWN_NAME.test(name)) {
      throw new UsageError(`${quoted(name)} is no name of a plugin: it must be like crm_example`);
    }
    const runtime = await findRuntime(pluginState(config), environment());
    if (runtime === null) throw new Error(NO_RUNTIME);
    const folder = `${config.plugins.folder}/${name}`;
    await Deno.mkdir(config.plugins.folder, { recursive: true, mode: 0o700 });
    await Deno.mkdir(folder).catch((error) => {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
      throw new UsageError(
        `${folder} is there already: take another name, or change what is there`,
      );
    });
    const imports = { ...runtime.imports, parley: runtime.module };
    for (const [file, text] of Object.entries(filesOf(name, imports))) {
      await Deno.writeTextFile(`${folder}/${file}`, text);
    }
    console.error(whatNext(name, folder, typedAs("plugin", invocation(Deno.env.toObject()))));
    return 0;
  },
});

function whatNext(name: string, folder: string, typed: string): string {
  return [
    `Made ${folder}. What is next:`,
    `  ${typed} plugin test ${name}     its own test, then each hook with a recorded call`,
    `  ${typed} plugin allow ${name}    let it run; a running Parley takes it up at once`,
  ].join("\n");
}

function filesOf(name: string, imports: Readonly<Record<string, string>>): Record<string, string> {
  return {
    "plugin.json": `${JSON.stringify(manifestOf(name), null, 2)}\n`,
    "deno.json": `${JSON.stringify({ imports }, null, 2)}\n`,
    "mod.ts": moduleOf(name),
    "mod_test.ts": TEST,
  };
}

function manifestOf(name: string) {
  return {
    name,
    version: "0.1.0",
    permissions: { hosts: [], env: [] },
    hooks: { notify: ["callEnded"], change: ["text"] },
    metrics: { calls: { kind: "counter", about: "Calls that have ended." } },
  };
}

function moduleOf(name: string): string {
  return `import { definePlugin, z } from "parley";

export default definePlugin({
  name: ${JSON.stringify(name)},
  version: "0.1.0",
  settings: z.object({ company: z.string().default("our company") }),
  metrics: { calls: { kind: "counter", about: "Calls that have ended." } },
  change: {
    text: (text, { settings }) => text.replaceAll("{company}", settings.company),
  },
  notify: {
    callEnded(ending, { log, measure }) {
      measure("calls", 1);
      log("A call has ended", { reason: ending.reason });
    },
  },
});
`;
}

const TEST = `import assert from "node:assert/strict";
import plugin from "./mod.ts";

Deno.test("the company's name is put into what is spoken", () => {
  const settings = plugin.settings.parse({ company: "Acme" });
  const context = { settings } as never; // what this hook uses of it
  assert.equal(plugin.change!.text!("Welcome to {company}.", context), "Welcome to Acme.");
});
`;
