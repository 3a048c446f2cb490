/** `plugins.json`: which plugins are on, in which order they are asked, and by which settings. */
import { z } from "zod";
import { OWN_NAME } from "./hook_names.ts";

const SETTINGS_FILE = z.strictObject({
  plugins: z.array(z.strictObject({
    name: z.string().regex(OWN_NAME, 'a name is like "crm_hubspot"'),
    enabled: z.boolean().default(true),
    settings: z.record(z.string(), z.unknown()).default({}),
  })),
});

export type PluginSettings = z.output<typeof SETTINGS_FILE>["plugins"][number];

/** Throws one sentence that says everything that is wrong; settings themselves are the plugins' matter. */
export function readSettings(text: string, where: string): readonly PluginSettings[] {
  const read = SETTINGS_FILE.safeParse(jsonOf(text, where));
  if (!read.success) {
    const wrong = read.error.issues.map(({ path, message }) =>
      `${path.join(".") || "all"}: ${message}`
    );
    throw new Error(`Cannot read ${where}: ${wrong.join("; ")}`);
  }
  const names = read.data.plugins.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`Cannot read ${where}: ${twice} stands in it twice`);
  return read.data.plugins;
}

function jsonOf(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`Cannot read ${where}: it is not JSON`);
  }
}
