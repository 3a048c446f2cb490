/** The command line: what may be typed, what it means, and what is said to anything else. */
import {
  type Command,
  type CommandGroup,
  type CommandTable,
  isGroup,
  type Operands,
  optionName,
  type Options,
  quoted,
  type Typed,
} from "./command.ts";
import { UsageError } from "./usage.ts";

/** A command, a group of commands, or one of a group: `["leads", "list"]`; `[]` is everything. */
export type Topic = readonly string[];

export type Read =
  | {
    readonly type: "command";
    readonly name: Topic;
    readonly command: Command;
    readonly typed: Typed<Operands, Options>;
  }
  | { readonly type: "help"; readonly topic: Topic }
  | { readonly type: "version" };

/** Commands of the frame itself: they need neither table nor configuration. */
export const OWN_COMMANDS = {
  help: "Show this, or what one command takes: help call",
  version: "Show the version",
} as const;

const ALIASES: Readonly<Record<string, string>> = {
  "-h": "help",
  "--help": "help",
  "-V": "version",
  "--version": "version",
};

/** `error` is one sentence for standard error; the exit code is 2. No arguments are `help`. */
export function readCommand(
  args: readonly string[],
  table: CommandTable,
): Read | { readonly error: string } {
  try {
    return readFirst(args, table);
  } catch (error) {
    if (error instanceof UsageError) return { error: error.message };
    throw error;
  }
}

function readFirst([first = "help", ...rest]: readonly string[], table: CommandTable): Read {
  const name = Object.hasOwn(ALIASES, first) ? ALIASES[first]! : first;
  if (name === "help") return { type: "help", topic: readTopic(rest, table) };
  if (name === "version") return readVersion(rest);
  const entry = entryOf(name, table);
  if (!isGroup(entry)) return readRest([name], entry, rest);
  const [second, ...others] = rest;
  if (second !== undefined && asksForHelp(second)) return { type: "help", topic: [name] };
  return readRest([name, second ?? ""], commandOf(name, entry, second), others);
}

function readRest(name: Topic, command: Command, args: readonly string[]): Read {
  if (args.some(asksForHelp)) return { type: "help", topic: name };
  return { type: "command", name, command, typed: readTyped(name.join(" "), command, args) };
}

function readVersion([extra]: readonly string[]): Read {
  if (extra === undefined) return { type: "version" };
  if (asksForHelp(extra)) return { type: "help", topic: ["version"] };
  throw new UsageError(`version does not know ${quoted(extra)}: it takes none`);
}

function readTopic([first, second, extra]: readonly string[], table: CommandTable): Topic {
  if (first === undefined || asksForHelp(first)) return [];
  if (Object.hasOwn(OWN_COMMANDS, first)) return one([first], second);
  const entry = entryOf(first, table);
  if (!isGroup(entry)) return one([first], second);
  if (second === undefined) return [first];
  commandOf(first, entry, second);
  return one([first, second], extra);
}

function one(topic: Topic, extra: string | undefined): Topic {
  if (extra === undefined) return topic;
  throw new UsageError(
    `help explains one command at a time, and ${quoted(extra)} came after ${topic.join(" ")}`,
  );
}

function entryOf(name: string, table: CommandTable): Command | CommandGroup {
  if (Object.hasOwn(table, name)) return table[name]!;
  const known = [...Object.keys(table), ...Object.keys(OWN_COMMANDS)];
  throw new UsageError(
    `There is no command ${quoted(name)}: it must be one of ${known.join(", ")}`,
  );
}

function commandOf(name: string, { commands }: CommandGroup, second: string | undefined): Command {
  const known = Object.keys(commands).join(", ");
  if (second === undefined) throw new UsageError(`${name} needs one of ${known}`);
  if (Object.hasOwn(commands, second)) return commands[second]!;
  throw new UsageError(`${name} does not know ${quoted(second)}: it must be one of ${known}`);
}

/** What was typed of a command's operands and options; throws a `UsageError` for anything else. */
function readTyped(
  name: string,
  { operands, options }: Command,
  args: readonly string[],
): Typed<Operands, Options> {
  const typed = new Map<string, unknown>();
  const keys = new Map(Object.keys(options).map((key) => [optionName(key), key]));
  const places = Object.keys(operands);
  const waiting = [...args];
  for (let arg = waiting.shift(); arg !== undefined; arg = waiting.shift()) {
    if (arg === "--") {
      for (const text of waiting.splice(0)) typed.set(nextPlace(name, places, text, keys), text);
    } else if (isOption(arg)) {
      readOption(name, arg, { options, keys, waiting, typed });
    } else {
      typed.set(nextPlace(name, places, arg, keys), arg);
    }
  }
  const missing = places.find((key) => operands[key]!.fallback === undefined);
  if (missing !== undefined) throw new UsageError(needed(name, operands[missing]!));
  return withFallbacks(typed, operands, options);
}

/** "-" alone is standard input, and "+12025550123" a number: both are operands. */
function isOption(arg: string): boolean {
  return arg.startsWith("-") && arg !== "-";
}

interface Reading {
  readonly options: Options;
  readonly keys: ReadonlyMap<string, string>;
  readonly waiting: string[];
  readonly typed: Map<string, unknown>;
}

function readOption(name: string, arg: string, { options, keys, waiting, typed }: Reading): void {
  const at = arg.indexOf("=");
  const typedName = at < 0 ? arg : arg.slice(0, at);
  const key = keys.get(typedName);
  if (key === undefined) throw new UsageError(unknown(name, typedName, keys));
  if (typed.has(key)) throw new UsageError(`${typedName} stands twice: give it once`);
  const { shown, read } = options[key]!;
  if (shown === null) {
    if (at >= 0) throw new UsageError(`${typedName} takes no value`);
    typed.set(key, read("", typedName));
    return;
  }
  const value = at < 0 ? waiting.shift() : arg.slice(at + 1);
  if (value === undefined || value === "") {
    throw new UsageError(`${typedName} needs a value: ${typedName} ${shown}`);
  }
  typed.set(key, read(value, typedName));
}

function nextPlace(
  name: string,
  places: string[],
  text: string,
  keys: ReadonlyMap<string, string>,
): string {
  const place = places.shift();
  if (place !== undefined) return place;
  throw new UsageError(unknown(name, text, keys));
}

function withFallbacks(
  typed: ReadonlyMap<string, unknown>,
  operands: Operands,
  options: Options,
): Typed<Operands, Options> {
  const fallbacks = Object.entries({ ...operands, ...options })
    .map(([key, { fallback }]) => [key, fallback]);
  return { ...Object.fromEntries(fallbacks), ...Object.fromEntries(typed) };
}

function needed(name: string, { shown, about }: Operands[string]): string {
  return `${name} needs ${shown}, which is ${about}: ${name} ${shown}`;
}

function unknown(name: string, typed: string, keys: ReadonlyMap<string, string>): string {
  const known = [...keys.keys()];
  const takes = known.length === 0
    ? "it takes none"
    : `it takes ${known.join(", ").replace(/, ([^,]*)$/, " and $1")}`;
  return `${name} does not know ${quoted(typed)}: ${takes}`;
}

function asksForHelp(arg: string): boolean {
  return arg === "--help" || arg === "-h";
}
