/** One command from the command line to its exit code, and the table of them all. */
import { backupCommand } from "./backup.ts";
import { auditCommand } from "./audit.ts";
import { callCommand } from "./call.ts";
import { callCommands } from "./calls.ts";
import { campaignsCommand } from "./campaigns.ts";
import type { CommandTable } from "./command.ts";
import { helpText } from "./command_help.ts";
import { readCommand } from "./command_line.ts";
import { readConfig } from "./config.ts";
import { environment } from "./config_file.ts";
import { deliveriesCommand } from "./deliveries.ts";
import { doctorCommand } from "./doctor.ts";
import { invocation } from "./invocation.ts";
import { pluginCommand } from "./plugin.ts";
import { privacyCommands } from "./privacy.ts";
import { retentionCommands } from "./retention_run.ts";
import { leadCommands } from "./leads.ts";
import { restoreCommand } from "./restore.ts";
import { keysCommand } from "./keys.ts";
import { withoutSecrets } from "./process_log.ts";
import { reasonOf } from "../store/database.ts";
import { startCommand } from "./start.ts";
import { statsCommand } from "./stats.ts";
import { UsageError } from "./usage.ts";
import { VERSION } from "./version.ts";

/** The command line or the configuration is wrong. */
const WRONG_USE = 2;
/** The command was understood and failed. */
const FAILED = 1;
/** Who read our output has gone: what a shell says of a program that SIGPIPE ended. */
const NOBODY_READS = 141;

/** In the order of help. A group is `{ about, commands }`: its words come second, `leads list`. */
export const COMMANDS: CommandTable = {
  start: startCommand,
  call: callCommand,
  campaigns: campaignsCommand,
  doctor: doctorCommand,
  leads: leadCommands,
  calls: callCommands,
  stats: statsCommand,
  backup: backupCommand,
  restore: restoreCommand,
  deliveries: deliveriesCommand,
  privacy: privacyCommands,
  retention: retentionCommands,
  plugin: pluginCommand,
  keys: keysCommand,
  audit: auditCommand,
};

export async function run(args: readonly string[]): Promise<number> {
  const read = readCommand(args, COMMANDS);
  if ("error" in read) return complain([read.error], WRONG_USE);
  if (read.type === "version") return say(VERSION);
  if (read.type === "help") {
    return say(helpText(read.topic, COMMANDS, invocation(Deno.env.toObject())));
  }
  let clean = (text: string) => text;
  try {
    const result = readConfig(environment());
    if ("errors" in result) return complain(result.errors, WRONG_USE);
    clean = withoutSecrets(result.config);
    for (const warning of result.warnings) console.error(warning);
    return await read.command.run(read.typed, result.config);
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) return NOBODY_READS;
    const isWrongUse = error instanceof UsageError;
    return complain([clean(sentenceOf(error))], isWrongUse ? WRONG_USE : FAILED);
  }
}

/** PostgreSQL's own sentences quote rows: of them only the code and the rule are told. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === "PostgresError" ? `Cannot do that: ${reasonOf(error)}` : error.message;
}

function say(text: string): number {
  console.log(text);
  return 0;
}

function complain(sentences: readonly string[], code: number): number {
  for (const sentence of sentences) console.error(sentence);
  return code;
}
