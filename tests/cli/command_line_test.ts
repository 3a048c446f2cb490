import assert from "node:assert/strict";
import { helpText, readCommand } from "../../lib/cli/command_line.ts";

Deno.test("readCommand() reads every command", () => {
  assert.deepEqual(readCommand(["start"]), { command: { name: "start" } });
  assert.deepEqual(readCommand(["doctor"]), { command: { name: "doctor" } });
  assert.deepEqual(readCommand(["version"]), { command: { name: "version" } });
  assert.deepEqual(readCommand(["--version"]), { command: { name: "version" } });
  assert.deepEqual(readCommand(["call"]), {
    command: { name: "call", batch: null, store: "database" },
  });
  for (
    const args of [["--batch", "a.jsonl", "--store", "none"], ["--store=none", "--batch=a.jsonl"]]
  ) {
    assert.deepEqual(readCommand(["call", ...args]), {
      command: { name: "call", batch: "a.jsonl", store: "none" },
    });
  }
});

Deno.test("readCommand() shows help when asked, in whatever way, and when nothing was typed", () => {
  for (const args of [[], ["help"], ["--help"], ["-h"]]) {
    assert.deepEqual(readCommand(args), { command: { name: "help", topic: null } });
  }
  for (const args of [["help", "call"], ["call", "--help"], ["call", "--batch", "x", "-h"]]) {
    assert.deepEqual(readCommand(args), { command: { name: "help", topic: "call" } });
  }
});

const WRONG: readonly (readonly [string[], RegExp])[] = [
  [
    ["strat"],
    /^There is no command "strat": it must be one of start, call, doctor, help, version$/,
  ],
  [["toString"], /^There is no command "toString"/],
  [["start", "--port", "1"], /^start does not know "--port": it takes none$/],
  [["call", "--bach", "x"], /^call does not know "--bach": it takes --batch and --store$/],
  [["call", "x"], /^call does not know "x"/],
  [["call", "--batch"], /^--batch needs a value: --batch FILE$/],
  [["call", "--batch="], /^--batch needs a value/],
  [["call", "--store", "disk"], /^--store is "disk": it must be one of none, database$/],
  [["call", "--store", "none", "--store", "none"], /^--store stands twice: give it once$/],
  [["help", "me"], /^There is no command "me"/],
  [["help", "call", "start"], /^help explains one command at a time, and "start" came after call$/],
  [["\u001b[31mred"], /^There is no command "\\u001b\[31mred"/],
];

for (const [args, sentence] of WRONG) {
  Deno.test(`readCommand() answers ${JSON.stringify(args)} in one sentence`, () => {
    const read = readCommand(args);
    assert.ok("error" in read);
    assert.match(read.error, sentence);
  });
}

Deno.test("helpText() names every command as it is typed here, and each flag of a command", () => {
  const all = helpText(null, "dist/parley");
  for (const name of ["start", "call", "doctor", "help", "version"]) {
    assert.match(all, new RegExp(`^  dist/parley ${name} +\\S`, "m"));
  }
  const call = helpText("call", "dist/parley");
  assert.match(call, /^ {2}dist\/parley call \[--batch FILE\] \[--store none\]$/m);
  assert.match(call, /^ {2}--store none +none: keep nothing/m);
});

Deno.test("helpText() names only tasks where commands are tasks", () => {
  const found = helpText(null, "npx -y deno task").matchAll(/deno task (\w+)/g);
  const named = new Set([...found].map(([, name]) => name!));
  assert.ok(named.has("start") && named.has("call") && named.has("doctor"), [...named].join());
  const { tasks } = JSON.parse(Deno.readTextFileSync("deno.json"));
  for (const name of named) assert.ok(Object.hasOwn(tasks, name), name);
});
