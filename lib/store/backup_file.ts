/**
 * A backup as one stream of bytes: a head that says what it is, and behind it, packed and sealed, the
 * rows of each table as PostgreSQL's COPY writes them. Written and read without ever being in memory
 * as a whole.
 */
import { ByteReader, Damaged, joined, numberBytes } from "./byte_reader.ts";
import { KeyMissing } from "./sealing.ts";
import { KEY_BYTES, openPieces, sealPieces } from "./sealed_stream.ts";

const MAGIC = new TextEncoder().encode("PARLEY BACKUP\n");
const FORMAT = 1;
/** A head names some twenty tables and their columns. */
const HEAD_BYTES_MAX = 1_048_576;
/** COPY gives a row at a time, and a row is far shorter. */
const ROWS_BYTES_MAX = 67_108_864;

export interface BackedUpTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
}

/** Nobody's data is in it: it stands open in the file. */
export interface BackupHead {
  /** Of the schema, as `schema_version` counts. */
  readonly schema: number;
  /** ISO 8601. */
  readonly madeAt: string;
  /** Of the Parley that made it. */
  readonly parley: string;
  /** Keys without which what it holds can't be opened; the first one opens the file. */
  readonly keys: readonly string[];
  /** In an order in which a table comes after those that it refers to. */
  readonly tables: readonly BackedUpTable[];
}

/** The words that lock and open a file's own key: a `Sealer`. */
export interface KeySealer {
  seal(text: string): Promise<Uint8Array>;
  open(sealed: Uint8Array): Promise<string>;
}

/** The rows of one table, in pieces of whole bytes that may end within a row. */
export type RowsOf = (table: BackedUpTable) => AsyncIterable<Uint8Array>;

export async function* writeBackup(
  head: BackupHead,
  rowsOf: RowsOf,
  sealer: KeySealer,
): AsyncGenerator<Uint8Array> {
  const key = crypto.getRandomValues(new Uint8Array(KEY_BYTES));
  const sealedKey = (await sealer.seal(key.toBase64())).toBase64();
  const text = new TextEncoder().encode(JSON.stringify({ ...head, sealedKey }));
  const start = joined(MAGIC, Uint8Array.of(FORMAT), numberBytes(text.length), text);
  yield start;
  const packed = through(framed(head.tables, rowsOf), new CompressionStream("gzip"));
  yield* sealPieces(packed, { key, bound: await sha256(start) });
}

export interface OpenBackup {
  readonly head: BackupHead;
  /** The rows of each table in the head's order; each must be read to its end before the next. */
  tables(): AsyncGenerator<{
    readonly table: BackedUpTable;
    readonly rows: AsyncIterable<Uint8Array>;
  }>;
}

/** Rejects with `Damaged`, or with what the sealer says of a key that it hasn't. */
export async function openBackup(
  stream: AsyncIterable<Uint8Array>,
  sealer: KeySealer,
): Promise<OpenBackup> {
  const reader = new ByteReader(stream);
  const { start, text } = await takeStart(reader);
  const { sealedKey, ...head } = readHead(text);
  const key = await openKey(sealedKey, sealer);
  const bound = await sha256(start);
  return { head, tables: () => unframed(head.tables, openPieces(reader, { key, bound })) };
}

async function openKey(sealedKey: string, sealer: KeySealer): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const key = Uint8Array.fromBase64(await sealer.open(Uint8Array.fromBase64(sealedKey)));
    if (key.length === KEY_BYTES) return key;
  } catch (error) {
    if (error instanceof KeyMissing) throw error; // a person can bring it
  }
  throw new Damaged("its head was changed");
}

/** Without opening it: what it is and which keys it needs. */
export async function readBackupHead(stream: AsyncIterable<Uint8Array>): Promise<BackupHead> {
  const { sealedKey: _sealedKey, ...head } = readHead(
    (await takeStart(new ByteReader(stream))).text,
  );
  return head;
}

async function takeStart(reader: ByteReader) {
  const magic = await reader.take(MAGIC.length).catch(() => new Uint8Array());
  if (!isSame(magic, MAGIC)) throw new Damaged("it is no backup of Parley");
  const format = await reader.take(1);
  if (format[0]! !== FORMAT) {
    throw new Damaged(`its format is ${format[0]}, and this Parley reads ${FORMAT}`);
  }
  const length = await reader.takeNumber();
  if (length > HEAD_BYTES_MAX) throw new Damaged("its head was changed");
  const text = await reader.take(length);
  return { start: joined(magic, format, numberBytes(length), text), text };
}

function readHead(text: Uint8Array): BackupHead & { readonly sealedKey: string } {
  try {
    const head = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text));
    const isWhole = typeof head.sealedKey === "string" && Number.isInteger(head.schema) &&
      Array.isArray(head.keys) && Array.isArray(head.tables) && head.tables.every(isTable);
    if (isWhole) return head;
  } catch {
    // It is told below.
  }
  throw new Damaged("its head was changed");
}

function isTable({ name, columns, rows }: Partial<BackedUpTable>): boolean {
  return typeof name === "string" && Number.isInteger(rows) && Array.isArray(columns) &&
    columns.every((column) => typeof column === "string");
}

/** Before each piece its length; 0 is a table's end. */
async function* framed(
  tables: readonly BackedUpTable[],
  rowsOf: RowsOf,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (const table of tables) {
    for await (const bytes of rowsOf(table)) {
      if (bytes.length > 0) yield joined(numberBytes(bytes.length), bytes);
    }
    yield numberBytes(0);
  }
}

async function* unframed(
  tables: readonly BackedUpTable[],
  packed: AsyncIterable<Uint8Array>,
): ReturnType<OpenBackup["tables"]> {
  const reader = new ByteReader(through(packed, new DecompressionStream("gzip")));
  for (const table of tables) yield { table, rows: rowsIn(reader) };
  if (!await reader.isAtEnd()) throw new Damaged("it holds more tables than its head names");
}

async function* rowsIn(reader: ByteReader): AsyncGenerator<Uint8Array> {
  for (let length = await reader.takeNumber(); length > 0; length = await reader.takeNumber()) {
    if (length > ROWS_BYTES_MAX) throw new Damaged("a piece of it is too long");
    yield await reader.take(length);
  }
}

/** What goes wrong at the source is told as it is, and not as what the stream makes of it. */
async function* through(
  source: AsyncIterable<Uint8Array>,
  by: CompressionStream | DecompressionStream,
): AsyncGenerator<Uint8Array> {
  const failed: { reason?: unknown } = {};
  const watched = async function* () {
    try {
      yield* source;
    } catch (error) {
      failed.reason = error;
      throw error;
    }
  };
  try {
    const stream = ReadableStream.from(watched() as AsyncIterable<Uint8Array<ArrayBuffer>>);
    yield* stream.pipeThrough(by) as AsyncIterable<Uint8Array>;
  } catch (error) {
    if ("reason" in failed) throw failed.reason;
    throw error instanceof TypeError ? new Damaged("it can't be unpacked") : error;
  }
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
