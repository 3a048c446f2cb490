/** Writes lib/ari/*.gen.ts anew from the lab's Asterisk: `deno run -A tests/ari/generate.ts`. */
import { type Description, readDescription } from "../../lib/ari/generate.ts";
import { generatedFiles } from "../../lib/ari/generate_text.ts";
import { type Lab, startAsterisk } from "../lab/asterisk.ts";

export function describe(lab: Lab): Promise<Description> {
  const authorization = `Basic ${btoa(`${lab.username}:${lab.password}`)}`;
  return readDescription(async (path) => {
    const response = await fetch(`${lab.ariUrl}/${path}`, { headers: { authorization } });
    if (!response.ok) throw new Error(`Cannot read ${path}: ${response.status}`);
    return await response.json();
  });
}

/** Name → text as it stands in lib/ari. */
export async function filesOf(description: Description): Promise<Record<string, string>> {
  const files = Object.entries(generatedFiles(description));
  return Object.fromEntries(
    await Promise.all(files.map(async ([name, text]) => [name, await formatted(text)])),
  );
}

async function formatted(text: string): Promise<string> {
  const formatter = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext", "ts", "-"],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const output = formatter.output();
  const writer = formatter.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { success, stdout } = await output;
  if (!success) throw new Error("Cannot format what was generated");
  return new TextDecoder().decode(stdout);
}

if (import.meta.main) {
  await using lab = await startAsterisk();
  const files = await filesOf(await describe(lab));
  for (const [name, text] of Object.entries(files)) {
    await Deno.writeTextFile(new URL(`../../lib/ari/${name}`, import.meta.url), text);
  }
}
