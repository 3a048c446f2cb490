/** The log of this process: to standard error, with every secret of the configuration known to it. */
import { type Log, startLog } from "../observe/log.ts";
import { redaction } from "../observe/redaction.ts";
import type { Config } from "./config.ts";

export function startProcessLog(config: Config): Log {
  return startLog({ ...config.log, secrets: secretsOf(config), write: writeAll });
}

/** For a person at the terminal, who may see whom they asked for, and never a key. */
export function withoutSecrets(config: Config): (text: string) => string {
  const redact = redaction({ personalData: true, secrets: secretsOf(config) });
  return (text) => String(redact(text));
}

/** What must not appear in any output. */
export function secretsOf({ ari, openai, deepgram, store, secrets }: Config): string[] {
  const database = store.databaseUrl === null ? "" : new URL(store.databaseUrl).password;
  const keys = store.keys?.map(({ bytes }) => bytes.toBase64()) ?? [];
  const all = [
    ari?.password,
    openai?.apiKey,
    deepgram?.apiKey,
    database,
    decoded(database),
    ...keys,
    ...secrets,
  ];
  return [...new Set(all.filter((secret): secret is string => secret !== undefined))]
    .filter((secret) => secret !== "");
}

/** Passwords in addresses are percent-encoded; drivers' errors show them decoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function writeAll(bytes: Uint8Array): Promise<void> {
  for (let from = 0; from < bytes.length;) from += await Deno.stderr.write(bytes.subarray(from));
}
