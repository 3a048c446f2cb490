/** Recognises which of the agent's phrases stand in a recording: the caller's own ears in tests. */
import { Resampler } from "../../lib/audio/resample.ts";
import type { Campaign } from "../../lib/core/campaign.ts";

const MODEL = "/usr/share/pocketsphinx/model/en-us";
/** What may stand in place of `{value}`: any run of these. */
const VALUE_WORDS =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million dollars and between to at least most up years year months month stocks bonds funds real estate crypto retirement cash a";

/** Before and after what is heard: half a second. */
const MARGIN_SAMPLES = 4_000;

/** A phrase of the agent, by a name that tests can read: "question amount", "disclosure". */
export interface Phrase {
  readonly name: string;
  readonly text: string;
}

/** Everything that a campaign's agent can say. */
export function phrasesOf(campaign: Campaign): readonly Phrase[] {
  const lines = Object.entries(campaign.lines).map(([name, text]) => ({ name, text }));
  const fields = campaign.fields.flatMap(({ key, question, reask, confirm }) => [
    { name: `question ${key}`, text: question },
    { name: `reask ${key}`, text: reask },
    { name: `confirm ${key}`, text: confirm },
  ]);
  const { choice, ...rest } = campaign.keypad;
  const keypad = Object.entries(rest).map(([name, text]) => ({ name: `keypad ${name}`, text }));
  return [...lines, ...fields, ...keypad, ...choicesOf(campaign, choice)];
}

function choicesOf(campaign: Campaign, pattern: string): Phrase[] {
  return campaign.fields.flatMap(({ kind }) =>
    kind.type !== "choice" ? [] : kind.options.map(({ id, say }, index) => ({
      name: `keypad ${id}`,
      text: pattern.replace("{option}", say).replace("{digit}", DIGITS[index] ?? ""),
    }))
  );
}

const DIGITS = "one two three four five six seven eight nine".split(" ");

export class PhraseEar implements AsyncDisposable {
  readonly #phrases: readonly Phrase[];
  readonly #folder: string;

  private constructor(phrases: readonly Phrase[], folder: string) {
    this.#phrases = phrases;
    this.#folder = folder;
  }

  /** Builds a grammar of all phrases, in any order. Close it: it keeps files. */
  static async open(phrases: readonly Phrase[]): Promise<PhraseEar> {
    const folder = await Deno.makeTempDir({ prefix: "phrase-ear-" });
    const dictionary = await readDictionary();
    const known = phrases.map((phrase) => ({ ...phrase, words: wordsOf(phrase.text, dictionary) }))
      .filter(({ words }) => words.length > 0);
    const values = VALUE_WORDS.split(" ");
    const rules = known.map(({ words }, index) => `<p${index}> = ${words.join(" ")};`);
    const names = known.map((_, index) => `<p${index}>`).join(" | ");
    const grammar = ["#JSGF V1.0;", "grammar agent;", `<value> = (${values.join(" | ")})+;`];
    grammar.push(...rules, `public <said> = (${names})+;`, "");
    await Deno.writeTextFile(`${folder}/agent.jsgf`, grammar.join("\n"));
    const used = new Set([...values, ...known.flatMap(({ words }) => words)]);
    const entries = [...dictionary].filter(([word]) => used.has(word.replace(/\(\d+\)$/, "")));
    await Deno.writeTextFile(
      `${folder}/agent.dict`,
      entries.map(([word, sounds]) => `${word} ${sounds}\n`).join(""),
    );
    const heard = known.map(({ name, words }) => ({ name, text: words.join(" ") }));
    return new PhraseEar(heard, folder);
  }

  /** The names of the phrases heard, in order. `pcm`: 8000 Hz. */
  async hear(pcm: Int16Array): Promise<string[]> {
    const name = crypto.randomUUID();
    const wide = new Resampler(8_000, 16_000);
    const samples = [wide.push(inQuiet(pcm)), wide.flush()];
    const path = `${this.#folder}/${name}`;
    await Deno.writeFile(`${path}.raw`, bytesOf(samples));
    await Deno.writeTextFile(`${path}.ctl`, `${name}\n`);
    // Given up too early, nothing is heard where something was said: then once more, to the end.
    const text = await decode(this.#folder, name, "1e-60") ||
      await decode(this.#folder, name, "0");
    return this.#split(text);
  }

  async close(): Promise<void> {
    await Deno.remove(this.#folder, { recursive: true });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The grammar's words back to the phrases that they make, longest first. */
  #split(text: string): string[] {
    const patterns = this.#phrases.map(({ name, text: phrase }) => ({
      name,
      pattern: new RegExp(`^${phrase.replace("<value>", "[a-z' ]+?")}(?= |$)`),
    })).sort((a, b) => b.pattern.source.length - a.pattern.source.length);
    const found: string[] = [];
    for (let rest = text; rest !== "";) {
      const hit = patterns.find(({ pattern }) => pattern.test(rest));
      if (hit) found.push(hit.name);
      rest = hit ? rest.replace(hit.pattern, "").trim() : rest.replace(/^\S+/, "").trim();
    }
    return found;
  }
}

/** The decoder wants some quiet around words, and no digital silence: that is like no real line. */
function inQuiet(pcm: Int16Array): Int16Array {
  const quiet = new Int16Array(pcm.length + 2 * MARGIN_SAMPLES);
  quiet.set(pcm, MARGIN_SAMPLES);
  return quiet.map((sample, at) => sample + at * 7_919 % 5 - 2);
}

/** `beam`: paths less likely than this are given up; 0 gives none up, and takes its time. */
async function decode(folder: string, name: string, beam: string): Promise<string> {
  const { success, stderr } = await new Deno.Command("pocketsphinx_batch", {
    args: [
      ...["-hmm", `${MODEL}/en-us`, "-dict", `${folder}/agent.dict`],
      ...["-jsgf", `${folder}/agent.jsgf`, "-adcin", "yes", "-cepext", ".raw"],
      ...["-cepdir", folder, "-ctl", `${folder}/${name}.ctl`, "-hyp", `${folder}/${name}.hyp`],
      ...["-beam", beam, "-wbeam", beam, "-maxhmmpf", "-1"],
    ],
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr).slice(-2_000));
  const text = await Deno.readTextFile(`${folder}/${name}.hyp`);
  return text.replace(/\s*\([^()]*\)\s*$/, "").trim();
}

/** Words as the dictionary writes them; those it lacks are left out of the grammar. */
function wordsOf(text: string, dictionary: ReadonlyMap<string, string>): string[] {
  return plain(text).split(" ").filter((word) => word === "<value>" || dictionary.has(word));
}

function plain(text: string): string {
  return text.toLowerCase().replace("{value}", " <value> ").replace(/-/g, " ")
    .replace(/[^a-z'<> ]/g, " ").replace(/\s+/g, " ").trim();
}

async function readDictionary(): Promise<ReadonlyMap<string, string>> {
  const text = await Deno.readTextFile(`${MODEL}/cmudict-en-us.dict`);
  return new Map(
    text.split("\n").map((line) => {
      const at = line.indexOf(" ");
      return [line.slice(0, at), line.slice(at + 1)] as const;
    }),
  );
}

function bytesOf(parts: readonly Int16Array[]): Uint8Array {
  const all = Int16Array.from(parts.flatMap((part) => [...part]));
  return new Uint8Array(all.buffer);
}
