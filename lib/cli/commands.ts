/** One command from the command line to its exit code. */
import { call } from "./call.ts";
import { type Config, readConfig } from "./config.ts";
import { environment } from "./config_file.ts";
import { doctor } from "./doctor.ts";
import { type Command, helpText, readCommand } from "./command_line.ts";
import { invocation } from "./invocation.ts";
import { start } from "./start.ts";
import { UsageError } from "./usage.ts";
import { VERSION } from "./version.ts";

/** The command line or the configuration is wrong. */
const WRONG_USE = 2;
/** The command was understood and failed. */
const FAILED = 1;

export async function run(args: readonly string[]): Promise<number> {
  const read = readCommand(args);
  if ("error" in read) return complain([read.error], WRONG_USE);
  try {
    return await runCommand(read.command);
  } catch (error) {
    if (error instanceof UsageError) return complain([error.message], WRONG_USE);
    return complain([error instanceof Error ? error.message : String(error)], FAILED);
  }
}

async function runCommand(command: Command): Promise<number> {
  if (command.name === "help") {
    console.log(helpText(command.topic, invocation(Deno.env.toObject())));
    return 0;
  }
  if (command.name === "version") {
    console.log(VERSION);
    return 0;
  }
  const result = readConfig(environment());
  if ("errors" in result) return complain(result.errors, WRONG_USE);
  for (const warning of result.warnings) console.error(warning);
  return await runConfigured(command, result.config);
}

function runConfigured(
  command: Exclude<Command, { name: "help" | "version" }>,
  config: Config,
): Promise<number> {
  switch (command.name) {
    case "call":
      return call(command, config);
    case "start":
      return start(config);
    case "doctor":
      return doctor(config);
  }
}

function complain(sentences: readonly string[], code: number): number {
  for (const sentence of sentences) console.error(sentence);
  return code;
}
