/** Finds and wipes a person's facts in all journals of a data folder, also those that are in use. */
import type { Fact } from "../core/facts.ts";
import type { Sealer } from "../store/sealing.ts";
import { JournalFile } from "./journal_file.ts";
import { readLine } from "./journal_line.ts";

const NEWLINE = 10;
const SPACE = 32;

export interface JournalSearch {
  readonly dataFolder: string;
  readonly sealer: Sealer;
}

/** A fact in a journal: on its way to the database, or delivered and not yet forgotten. */
interface Place {
  readonly path: string;
  readonly start: number;
  /** As it stands there. */
  readonly line: string;
  readonly fact: Fact;
}

/** Of the calls that `isWanted` knows by one of their facts, all facts. */
export async function findInJournals(
  search: JournalSearch,
  isWanted: (fact: Fact) => boolean,
): Promise<readonly Fact[]> {
  const places = await allPlaces(search);
  const calls = new Set(places.filter(({ fact }) => isWanted(fact)).map(({ fact }) => fact.call));
  return places.map(({ fact }) => fact).filter(({ call }) => calls.has(call));
}

/**
 * Blanks the facts of these calls where they stand; resolves with how many. A journal's length and
 * its other lines stay as they are, so that who writes to it need not know: a blank line is damaged
 * to its reader, and passed over.
 */
export async function wipeFromJournals(
  search: JournalSearch,
  callIds: ReadonlySet<string>,
): Promise<number> {
  using folder = await Deno.open(`${search.dataFolder}/journal`).catch(ifThere);
  await folder?.lock(true); // nobody forgets what was delivered, and writes anew where it stood
  const places = (await allPlaces(search)).filter(({ fact }) => callIds.has(fact.call));
  for (const place of places) await wipe(place);
  return places.length;
}

async function wipe({ path, start, line }: Place): Promise<void> {
  const file = await Deno.open(path, { read: true, write: true }).catch(ifThere);
  if (file === null) return; // delivered and removed meanwhile
  try {
    const length = new TextEncoder().encode(line).length;
    const there = new Uint8Array(length);
    await file.seek(start, Deno.SeekMode.Start);
    const read = await file.read(there);
    if (read !== length || new TextDecoder().decode(there) !== line) return; // it was trimmed
    await file.seek(start, Deno.SeekMode.Start);
    await file.write(new Uint8Array(length).fill(SPACE));
    await file.syncData();
  } finally {
    file.close();
  }
}

async function allPlaces({ dataFolder, sealer }: JournalSearch): Promise<readonly Place[]> {
  const paths = await JournalFile.list(`${dataFolder}/journal`).catch(ifThere) ?? [];
  const found = await Promise.all(paths.map((path) => placesIn(path, sealer)));
  return found.flat();
}

async function placesIn(path: string, sealer: Sealer): Promise<readonly Place[]> {
  const bytes = await Deno.readFile(path).catch(ifThere);
  const places: Place[] = [];
  if (bytes === null) return places;
  let start = 0;
  for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
    const line = new TextDecoder().decode(bytes.subarray(start, end));
    const fact = await readLine(line, sealer);
    if (fact !== null) places.push({ path, start, line, fact });
    start = end + 1;
  }
  return places;
}

function ifThere(error: unknown): null {
  if (error instanceof Deno.errors.NotFound) return null;
  throw error;
}
