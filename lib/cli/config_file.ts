/** The environment with what stands in a `.env` file of the user's folder; what is set already wins. */
import { parseEnv } from "node:util";
import { userFolder } from "./config_machine.ts";
import type { Environment } from "./config_values.ts";
import { UsageError } from "./usage.ts";

/** Longer files are no settings. 256 KiB. */
const FILE_BYTES_MAX = 262_144;

/** Throws a `UsageError` when there is a `.env` that can't be read. */
export function environment(folder = userFolder()): Environment {
  const path = `${folder}/.env`;
  return { ...settingsIn(path), ...Deno.env.toObject() };
}

function settingsIn(path: string): Environment {
  try {
    if (Deno.statSync(path).size > FILE_BYTES_MAX) throw new Error("it is over 256 KiB long");
    return parseEnv(Deno.readTextFileSync(path));
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return {};
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`Cannot read the settings in ${path}: ${why}`, { cause });
  }
}
