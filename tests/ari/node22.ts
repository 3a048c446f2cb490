/** Where Node 22 is: on the PATH, or where npx puts it. It runs TypeScript as it stands. */
import { needs } from "../needs.ts";

/** The first that takes away types without being told to. */
const MINOR_MIN = 18;

const found = await pathOf("node", ["-p", "process.execPath"]) ??
  await pathOf("npx", ["-y", "node@22", "-p", "process.execPath"]);

export const node22 = needs("node22", found !== null, "Node 22.18 is neither here nor to be had");

export function node22Path(): string {
  if (found === null) throw new Error("Cannot run Node 22: it is neither here nor to be had");
  return found;
}

/** What `program` says that its Node is, where that is new enough. */
async function pathOf(program: string, args: readonly string[]): Promise<string | null> {
  const path = await outputOf(program, args);
  const version = path === null ? null : await outputOf(path, ["--version"]);
  const [, major, minor] = /^v(\d+)\.(\d+)/.exec(version ?? "") ?? [];
  const isNew = Number(major) > 22 || (Number(major) === 22 && Number(minor) >= MINOR_MIN);
  return isNew ? path : null;
}

async function outputOf(program: string, args: readonly string[]): Promise<string | null> {
  try {
    const { success, stdout } = await new Deno.Command(program, { args: [...args] }).output();
    return success ? new TextDecoder().decode(stdout).trim() : null;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}
