/** What the pages say is true: variables, files, tasks, and the commands that can be tried here. */
import assert from "node:assert/strict";
import { ENV_EXAMPLE, envExample, README, withTable } from "./cli/variable_pages.ts";

const readme = Deno.readTextFileSync(README);
const tasks: Record<string, string> = JSON.parse(Deno.readTextFileSync("deno.json")).tasks;
const PAGES = [
  README,
  "CHANGELOG.md",
  ENV_EXAMPLE,
  "deploy/systemd/parley.service",
  "deploy/container/Containerfile",
];
/** Named for what they are elsewhere or later: made by a task, or on the machine of the PBX. */
const NOT_OURS = ["dist/", ".env", "ari.conf", "~", "/"];

/** Every command block of the README: run here as it stands, or where else it is tried. */
const COMMANDS: readonly (readonly [block: RegExp, run: ((block: string) => void) | string])[] = [
  [/^npx -y deno task start$/, "the fresh-clone test runs it"],
  [/^npx -y deno task test$/, "the fresh-clone test runs it"],
  [/^deno task call$/, "needs a person; with piped lines it is the next block"],
  [/^printf .*deno task call --store none$/s, runsTheTypedCall],
  [/^deno task call --batch calls\.jsonl --store none > leads\.jsonl$/, runsTheBatch],
  [
    /^umask 077 && asterisk_config\/install >> \.env$/,
    "tests/lab_test runs it on a folder of its own",
  ],
  [/^systemctl restart asterisk\ndeno task doctor$/, "tests/cli/doctor_command_test.ts runs it"],
  [/^deno task start$/, "tests/bundle runs it"],
  [/^deno run -A main\.ts leads list [^\n]*\n/, "tests/cli/data_commands_test.ts runs such ones"],
  [/^deno task bundle\ndist\/parley call --store none < \/dev\/null$/, "tests/bundle runs it"],
];

Deno.test(".env.example is what the table of variables makes of it", () => {
  const hint = "write it anew: deno run -A tests/cli/variable_pages.ts";
  assert.equal(Deno.readTextFileSync(ENV_EXAMPLE), envExample(), hint);
});

Deno.test("the README's table of variables is what the code reads", () => {
  const bare = (text: string) => text.replace(/ +\|/g, " |").replace(/-+/g, "-");
  const hint = "write it anew: deno run -A tests/cli/variable_pages.ts && deno fmt README.md";
  assert.equal(bare(readme), bare(withTable(readme)), hint);
});

Deno.test("the code reads no variable that the table doesn't name", async () => {
  const named = new Set(readme.match(/`[A-Z][A-Z_]+`/g)?.map((name) => name.slice(1, -1)));
  const read = /(?:env\.get\(|env\[|values\.\w+\()"([A-Z][A-Z_]+)"/g;
  const machine = [
    "HOME",
    "USERPROFILE",
    "INIT_CWD",
    "PARLEY_SELF",
    "PATH",
    "SUDO_USER",
    "TERM",
    "NO_COLOR",
  ];
  let count = 0;
  for (const path of await trackedFiles("lib/*.ts", "main.ts")) {
    for (const [, name] of Deno.readTextFileSync(path).matchAll(read)) {
      assert.ok(named.has(name!) || machine.includes(name!), `${path} reads ${name}`);
      count++;
    }
  }
  assert.ok(count > 20, "the pattern finds too little");
});

Deno.test("every task that a page or a sentence of the program names exists", async () => {
  let count = 0;
  for (const path of [...PAGES, ...await trackedFiles("lib/*.ts", "tests/lab/main.ts")]) {
    for (const [, task] of Deno.readTextFileSync(path).matchAll(/deno task ([a-z][\w:-]*)/g)) {
      assert.ok(Object.hasOwn(tasks, task!), `${path} names "deno task ${task}"`);
      count++;
    }
  }
  assert.ok(count > 10, "the pattern finds too little");
});

Deno.test("every file and folder that the pages name exists", () => {
  const names = PAGES.flatMap((page) => {
    const text = Deno.readTextFileSync(page);
    const ticked = text.matchAll(/`([\w.-]*\/[\w./-]*|[\w-]+\.(?:ts|md|conf|json)|LICENSE)`/g);
    const linked = text.matchAll(/\](?!\(\+)\((?!https?:)([^)#]+)\)/g);
    return [...ticked, ...linked].map((match) => match[1]!);
  });
  assert.ok(names.length > 20, "the pattern finds too little");
  for (const name of names.filter((one) => !NOT_OURS.some((start) => one.startsWith(start)))) {
    assert.ok(Deno.statSync(name), name);
  }
});

Deno.test("the container gets every file that the program is made of", async () => {
  const copied = Deno.readTextFileSync("deploy/container/Containerfile")
    .matchAll(/^COPY (.*) \S+$/gm);
  const paths = [...copied].flatMap((match) => match[1]!.split(" "));
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "main.ts"],
  }).output();
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as {
    modules: { local?: string }[];
  };
  const here = `${Deno.cwd()}/`;
  const ours = modules.map(({ local = "" }) => local).filter((path) => path.startsWith(here));
  assert.ok(ours.length > 10);
  for (const path of ours.map((one) => one.slice(here.length))) {
    assert.ok(paths.some((copy) => path === copy || path.startsWith(`${copy}/`)), path);
  }
});

Deno.test("the picture of the architecture is well-formed and names only rooms that exist", () => {
  const svg = Deno.readTextFileSync(".github/architecture.svg");
  const open: string[] = [];
  for (const [, slash, name, rest] of svg.matchAll(/<(\/?)([a-z]+)([^>]*)>/g)) {
    if (slash === "/") assert.equal(open.pop(), name);
    else if (!rest!.endsWith("/")) open.push(name!);
  }
  assert.deepEqual(open, []);
  for (const [room] of svg.matchAll(/\blib\/[a-z]+/g)) assert.ok(Deno.statSync(room), room);
});

const blocks = [...readme.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)]
  .map(([, block]) => block!.replaceAll(/^ {3}/gm, "").trim());

Deno.test("every command that COMMANDS tries stands in the README", () => {
  for (const [pattern] of COMMANDS) {
    assert.ok(blocks.some((text) => pattern.test(text)), `${pattern}`);
  }
});

for (const text of blocks) {
  const run = COMMANDS.find(([pattern]) => pattern.test(text))?.[1];
  const first = text.split("\n")[0];
  if (typeof run === "string") continue;
  Deno.test(`the README's command works: ${first}`, () => {
    assert.ok(run, `tell in COMMANDS how this is tried:\n${text}`);
    run(text);
  });
}

function runsTheTypedCall(block: string): void {
  const summary = JSON.parse(shell(block));
  assert.equal(summary.lead.status, "qualified");
  assert.deepEqual(summary.lead.missing, []);
}

function runsTheBatch(block: string): void {
  const example = /```json\n([\s\S]*?)```/.exec(readme)![1]!.trim();
  const folder = Deno.makeTempDirSync();
  try {
    Deno.writeTextFileSync(`${folder}/calls.jsonl`, `${example}\n${example}\n`);
    shell(block.replace("leads.jsonl", `${folder}/leads.jsonl`), folder);
    const leads = Deno.readTextFileSync(`${folder}/leads.jsonl`).trim().split("\n");
    assert.equal(leads.length, 2);
    assert.deepEqual(JSON.parse(leads[0]!).lead.fields.amount.value, {
      minMinor: 8_000_000,
      maxMinor: 8_000_000,
      currency: "EUR",
    });
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** Standard output of the block, run in the repository as if typed in `folder`. */
function shell(block: string, folder = Deno.cwd()): string {
  const { success, stdout, stderr } = new Deno.Command("sh", {
    args: ["-c", block],
    env: { INIT_CWD: folder },
  }).outputSync();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

async function trackedFiles(...patterns: string[]): Promise<string[]> {
  const { stdout } = await new Deno.Command("git", { args: ["ls-files", ...patterns] }).output();
  return new TextDecoder().decode(stdout).split("\n").filter((path) => path !== "");
}
