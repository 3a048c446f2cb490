/** A fact as a line of the journal: sealed, with a checksum before it. */
import type { Fact } from "../core/facts.ts";
import type { Sealer } from "../store/sealing.ts";

const CHECKSUM_CHARS = 8;
/** Before the sealed fact: the checksum and a space. */
export const LINE_HEAD_CHARS = CHECKSUM_CHARS + 1;

/** The checksum tells a torn or damaged line for what it is. */
export async function writeLine(fact: Fact, sealer: Sealer): Promise<string> {
  const text = (await sealer.seal(JSON.stringify(fact))).toBase64();
  return `${checksum(text)} ${text}\n`;
}

/**
 * Null where the line is damaged. An older Parley wrote its facts in plain words. Rejects where a
 * whole line can't be opened: its key is missing, and what was acknowledged must wait for it.
 */
export async function readLine(line: string, sealer: Sealer): Promise<Fact | null> {
  const text = line.slice(LINE_HEAD_CHARS);
  if (line.slice(0, CHECKSUM_CHARS) !== checksum(text)) return null;
  try {
    const opened = text.startsWith("{") ? text : await sealer.open(Uint8Array.fromBase64(text));
    return JSON.parse(opened) as Fact;
  } catch (error) {
    if (error instanceof SyntaxError) return null; // it must not hold up what comes behind it
    throw error;
  }
}

/** FNV-1a, 32 bits: eight hexadecimal digits. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(CHECKSUM_CHARS, "0");
}
