/** House rules that the compiler can't see. The tables here are the architecture; read them first. */
import assert from "node:assert/strict";

/** What each folder of lib may import besides itself: values and types. */
const LAYERS: Record<string, readonly string[]> = {
  core: [],
  audio: [],
  ari: [],
  clockwork: [],
  media: ["core", "audio"],
  speech: ["core", "audio", "clockwork"],
  store: ["core"],
  plugin: ["core"],
  observe: ["core"],
  web: ["core", "observe"],
  call: ["core", "audio", "plugin"],
  app: ["call", "ari", "media", "speech", "store", "web", "plugin", "observe", "core", "audio"],
  host: ["core", "audio", "clockwork", "store", "speech", "plugin"],
  cli: [
    "app",
    "core",
    "audio",
    "ari",
    "media",
    "speech",
    "store",
    "host",
    "call",
    "web",
    "observe",
    "plugin",
  ],
};
/** Adapters fill the ports of `call`: they may know their types, and nothing else of it. */
const MAY_KNOW_PORTS = ["media", "speech", "store", "host", "web", "observe", "plugin"];
const PORTS = ["lib/call/ports.ts", "lib/call/pbx.ts"];
/** Rooms that may name Deno or a node: module that does I/O. */
const MACHINE_ROOMS = [
  ...["lib/host/", "lib/cli/", "main.ts", "deploy/", "tests/"],
  // Adapters of the library, which it doesn't import itself.
  ...["lib/ari/deno.ts", "lib/ari/node.ts"],
];
const MACHINE = /\bDeno\.|"node:/;
/** Words that open a door to the outside; none stands in a pure room. */
const IMPURE =
  /\b(await|async|fetch|Deno|Date\.now|performance|setTimeout|setInterval|Math\.random|console)\b/;
const PURE_ROOMS = ["lib/core/", "lib/audio/"];
const FILE_LINES_MAX = 300;
const UNBOUND_LENGTH = /\.(gen|data)\.ts$/;
const TOP_LEVEL = new Set(
  "main.ts lib plugins asterisk_config tests deno.json deno.lock README.md deploy LICENSE CHANGELOG.md"
    .split(" "),
);
/** A thing without a noun has no file. */
const NAMELESS = /(^|\/)(utils?|helpers?|types|misc|common)(\.ts|\/)/;

interface Source {
  readonly path: string;
  readonly text: string;
  /** The text without comments and without what stands in strings. */
  readonly code: string;
}

const sources = await trackedSources();

Deno.test("tidy: every file is at most 300 lines long", () => {
  const long = sources.filter(({ path }) => !UNBOUND_LENGTH.test(path))
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }))
    .filter(({ lines }) => lines > FILE_LINES_MAX);
  assert.deepEqual(long, []);
});

Deno.test("tidy: nothing in lib imports upward or sideways", () => {
  assert.deepEqual(sources.flatMap(wrongImports), []);
});

Deno.test("tidy: shipped plugins know the contract, types of the core, and each other", () => {
  const known = /^(plugins\/|lib\/plugin\/contract\.ts$|lib\/core\/)/;
  const wrong = sources.filter(({ path }) => path.startsWith("plugins/"))
    .flatMap((source) => importsOf(source).map((target) => resolve(source.path, target)))
    .filter((target) => target !== null && !known.test(target));
  assert.deepEqual(wrong, []);
});

Deno.test("tidy: core and audio are pure", () => {
  const impure = sources
    .filter(({ path }) => PURE_ROOMS.some((room) => path.startsWith(room)))
    .map(({ path, code }) => `${path}: ${IMPURE.exec(code)?.[0]}`)
    .filter((line) => !line.endsWith("undefined"));
  assert.deepEqual(impure, []);
});

Deno.test("tidy: only rooms that need a machine name one", () => {
  const named = sources
    .filter(({ path }) => !MACHINE_ROOMS.some((room) => path.startsWith(room)))
    .filter(({ path, text, code }) =>
      /\bDeno\./.test(code) ||
      importsOf({ path, text, code }).some((name) => MACHINE.test(`"${name}`))
    )
    .map(({ path }) => path);
  assert.deepEqual(named, []);
});

Deno.test("tidy: no circles between files", () => {
  assert.deepEqual(circles(), []);
});

Deno.test("tidy: made-up callers share nothing with what understands them", () => {
  const folder = "tests/core/callers/";
  const harness = [`${folder}simulated_call.ts`, `${folder}figures.ts`];
  const shared = sources.filter(({ path }) => path.startsWith(folder) && !harness.includes(path))
    .flatMap((source) => importsOf(source).map((target) => resolve(source.path, target) ?? target))
    .filter((target) => !target.startsWith(folder));
  assert.deepEqual(shared, []);
});

Deno.test("tidy: the top level holds what the design names", () => {
  const here = [...Deno.readDirSync(".")].map(({ name }) => name);
  assert.deepEqual(
    here.filter((name) => !name.startsWith(".") && name !== "dist" && !TOP_LEVEL.has(name)),
    [],
  );
});

Deno.test("tidy: every file is named after a thing", () => {
  assert.deepEqual(sources.filter(({ path }) => NAMELESS.test(path)).map(({ path }) => path), []);
});

Deno.test("tidy: spoken forms are made without the tables that read them", () => {
  const folder = "tests/core/understand/spoken_forms/";
  const makers = sources.filter(({ path }) => path.startsWith(folder));
  assert.ok(makers.length > 0);
  const strangers = makers.flatMap((source) =>
    [...source.text.matchAll(/(?:from|import\(?)\s*"([^"]+)"/g)]
      .map(([, target]) => resolve(source.path, target!) ?? target!)
      .filter((target) => !target.startsWith(folder))
      .map((target) => `${source.path} imports ${target}`)
  );
  assert.deepEqual(strangers, []);
});

Deno.test("tidy: the tables of a language are reached through one interface", () => {
  const doors = ["lib/core/understand/language.ts", "lib/core/understand/spoken_words.ts"];
  const tables = /^lib\/core\/understand\/[a-z]{2}\//;
  const around = sources
    .filter(({ path }) => path.startsWith("lib/") && !tables.test(path) && !doors.includes(path))
    .filter((source) =>
      importsOf(source).some((target) => tables.test(resolve(source.path, target) ?? ""))
    );
  assert.deepEqual(around.map(({ path }) => path), []);
});

Deno.test("tidy: lists of a language's words stand in its tables", () => {
  const rule = /^lib\/core\/understand\/[a-z_]+\.ts$/;
  const inline =
    /\[\s*"[a-z]+"(?:,\s*"[a-z]+")+,?\s*\]\s*\.includes\((?:reading\.word\(|\w*\.?word\)|next\)|before\))/g;
  const found = sources.filter(({ path }) => rule.test(path)).flatMap(({ path, text }) =>
    [...text.matchAll(inline)].map(([list]) => `${path}: ${list}`)
  );
  assert.deepEqual(found, []);
});

function wrongImports(source: Source): string[] {
  const room = roomOf(source.path);
  if (room === null) return [];
  const allowed = LAYERS[room] ?? [];
  return importsOf(source)
    .map((target) => resolve(source.path, target))
    .filter((target): target is string => target !== null)
    .filter((target) => {
      const other = roomOf(target);
      if (other === null || other === room || allowed.includes(other)) return false;
      return !(PORTS.includes(target) && MAY_KNOW_PORTS.includes(room));
    })
    .map((target) => `${source.path} imports ${target}`);
}

/** "lib/core/x.ts" → "core", "lib/app.ts" → "app", "plugins/x.ts" → null (tests and main may import all). */
function roomOf(path: string): string | null {
  const match = /^lib\/([a-z]+)/.exec(path);
  return match ? match[1]! : null;
}

function importsOf({ text }: Source): string[] {
  const found = text.matchAll(/^(?:import|export)\b[^;]*?\bfrom\s+"([^"]+)"|^import\s+"([^"]+)"/gm);
  return [...found].map((match) => (match[1] ?? match[2])!);
}

function resolve(from: string, target: string): string | null {
  if (!target.startsWith(".")) return null;
  return new URL(target, `file:///${from}`).pathname.slice(1);
}

function circles(): string[] {
  const graph = new Map(sources.map((source) => [source.path, targetsOf(source)]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
    if (done.has(path) || trail.includes(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}

/** Files that are needed at run time: an `import type` can't make a circle. */
function targetsOf(source: Source): string[] {
  const text = source.text.replaceAll(/^import type [^;]*;$/gm, "");
  return importsOf({ ...source, text })
    .map((target) => resolve(source.path, target))
    .filter((target): target is string => target !== null);
}

async function trackedSources(): Promise<Source[]> {
  const { stdout } = await new Deno.Command("git", {
    args: ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts"],
  }).output();
  const paths = new TextDecoder().decode(stdout).split("\n").filter((path) => path !== "");
  return await Promise.all(paths.map(async (path) => {
    const text = await Deno.readTextFile(path);
    return { path, text, code: withoutWords(text) };
  }));
}

/** Blanks comments, strings and regular expressions, so that only code is searched. */
function withoutWords(text: string): string {
  const words =
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|(?<=[=(,:]\s*)\/(?:\\.|[^/\\\n])+\/[a-z]*/g;
  return text.replaceAll(words, (found) => found.startsWith("`") ? codeOfTemplate(found) : '""');
}

/** What stands in `${…}` of a template is code. */
function codeOfTemplate(template: string): string {
  return [...template.matchAll(/\$\{([^}]*)\}/g)].map((match) => match[1]).join(" ") || '""';
}
