/** A command as it is typed, run in this process, which is faster than in one of its own. */
import assert from "node:assert/strict";
import { readCommand } from "../../lib/cli/command_line.ts";
import { COMMANDS } from "../../lib/cli/commands.ts";
import { readConfig } from "../../lib/cli/config.ts";

export interface Typed {
  readonly code: number;
  /** Standard output. */
  readonly out: string;
  /** Standard error. */
  readonly said: string;
}

/** With the data of the folder, and nothing else configured. */
export async function typedCommand(dataFolder: string, ...args: readonly string[]): Promise<Typed> {
  const read = readCommand(args, COMMANDS);
  const settings = readConfig({ PARLEY_DATA: dataFolder });
  assert.ok("type" in read && read.type === "command" && "config" in settings);
  const [out, said]: [string[], string[]] = [[], []];
  const { log, error } = console;
  try {
    console.log = (line) => void out.push(line);
    console.error = (line) => void said.push(line);
    const code = await read.command.run(read.typed, settings.config);
    return { code, out: out.join("\n"), said: said.join("\n") };
  } finally {
    Object.assign(console, { log, error });
  }
}
