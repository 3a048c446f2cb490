/** Debian's PocketSphinx on this machine: where it stands, and its pronouncing dictionary. */

/** Where `apt-get install pocketsphinx pocketsphinx-en-us` puts things. */
const PROGRAM = "pocketsphinx_batch";
const MODEL = "/usr/share/pocketsphinx/model/en-us";

/** What to do where something is missing. */
export const INSTALL = "apt-get install pocketsphinx pocketsphinx-en-us";

export interface PocketSphinx {
  /** Path of the program. */
  readonly program: string;
  /** Folder of the acoustic model. */
  readonly acoustic: string;
  /** Model of which phone follows which. */
  readonly phones: string;
  readonly dictionary: Dictionary;
}

/** A word to the ways in which it is said, as phones: "the" to "DH AH" and "DH IY". */
export type Dictionary = ReadonlyMap<string, readonly string[]>;

/** Null where the program or the English model is missing. */
export async function findPocketSphinx(): Promise<PocketSphinx | null> {
  const program = programOn(Deno.env.get("PATH") ?? "");
  const [acoustic, phones] = [`${MODEL}/en-us`, `${MODEL}/en-us-phone.lm.bin`];
  if (program === null || !exists(`${acoustic}/mdef`) || !exists(phones)) return null;
  try {
    const text = await Deno.readTextFile(`${MODEL}/cmudict-en-us.dict`);
    return { program, acoustic, phones, dictionary: readDictionary(text) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** CMU's format: a word or "word(2)", a blank, its phones. */
export function readDictionary(text: string): Dictionary {
  const dictionary = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const blank = line.indexOf(" ");
    if (blank < 1) continue;
    const word = line.slice(0, blank).replace(/\(\d+\)$/, "");
    const phones = line.slice(blank + 1).trim();
    const ways = dictionary.get(word);
    if (ways) ways.push(phones);
    else dictionary.set(word, [phones]);
  }
  return dictionary;
}

function programOn(path: string): string | null {
  const folder = path.split(":").find((folder) => folder !== "" && exists(`${folder}/${PROGRAM}`));
  return folder === undefined ? null : `${folder}/${PROGRAM}`;
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
