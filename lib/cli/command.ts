/**
 * What a command is: words to type, what help says of it, and what it does. A file per command makes
 * one with `command()`, and the table in `commands.ts` names it.
 */
import type { Config } from "./config.ts";

/** A value with a name: `--limit 20`. Its key in the table is its name: `dryRun` is `--dry-run`. */
export interface Option<Value> {
  /** What stands after it, as help shows it; null: nothing does. */
  readonly shown: string | null;
  readonly about: string;
  /** Its value where it isn't typed. */
  readonly fallback: Value;
  /** Throws a `UsageError` whose sentence begins with `name`, which is the option as it is typed. */
  read(text: string, name: string): Value;
}

/** A value by its place: `leads show LEAD`. Optional ones come last. */
export interface Operand<Value extends string | null> {
  readonly shown: string;
  readonly about: string;
  /** Undefined: it must be typed. */
  readonly fallback: Value | undefined;
}

export type Options = Readonly<Record<string, Option<unknown>>>;
export type Operands = Readonly<Record<string, Operand<string> | Operand<string | null>>>;

/** What was typed, by the keys of operands and options. */
export type Typed<Places extends Operands, Named extends Options> =
  & {
    readonly [Key in keyof Places]: Places[Key] extends Operand<infer Value> ? Value : never;
  }
  & { readonly [Key in keyof Named]: Named[Key] extends Option<infer Value> ? Value : never };

export interface Command {
  /** One line, as an imperative without a full stop. */
  readonly about: string;
  /** What else its own help says: whole sentences. */
  readonly more: string;
  readonly operands: Operands;
  readonly options: Options;
  /** Resolves with the exit code. A `UsageError` is 2, anything else that it throws is 1. */
  run(typed: Typed<Operands, Options>, config: Config): Promise<number>;
}

/** Commands under one word: `leads list`, `leads show`. */
export interface CommandGroup {
  readonly about: string;
  readonly commands: Readonly<Record<string, Command>>;
}

export type CommandTable = Readonly<Record<string, Command | CommandGroup>>;

interface CommandSpec<Places extends Operands, Named extends Options> {
  readonly about: string;
  readonly more?: string;
  readonly operands?: Places;
  readonly options?: Named;
  run(typed: Typed<Places, Named>, config: Config): Promise<number>;
}

type None = Record<never, never>;

/** A command whose `run` gets what was typed, with the types of its operands and options. */
export function command<Places extends Operands = None, Named extends Options = None>(
  { about, more = "", operands, options, run }: CommandSpec<Places, Named>,
): Command {
  return {
    about,
    more,
    operands: operands ?? {},
    options: options ?? {},
    run: (typed, config) => run(typed as Typed<Places, Named>, config),
  };
}

export function isGroup(entry: Command | CommandGroup): entry is CommandGroup {
  return "commands" in entry;
}

/** `dryRun` as it is typed: `--dry-run`. */
export function optionName(key: string): string {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** Typed text, cut and without what a terminal might obey. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
