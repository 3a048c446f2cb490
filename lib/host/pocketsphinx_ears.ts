/** The ears that need no account: Debian's PocketSphinx, with a grammar cut to each question. */
import type { Ears, EarsEvent, EarsOptions, EarsSession } from "../call/ports.ts";
import type { Asked } from "../core/understand/heard.ts";
import { Decoder } from "./pocketsphinx_decoder.ts";
import { GrammarShelf } from "./pocketsphinx_grammars.ts";
import { findPocketSphinx, type PocketSphinx } from "./pocketsphinx_model.ts";
import { PocketSphinxSession } from "./pocketsphinx_session.ts";

/** Ears that keep files: close them at the end. */
export interface LocalEars extends Ears {
  /** Idempotent. Sessions that are still open hear nothing any more. */
  close(): void;
}

export interface LocalEarsOptions {
  /** What takes longer is not understood; see the decoder for what a call allows. */
  readonly maxMs?: number;
}

/** Null where PocketSphinx or its English model isn't installed. */
export async function openLocalEars(options: LocalEarsOptions = {}): Promise<LocalEars | null> {
  const sphinx = await findPocketSphinx();
  return sphinx && await PocketSphinxEars.open(sphinx, options);
}

export class PocketSphinxEars implements LocalEars {
  readonly name = "pocketsphinx";
  readonly #folder: string;
  readonly #grammars: GrammarShelf;
  readonly #decoder: Decoder;

  private constructor(folder: string, sphinx: PocketSphinx, options: LocalEarsOptions) {
    this.#folder = folder;
    this.#grammars = new GrammarShelf(folder, sphinx.dictionary);
    this.#decoder = new Decoder({ ...options, sphinx, folder });
  }

  static async open(
    sphinx: PocketSphinx,
    options: LocalEarsOptions = {},
  ): Promise<PocketSphinxEars> {
    return new PocketSphinxEars(await openFolder(), sphinx, options);
  }

  open(options: EarsOptions, tell: (event: EarsEvent) => void): EarsSession {
    const files = (asked: Asked) => this.#grammars.files(options.campaign, asked);
    return new PocketSphinxSession(
      {
        prepare: (asked) => void files(asked).catch(() => {}), // told where it is needed
        read: async (pcm, asked) => await this.#decoder.decode(pcm, await files(asked)),
      },
      options,
      tell,
    );
  }

  close(): void {
    this.#decoder.close();
    try {
      Deno.removeSync(this.#folder, { recursive: true });
    } catch {
      // closed before, or something is just being written: the next process sweeps that away
    }
  }
}

const MEMORY = "/dev/shm";
const PREFIX = "parley-ears-";

/** In memory where the system has a folder for that: what callers say never reaches a disk. */
async function openFolder(): Promise<string> {
  const prefix = `${PREFIX}${Deno.pid}-`;
  try {
    sweep();
    return await Deno.makeTempDir({ dir: MEMORY, prefix });
  } catch {
    return await Deno.makeTempDir({ prefix });
  }
}

/** Removes what processes left that were killed. */
function sweep(): void {
  for (const { name } of Deno.readDirSync(MEMORY)) {
    const [, owner] = /^parley-ears-(\d+)-/.exec(name) ?? [];
    if (owner === undefined || isAlive(owner)) continue;
    try {
      Deno.removeSync(`${MEMORY}/${name}`, { recursive: true });
    } catch {
      // another user's, or swept by another process in the same moment
    }
  }
}

function isAlive(processId: string): boolean {
  try {
    return Deno.statSync(`/proc/${processId}`).isDirectory;
  } catch {
    return false;
  }
}
