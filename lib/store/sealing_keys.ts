/** Keys as they are written down: "id:base64" each, the one that seals first. */

export interface SealingKey {
  /** Stands before each value that it sealed. */
  readonly id: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** AES-256. */
export const KEY_BYTES = 32;
/** The old keys are for values that `keys rotate` has not come to. */
export const KEYS_MAX = 16;
const ID = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** Null where one of them is none; such a text may hold half a key, so nothing of it is shown. */
export function readKeys(text: string): readonly SealingKey[] | null {
  const keys = text.split(/[\s,]+/).filter((word) => word !== "").map(readKey);
  const whole = keys.filter((key) => key !== null);
  const ids = new Set(whole.map(({ id }) => id));
  const isWhole = whole.length === keys.length && ids.size === keys.length;
  return isWhole && keys.length > 0 && keys.length <= KEYS_MAX ? whole : null;
}

/** What `readKeys` needs, in words. */
export const KEYS_FORM =
  'keys as "id:base64", one after the other with commas between: the id of small letters, digits ' +
  'and "-", the key of 32 bytes, as from `openssl rand -base64 32`; the first one seals';

export function writeKeys(keys: readonly SealingKey[]): string {
  return keys.map(({ id, bytes }) => `${id}:${bytes.toBase64()}\n`).join("");
}

/** Random hexadecimal digits of an id: two keys of one day never share it. */
const ID_DIGITS = 12;

/** The id tells when it was made: "k-20260504-3f9a02b7c61d". */
export function makeKey(nowMs: number): SealingKey {
  const day = new Date(nowMs).toISOString().slice(0, 10).replaceAll("-", "");
  const random = crypto.getRandomValues(new Uint8Array(ID_DIGITS / 2)).toHex();
  const id = `k-${day}-${random}`;
  return { id, bytes: crypto.getRandomValues(new Uint8Array(KEY_BYTES)) };
}

function readKey(word: string): SealingKey | null {
  const at = word.indexOf(":");
  const id = word.slice(0, at);
  if (at < 0 || !ID.test(id)) return null;
  try {
    const bytes = Uint8Array.fromBase64(word.slice(at + 1));
    return bytes.length === KEY_BYTES ? { id, bytes } : null;
  } catch {
    return null;
  }
}
