/**
 * A long stream, sealed piece by piece with AES-GCM. Each piece vouches for its place, for what stands
 * before the stream and for being the last or not: none can be changed, moved, left out or cut off.
 */
import { type ByteReader, Damaged, numberBytes } from "./byte_reader.ts";

/** Plain bytes of one piece, of which one or two are in memory. 256 KiB. */
export const PIECE_BYTES = 262_144;
const TAG_BYTES = 16;
const NONCE_BYTES = 12;
export const KEY_BYTES = 32;

/** A key is for one stream alone: the pieces are numbered, and their numbers are the nonces. */
export interface StreamSeal {
  readonly key: Uint8Array<ArrayBuffer>;
  /** What the pieces vouch for besides themselves: a hash of the head before them. */
  readonly bound: Uint8Array<ArrayBuffer>;
}

/** Pieces as they are written: 1 for the last one and else 0, the length, the sealed bytes. */
export async function* sealPieces(
  plain: AsyncIterable<Uint8Array>,
  seal: StreamSeal,
): AsyncGenerator<Uint8Array> {
  const key = await importKey(seal.key);
  let place = 0;
  const piece = async function* (bytes: Uint8Array<ArrayBuffer>, isLast: boolean) {
    const how = algorithm(seal.bound, place++, isLast);
    const sealed = new Uint8Array(await crypto.subtle.encrypt(how, key, bytes));
    yield Uint8Array.of(isLast ? 1 : 0);
    yield numberBytes(sealed.length);
    yield sealed;
  };
  let waiting: Uint8Array<ArrayBuffer> | null = null;
  for await (const bytes of ofEqualLength(plain)) {
    if (waiting !== null) yield* piece(waiting, false);
    waiting = bytes;
  }
  yield* piece(waiting ?? new Uint8Array(), true);
}

/** Rejects with `Damaged` where anything is not as it was written. */
export async function* openPieces(
  reader: ByteReader,
  seal: StreamSeal,
): AsyncGenerator<Uint8Array> {
  const key = await importKey(seal.key);
  for (let place = 0, isLast = false; !isLast; place++) {
    const [mark] = await reader.take(1);
    isLast = mark === 1;
    const length = await reader.takeNumber();
    if (length > PIECE_BYTES + TAG_BYTES) throw new Damaged(`part ${place + 1} was changed`);
    const sealed = await reader.take(length);
    const how = algorithm(seal.bound, place, isLast);
    const plain = await crypto.subtle.decrypt(how, key, sealed).catch(() => {
      throw new Damaged(`part ${place + 1} was changed`);
    });
    yield new Uint8Array(plain);
  }
  if (!await reader.isAtEnd()) throw new Damaged("something stands behind its end");
}

function algorithm(bound: Uint8Array<ArrayBuffer>, place: number, isLast: boolean) {
  const iv = new Uint8Array(NONCE_BYTES);
  new DataView(iv.buffer).setBigUint64(NONCE_BYTES - 8, BigInt(place));
  const additionalData = new Uint8Array(bound.length + 1);
  additionalData.set(bound);
  additionalData[bound.length] = isLast ? 1 : 0;
  return { name: "AES-GCM", iv, additionalData };
}

async function importKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

async function* ofEqualLength(
  plain: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let piece = new Uint8Array(PIECE_BYTES);
  let filled = 0;
  for await (const bytes of plain) {
    for (let from = 0; from < bytes.length;) {
      const part = bytes.subarray(from, from + PIECE_BYTES - filled);
      piece.set(part, filled);
      filled += part.length;
      from += part.length;
      if (filled < PIECE_BYTES) continue;
      yield piece;
      [piece, filled] = [new Uint8Array(PIECE_BYTES), 0];
    }
  }
  if (filled > 0) yield piece.slice(0, filled);
}
