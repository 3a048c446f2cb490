import assert from "node:assert/strict";
import { command, type CommandTable } from "../../lib/cli/command.ts";
import { helpText } from "../../lib/cli/command_help.ts";
import { readCommand } from "../../lib/cli/command_line.ts";
import { COMMANDS } from "../../lib/cli/commands.ts";
import { choice, count, flag, moment, operand, optionalOperand } from "../../lib/cli/options.ts";

const done = () => Promise.resolve(0);

/** A table with everything in it that a command may have. */
const TABLE: CommandTable = {
  start: command({ about: "Answer calls", run: done }),
  birds: {
    about: "Look at birds",
    commands: {
      list: command({
        about: "List birds",
        more: "The youngest come first.",
        options: {
          limit: count({ min: 1, max: 9, fallback: 3 }, "At most so many"),
          format: choice(["csv", "json"], null, "How they are written"),
          since: moment("Hatched since"),
          dryRun: flag("Only say what would be done"),
        },
        run: done,
      }),
      show: command({
        about: "Show a bird",
        operands: { bird: operand("BIRD", "its ring"), wing: optionalOperand("WING", "which") },
        run: done,
      }),
    },
  },
};

function typed(...args: string[]): unknown {
  const read = readCommand(args, TABLE);
  assert.ok("type" in read && read.type === "command", JSON.stringify(read));
  return { [read.name.join(" ")]: read.typed };
}

Deno.test("readCommand() reads commands, their operands and their options", () => {
  const none = { limit: 3, format: null, since: null, dryRun: false };
  assert.deepEqual(typed("start"), { start: {} });
  assert.deepEqual(typed("birds", "list"), { "birds list": none });
  assert.deepEqual(typed("birds", "list", "--limit=7", "--dry-run", "--format", "csv"), {
    "birds list": { ...none, limit: 7, dryRun: true, format: "csv" },
  });
  assert.deepEqual(typed("birds", "show", "+12"), { "birds show": { bird: "+12", wing: null } });
  assert.deepEqual(typed("birds", "show", "-", "--", "-left"), {
    "birds show": { bird: "-", wing: "-left" },
  });
});

Deno.test("readCommand() shows help when asked, in whatever way, and when nothing was typed", () => {
  const asked: readonly (readonly [string[], string[]])[] = [
    [[], []],
    [["help"], []],
    [["--help"], []],
    [["-h"], []],
    [["help", "start"], ["start"]],
    [["start", "--help"], ["start"]],
    [["help", "birds"], ["birds"]],
    [["birds", "-h"], ["birds"]],
    [["help", "birds", "show"], ["birds", "show"]],
    [["birds", "list", "--limit", "x", "--help"], ["birds", "list"]],
    [["help", "version"], ["version"]],
  ];
  for (const [args, topic] of asked) {
    assert.deepEqual(readCommand(args, TABLE), { type: "help", topic }, args.join(" "));
  }
  for (const word of ["version", "--version", "-V"]) {
    assert.deepEqual(readCommand([word], TABLE), { type: "version" });
  }
});

const WRONG: readonly (readonly [string[], RegExp])[] = [
  [["strat"], /^There is no command "strat": it must be one of start, birds, help, version$/],
  [["toString"], /^There is no command "toString"/],
  [["\u001b[31mred"], /^There is no command "\\u001b\[31mred"/],
  [["start", "--port", "1"], /^start does not know "--port": it takes none$/],
  [["birds"], /^birds needs one of list, show$/],
  [["birds", "lsit"], /^birds does not know "lsit": it must be one of list, show$/],
  [["birds", "constructor"], /^birds does not know "constructor"/],
  [
    ["birds", "list", "--lmit", "1"],
    /^birds list does not know "--lmit": it takes --limit, --format, --since and --dry-run$/,
  ],
  [["birds", "list", "x"], /^birds list does not know "x"/],
  [["birds", "list", "--limit"], /^--limit needs a value: --limit N$/],
  [["birds", "list", "--limit="], /^--limit needs a value/],
  [["birds", "list", "--limit", "10"], /^--limit is "10": it must be a whole number from 1 to 9$/],
  [["birds", "list", "--limit", "-1"], /^--limit is "-1": it must be a whole number/],
  [["birds", "list", "--format", "xml"], /^--format is "xml": it must be one of csv, json$/],
  [["birds", "list", "--format=csv", "--format=csv"], /^--format stands twice: give it once$/],
  [["birds", "list", "--dry-run=no"], /^--dry-run takes no value$/],
  [["birds", "list", "--since", "soon"], /^--since is "soon": it must be a day \(2026-05-04\), /],
  [["birds", "list", "--since", "2026-02-31"], /^--since is "2026-02-31"/],
  [["birds", "show"], /^birds show needs BIRD, which is its ring: birds show BIRD$/],
  [["birds", "show", "a", "b", "c"], /^birds show does not know "c": it takes none$/],
  [["help", "me"], /^There is no command "me"/],
  [["help", "birds", "fly"], /^birds does not know "fly"/],
  [["help", "start", "now"], /^help explains one command at a time, and "now" came after start$/],
];

for (const [args, sentence] of WRONG) {
  Deno.test(`readCommand() answers ${JSON.stringify(args)} in one sentence`, () => {
    const read = readCommand(args, TABLE);
    assert.ok("error" in read);
    assert.match(read.error, sentence);
  });
}

Deno.test("helpText() shows a command with its operands and options as they are typed here", () => {
  assert.equal(
    helpText(["birds", "list"], TABLE, "npx -y deno task"),
    `Parley: a phone agent on Asterisk

  npx -y deno run -A main.ts birds list [--limit N] [--format csv|json]
      [--since TIME] [--dry-run]

  List birds. The youngest come first.

  --limit N          At most so many
  --format csv|json  How they are written
  --since TIME       Hatched since
  --dry-run          Only say what would be done

Settings are environment variables, or a .env file: see .env.example.`,
  );
  const show = helpText(["birds", "show"], TABLE, "dist/parley");
  assert.match(show, /^ {2}dist\/parley birds show BIRD \[WING\]$/m);
  assert.match(show, /^ {2}BIRD {2}its ring$/m);
  const group = helpText(["birds"], TABLE, "dist/parley");
  assert.match(group, /^ {2}dist\/parley birds list +List birds$/m);
});

Deno.test("every command explains itself in 80 columns, however it is typed", () => {
  for (const invocation of ["deno task", "npx -y deno task", "dist/parley"]) {
    for (const topic of topics(COMMANDS)) {
      const lines = helpText(topic, COMMANDS, invocation).split("\n");
      assert.deepEqual(lines.filter((line) => line.length > 80), [], topic.join(" "));
    }
    for (const name of Object.keys(COMMANDS)) {
      assert.match(helpText([], COMMANDS, invocation), new RegExp(`^ .*\\b${name}  +\\S`, "m"));
    }
  }
});

Deno.test("helpText() names only tasks where commands are tasks", () => {
  const found = helpText([], COMMANDS, "npx -y deno task").matchAll(/deno task (\w+)/g);
  const named = new Set([...found].map(([, name]) => name!));
  assert.ok(named.has("start") && named.has("call") && named.has("doctor"), [...named].join());
  const { tasks } = JSON.parse(Deno.readTextFileSync("deno.json"));
  for (const name of named) assert.ok(Object.hasOwn(tasks, name), name);
});

function topics(table: CommandTable): string[][] {
  const entries = Object.entries(table).flatMap(([name, entry]) => [
    [name],
    ...("commands" in entry ? Object.keys(entry.commands).map((word) => [name, word]) : []),
  ]);
  return [[], ["help"], ["version"], ...entries];
}
