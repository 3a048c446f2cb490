/** Which keys the journals of a data folder need; what was acknowledged must not wait for ever. */
import { keyIdOf } from "../store/sealing.ts";
import { JournalFile } from "./journal_file.ts";
import { LINE_HEAD_CHARS } from "./journal_line.ts";

/** In base64 a format, an id and a nonce of the greatest length. */
const START_CHARS = 64;

/** Of all lines, also of those that the database has by now: which they are only their owner knows. */
export async function keysInJournals(folder: string): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  const paths = await JournalFile.list(folder).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  });
  for (const path of paths) {
    for await (const line of linesOf(path)) {
      const id = keyIn(line);
      if (id !== null) ids.add(id);
    }
  }
  return ids;
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const file = await Deno.open(path).catch(() => null); // delivered and removed meanwhile
  if (file === null) return;
  let rest = "";
  for await (const text of file.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}

/** Null for a damaged line, and for one in plain words. */
function keyIn(line: string): string | null {
  const start = line.slice(LINE_HEAD_CHARS, LINE_HEAD_CHARS + START_CHARS);
  try {
    return keyIdOf(Uint8Array.fromBase64(start));
  } catch {
    return null;
  }
}
