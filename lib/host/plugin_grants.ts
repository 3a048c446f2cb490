/** What the operator has allowed which plugin: `plugin allow NAME` writes it, and only that. */
import { z } from "zod";
import type { Permissions } from "../plugin/contract.ts";
import type { OutsidePlugin } from "./outside_plugin.ts";

const GRANT = z.object({
  permissions: z.object({ hosts: z.array(z.string()), env: z.array(z.string()) }),
  /** Of the files as they were allowed. */
  hash: z.string(),
  allowedAt: z.iso.datetime(),
});
const GRANTS = z.record(z.string(), GRANT);

export interface Grant {
  readonly permissions: Required<Permissions>;
  readonly hash: string;
  readonly allowedAt: string;
}

export type Grants = Readonly<Record<string, Grant>>;

/** Throws a sentence where somebody else has written the file: nothing is allowed by accident. */
export async function readGrants(stateFolder: string): Promise<Grants> {
  const path = pathIn(stateFolder);
  try {
    return GRANTS.parse(JSON.parse(await Deno.readTextFile(path)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw new Error(`Cannot read what plugins may do in ${path}: delete it, and allow them anew`, {
      cause: error,
    });
  }
}

export async function grant(stateFolder: string, plugin: OutsidePlugin, nowMs: number) {
  const grants = await readGrants(stateFolder);
  const { facts: { name, permissions }, hash } = plugin;
  const allowedAt = new Date(nowMs).toISOString();
  await write(stateFolder, { ...grants, [name]: { permissions, hash, allowedAt } });
}

/** False where it had none. */
export async function withdraw(stateFolder: string, name: string): Promise<boolean> {
  const { [name]: gone, ...others } = await readGrants(stateFolder);
  if (gone !== undefined) await write(stateFolder, others);
  return gone !== undefined;
}

async function write(stateFolder: string, all: Grants): Promise<void> {
  await Deno.mkdir(stateFolder, { recursive: true, mode: 0o700 });
  const path = pathIn(stateFolder);
  await Deno.writeTextFile(`${path}.new`, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
  await Deno.rename(`${path}.new`, path);
}

function pathIn(stateFolder: string): string {
  return `${stateFolder}/grants.json`;
}
