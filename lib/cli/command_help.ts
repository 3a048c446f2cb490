/** What `help` prints: every command, a group of them, or one with its operands and options. */
import { type Command, type CommandTable, isGroup, optionName } from "./command.ts";
import { OWN_COMMANDS, type Topic } from "./command_line.ts";

/** The commands that are tasks of deno.json too. */
const TASKS: readonly string[] = ["start", "call", "doctor"];
/** A line is at most so wide: terminals have 80 columns. */
const COLUMNS = 80;
/** A text of fewer columns is hard to read. */
const ABOUT_COLUMNS_MIN = 36;

/** To standard output. `invocation`: how a command is typed here. */
export function helpText(topic: Topic, table: CommandTable, invocation: string): string {
  const lines = topic.length === 0
    ? everything(table, invocation)
    : about(topic, table, invocation);
  const settings = "Settings are environment variables, or a .env file: see .env.example.";
  return ["Parley: a phone agent on Asterisk", "", ...lines, "", settings].join("\n");
}

function everything(table: CommandTable, invocation: string): string[] {
  const all = [
    ...Object.entries(table).map(([name, { about }]) => [name, about] as const),
    ...Object.entries(OWN_COMMANDS),
  ];
  const task = typedAs("start", invocation);
  const other = typedAs("help", invocation);
  const here = all.filter(([name]) => typedAs(name, invocation) === task);
  const rest = all.filter(([name]) => typedAs(name, invocation) !== task);
  return [
    ...pairs(here.map(([name, about]) => [`${task} ${name}`, about])),
    ...(rest.length === 0 ? [] : ["", `And by ${other} COMMAND:`, "", ...pairs(rest)]),
    "",
    `What a command takes: ${typedAs("call", invocation)} call --help`,
  ];
}

function about([name = "", second]: Topic, table: CommandTable, invocation: string): string[] {
  const start = `${typedAs(name, invocation)} ${name}`;
  if (!Object.hasOwn(table, name)) {
    const [, text] = Object.entries(OWN_COMMANDS).find(([own]) => own === name)!;
    return [`  ${start}`, "", `  ${text}.`];
  }
  const entry = table[name]!;
  if (!isGroup(entry)) return ofCommand(start, entry);
  if (second !== undefined) return ofCommand(`${start} ${second}`, entry.commands[second]!);
  const commands = Object.entries(entry.commands)
    .map(([word, command]) => [`${start} ${word}${placesOf(command)}`, command.about] as const);
  const first = Object.keys(entry.commands)[0]!;
  return [
    ...wrapped(`${entry.about}.`, 2),
    "",
    ...pairs(commands),
    "",
    `What one of them takes: ${start} ${first} --help`,
  ];
}

function ofCommand(start: string, command: Command): string[] {
  const operands = Object.values(command.operands)
    .map(({ shown, about }) => [shown, about] as const);
  const options = Object.entries(command.options)
    .map(([key, { shown, about }]) => [valued(optionName(key), shown), about] as const);
  const flags = options.map(([typed]) => `[${typed}]`);
  return [
    ...wrapped([`${start}${placesOf(command)}`, ...flags].join(" "), 2, 6),
    "",
    ...wrapped(`${command.about}. ${command.more}`, 2),
    ...(operands.length + options.length > 0 ? ["", ...pairs([...operands, ...options])] : []),
  ];
}

function placesOf({ operands }: Command): string {
  return Object.values(operands)
    .map(({ shown, fallback }) => fallback === undefined ? ` ${shown}` : ` [${shown}]`)
    .join("");
}

function valued(name: string, shown: string | null): string {
  return shown === null ? name : `${name} ${shown}`;
}

/** What stands before a command's name: tasks are tasks, the rest is run. */
export function typedAs(name: string, invocation: string): string {
  return TASKS.includes(name) ? invocation : invocation.replace(/ task$/, " run -A main.ts");
}

/** Words, and beside them what they mean; below them where they leave too little room. */
function pairs(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([typed]) => typed.length));
  const at = 2 + width + 2;
  if (COLUMNS - at < ABOUT_COLUMNS_MIN) {
    return rows.flatMap(([typed, about]) => [`  ${typed}`, ...wrapped(about, 6)]);
  }
  return rows.flatMap(([typed, about]) => {
    const [first, ...rest] = wrapped(about, at);
    return [`  ${typed.padEnd(width)}  ${first!.trimStart()}`, ...rest];
  });
}

/** Breaks at spaces that stand in no brackets. */
function wrapped(text: string, indent: number, hanging = indent): string[] {
  const lines: string[] = [];
  let line = " ".repeat(indent);
  for (const word of text.match(/\[[^\]]*\]|\S+/g) ?? []) {
    const isFirst = line.trim() === "";
    if (!isFirst && line.length + 1 + word.length > COLUMNS) {
      lines.push(line);
      line = " ".repeat(hanging) + word;
    } else line += isFirst ? word : ` ${word}`;
  }
  return [...lines, line];
}
