/** Rendered phrases as files in the data folder. */
import type { PhraseShelf } from "../speech/phrase_cache.ts";

/** All phrases together; older ones give way. 200 MB is over three hours of speech. */
const TOTAL_BYTES_MAX = 200_000_000;

/** `folder` is made when the first phrase is kept. */
export function phraseShelf(folder: string): PhraseShelf {
  return {
    async get(key) {
      try {
        const bytes = await Deno.readFile(`${folder}/${key}.pcm`);
        return bytes.length > 0 && bytes.length % 2 === 0 ? new Int16Array(bytes.buffer) : null;
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) return null;
        throw new Error(`Cannot read a rendered phrase in ${folder}: delete that folder`, {
          cause: error,
        });
      }
    },
    async put(key, pcm) {
      await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
      await makeRoom(folder, pcm.byteLength);
      const part = `${folder}/${key}.${crypto.randomUUID()}.part`;
      await Deno.writeFile(part, new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength));
      await Deno.rename(part, `${folder}/${key}.pcm`); // whole or not at all
    },
  };
}

async function makeRoom(folder: string, bytes: number): Promise<void> {
  const files = [];
  for await (const { name } of Deno.readDir(folder)) {
    const info = await Deno.stat(`${folder}/${name}`).catch(ifThere);
    if (info) files.push({ name, size: info.size, atMs: info.mtime?.getTime() ?? 0 });
  }
  let total = bytes + files.reduce((sum, { size }) => sum + size, 0);
  files.sort((a, b) => a.atMs - b.atMs);
  for (const { name, size } of files) {
    if (total <= TOTAL_BYTES_MAX) return;
    await Deno.remove(`${folder}/${name}`).catch(ifThere);
    total -= size;
  }
}

/** Others render into the same folder: a file may get its name, or go, at any moment. */
function ifThere(error: unknown): null {
  if (error instanceof Deno.errors.NotFound) return null;
  throw error;
}
