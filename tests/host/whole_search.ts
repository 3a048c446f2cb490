/** Looks for words everywhere in what a Parley keeps: as it stands there, and opened with all keys. */
import { JournalFile } from "../../lib/host/journal_file.ts";
import { readLine } from "../../lib/host/journal_line.ts";
import type { Sql } from "../../lib/store/database.ts";
import type { Sealer } from "../../lib/store/sealing.ts";

export interface Place {
  readonly where: string;
  readonly text: string;
}

export interface Kept {
  readonly sql: Sql;
  readonly sealer: Sealer;
  readonly dataFolder: string;
  /** Lines of the log. */
  readonly said: readonly string[];
}

/** How often each of the words is found, in capitals or not; bytes count as hexadecimal digits. */
export async function findings(
  kept: Kept,
  words: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  const places = [
    ...[...await inTables(kept), ...await inJournals(kept), ...await inFiles(kept.dataFolder)],
    ...kept.said.map(logged),
  ];
  const texts = places.map(({ text }) => text.toLowerCase());
  return Object.fromEntries(
    words.map((word) => [word, texts.filter((text) => text.includes(word.toLowerCase())).length]),
  );
}

/** Every row of every table: queues, the audit log and refused facts are tables, too. */
async function inTables({ sql, sealer }: Kept): Promise<Place[]> {
  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables
    where table_schema = current_schema() and table_type = 'BASE TABLE'`;
  const places: Place[] = [];
  for (const { name } of tables) {
    for (const row of await sql<Record<string, unknown>[]>`select * from ${sql(name)}`) {
      for (const [column, value] of Object.entries(row)) {
        for (const text of await textsOf(value, sealer)) {
          places.push({ where: `${name}.${column}`, text });
        }
      }
    }
  }
  return places;
}

async function textsOf(value: unknown, sealer: Sealer): Promise<readonly string[]> {
  if (!(value instanceof Uint8Array)) return [JSON.stringify(value) ?? ""];
  const opened = await sealer.open(value as Uint8Array<ArrayBuffer>).catch(() => "");
  return [value.toHex(), opened];
}

async function inJournals({ dataFolder, sealer }: Kept): Promise<Place[]> {
  const places: Place[] = [];
  for (const path of await JournalFile.list(`${dataFolder}/journal`)) {
    const text = await Deno.readTextFile(path);
    places.push({ where: path, text });
    for (const line of text.split("\n")) {
      const fact = await readLine(line, sealer);
      if (fact !== null) places.push({ where: path, text: JSON.stringify(fact) });
    }
  }
  return places;
}

/** Beside the database's own: state of plugins, rendered phrases, and whatever else comes to lie there. */
async function inFiles(folder: string): Promise<Place[]> {
  const places: Place[] = [];
  for await (const { name, isDirectory, isFile } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory && name !== "database") places.push(...await inFiles(path));
    if (!isFile) continue; // a named pipe has no end
    const bytes = await Deno.readFile(path);
    places.push({ where: path, text: new TextDecoder("latin1").decode(bytes) });
  }
  return places;
}

export function noneOf(words: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(words.map((word) => [word, 0]));
}

function logged(text: string): Place {
  return { where: "log", text };
}
