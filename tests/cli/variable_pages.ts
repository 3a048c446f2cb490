/**
 * What `.env.example` and the README's table must hold, made from the variables' table. Run it
 * (`deno run -A tests/cli/variable_pages.ts`) to write both; a test compares them.
 */
import { type Variable, VARIABLES } from "../../lib/cli/config_variables.data.ts";

export const ENV_EXAMPLE = ".env.example";
export const README = "README.md";
const TABLE = /(<!-- variables -->\n)[\s\S]*?(<!-- \/variables -->)/;

const all: readonly (readonly [string, Variable])[] = Object.entries(VARIABLES);

/** What other programs than `main.ts` read. */
const ELSEWHERE = `
## Elsewhere
# deploy/edge.ts alone: the password of Asterisk's secrets/edge.conf (text).
#EDGE_PASSWORD=
# A bundle's start script, and your own plugins beside a compiled program: the Deno that runs them (program).
#PARLEY_DENO=deno
# deno task lab and the tests: where the lab's Asterisk is kept, below parley/ (folder).
#PARLEY_LAB_CACHE=~/.cache`;

/** The whole file. Everything is commented out: an unset variable is a working one. */
export function envExample(): string {
  const groups = [...new Set(all.map(([, { group }]) => group))];
  const head = [
    "# Settings of Parley. Copy this file to .env and take away the # where you set something.",
    "# Everything is optional; what stands here is the default. Variables that are set in the",
    "# environment win over this file.",
  ];
  return [...head, ...groups.flatMap(groupLines), ELSEWHERE, ""].join("\n");
}

function groupLines(group: string): string[] {
  const members = all.filter(([, variable]) => variable.group === group);
  return [
    "",
    `## ${group}`,
    ...members.flatMap(([name, variable]) => {
      return [`# ${plain(variable.about)} (${variable.unit}).`, `#${name}=${variable.fallback}`];
    }),
  ];
}

/** The README with its table made anew. */
export function withTable(readme: string): string {
  if (!TABLE.test(readme)) throw new Error(`${README} has no place for the variables' table`);
  return readme.replace(
    TABLE,
    (_, open: string, close: string) => `${open}\n${table()}\n\n${close}`,
  );
}

function table(): string {
  const rows = all.map(([name, { about, unit, fallback }]) =>
    `| \`${name}\` | ${about} | ${unit} | ${fallback === "" ? "" : `\`${fallback}\``} |`
  );
  return ["| Variable | What it is | Unit | Default |", "| --- | --- | --- | --- |", ...rows].join(
    "\n",
  );
}

function plain(text: string): string {
  return text.replaceAll("`", "");
}

if (import.meta.main) {
  Deno.writeTextFileSync(ENV_EXAMPLE, envExample());
  Deno.writeTextFileSync(README, withTable(Deno.readTextFileSync(README)));
}
