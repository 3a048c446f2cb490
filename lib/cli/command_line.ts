/** The command line: what may be typed, what it means, and what is said to anything else. */

export type Command =
  | { readonly name: "start" }
  | {
    readonly name: "call";
    /** Path of a JSONL file as it was typed; null is one conversation. */
    readonly batch: string | null;
    readonly store: "database" | "none";
  }
  | { readonly name: "doctor" }
  | { readonly name: "version" }
  | { readonly name: "help"; readonly topic: CommandName | null };

export type CommandName = "start" | "call" | "doctor" | "help" | "version";

interface Flag {
  /** What stands after it, as help shows it. */
  readonly value: string;
  readonly allowed?: readonly string[];
  readonly about: string;
}

interface Usage {
  readonly about: string;
  readonly flags: Readonly<Record<string, Flag>>;
}

const USAGES: Readonly<Record<CommandName, Usage>> = {
  start: { about: "Answer calls until a signal comes", flags: {} },
  call: {
    about: "Talk to the agent by text, or run conversations from a file",
    flags: {
      "--batch": { value: "FILE", about: 'Run many, one line each: {"id", "lines": [..]}' },
      "--store": {
        value: "none",
        allowed: ["none", "database"],
        about: "none: keep nothing and start no database",
      },
    },
  },
  doctor: { about: "Check the configuration, the database, speech and Asterisk", flags: {} },
  help: { about: "Show this, or one command's flags: help call", flags: {} },
  version: { about: "Show the version", flags: {} },
};

/** The commands that are tasks of deno.json too. */
const TASKS: readonly CommandName[] = ["start", "call", "doctor"];

const ALIASES: Readonly<Record<string, CommandName>> = {
  "-h": "help",
  "--help": "help",
  "-V": "version",
  "--version": "version",
};

/** `error` is one sentence for standard error; the exit code is 2. No arguments are `help`. */
export function readCommand(args: readonly string[]): { command: Command } | { error: string } {
  const [first = "help", ...rest] = args;
  const name = Object.hasOwn(ALIASES, first) ? ALIASES[first]! : first;
  if (!isCommand(name)) return { error: unknownCommand(first) };
  if (rest.some((arg) => ALIASES[arg] === "help")) {
    return { command: { name: "help", topic: name } };
  }
  if (name === "help") return help(rest);
  const read = readFlags(name, rest);
  if ("error" in read) return read;
  return { command: commandOf(name, read.flags) };
}

function commandOf(
  name: Exclude<CommandName, "help">,
  flags: ReadonlyMap<string, string>,
): Command {
  if (name !== "call") return { name };
  const store = flags.get("--store") === "none" ? "none" : "database";
  return { name, batch: flags.get("--batch") ?? null, store };
}

function help([topic, ...rest]: readonly string[]): { command: Command } | { error: string } {
  if (topic === undefined) return { command: { name: "help", topic: null } };
  if (!isCommand(topic)) return { error: unknownCommand(topic) };
  return rest.length > 0
    ? { error: `help explains one command at a time, and ${quoted(rest[0]!)} came after ${topic}` }
    : { command: { name: "help", topic } };
}

function readFlags(
  name: CommandName,
  args: readonly string[],
): { flags: ReadonlyMap<string, string> } | { error: string } {
  const flags = new Map<string, string>();
  const waiting = [...args];
  for (let arg = waiting.shift(); arg !== undefined; arg = waiting.shift()) {
    const at = arg.startsWith("--") ? arg.indexOf("=") : -1;
    const flag = at < 0 ? arg : arg.slice(0, at);
    if (!Object.hasOwn(USAGES[name].flags, flag)) return { error: unknownFlag(name, flag) };
    const { value: shown, allowed } = USAGES[name].flags[flag]!;
    const value = at < 0 ? waiting.shift() : arg.slice(at + 1);
    if (value === undefined || value === "") {
      return { error: `${flag} needs a value: ${flag} ${shown}` };
    }
    if (allowed !== undefined && !allowed.includes(value)) {
      return { error: `${flag} is ${quoted(value)}: it must be one of ${allowed.join(", ")}` };
    }
    if (flags.has(flag)) return { error: `${flag} stands twice: give it once` };
    flags.set(flag, value);
  }
  return { flags };
}

/** What `help` prints, to standard output. `invocation`: how a command is typed here. */
export function helpText(topic: CommandName | null, invocation: string): string {
  const isTask = invocation.endsWith(" task");
  const names = (Object.keys(USAGES) as CommandName[])
    .filter((name) => !isTask || TASKS.includes(name));
  const lines = topic === null
    ? names.map((name) => `  ${invocation} ${name.padEnd(8)} ${USAGES[name].about}`)
    : [`  ${invocation} ${topic}${flagsOf(topic)}`, "", `  ${USAGES[topic].about}.`];
  const flags = topic === null ? [] : Object.entries(USAGES[topic].flags).map(
    ([flag, { value, about }]) => `  ${`${flag} ${value}`.padEnd(16)} ${about}`,
  );
  const more = topic === null ? `Flags of a command: ${invocation} call --help\n` : "";
  const settings = "Settings are environment variables, or a .env file: see .env.example.";
  return [
    "Parley: a phone agent on Asterisk",
    "",
    ...lines,
    ...(flags.length > 0 ? ["", ...flags] : []),
    "",
    more + settings,
  ].join("\n");
}

function flagsOf(name: CommandName): string {
  return Object.entries(USAGES[name].flags).map(([flag, { value }]) => ` [${flag} ${value}]`).join(
    "",
  );
}

function isCommand(name: string): name is CommandName {
  return Object.hasOwn(USAGES, name);
}

function unknownCommand(name: string): string {
  return `There is no command ${quoted(name)}: it must be one of ${Object.keys(USAGES).join(", ")}`;
}

function unknownFlag(name: CommandName, flag: string): string {
  const known = Object.keys(USAGES[name].flags);
  const allowed = known.length === 0 ? "it takes none" : `it takes ${known.join(" and ")}`;
  return `${name} does not know ${quoted(flag)}: ${allowed}`;
}

/** Typed text, cut and without what a terminal might obey. */
function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
