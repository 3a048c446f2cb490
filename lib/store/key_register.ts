/** Which keys a database needs: noted in it by name and proof, so that no Parley seals with others. */
import type { Queries } from "./database.ts";
import { keysInUse } from "./sealed_columns.ts";
import type { Sealer } from "./sealing.ts";

/** Keys don't fit the database: only a person can find the right ones. */
export class WrongKeys extends Error {}

/** The key that seals here was taken out of use: another one is in the file by now. */
export class KeyRetired extends Error {}

interface KeyRow {
  readonly id: string;
  readonly proof: Uint8Array;
  readonly retired_at: Date | null;
}

/** Rejects with `WrongKeys` where values in the database couldn't be opened by us. */
export async function registerKeys(sql: Queries, sealer: Sealer): Promise<void> {
  const { keyId } = sealer;
  const rows = await sql<KeyRow[]>`select id, proof, retired_at from sealing_keys order by id`;
  for (const { id, proof, retired_at } of rows) {
    if (retired_at !== null && id === keyId) throw new WrongKeys(retired(id));
    if (retired_at !== null) continue;
    if (!sealer.keyIds.includes(id)) throw new WrongKeys(missing(id));
    if (!isSame(await sealer.proof(id), proof)) throw new WrongKeys(different(id));
  }
  await sql`insert into sealing_keys (id, proof) values (${keyId}, ${await sealer.proof(keyId)})
    on conflict do nothing`;
}

export interface KeyState {
  readonly id: string;
  /** "opens": something in the database needs it; "missing": and we haven't got it. */
  readonly state: "seals" | "opens" | "missing" | "retired" | "unused";
  /** Null where the database has never seen it. */
  readonly madeAt: Date | null;
}

/** Ours and those of the database, the one that seals first. It reads everything. */
export async function keyStates(sql: Queries, sealer: Sealer): Promise<readonly KeyState[]> {
  const rows = await sql<(Omit<KeyRow, "proof"> & { made_at: Date })[]>`
    select id, made_at, retired_at from sealing_keys order by made_at desc, id`;
  const known = new Map(rows.map((row) => [row.id, row]));
  const inUse = await keysInUse(sql);
  const stateOf = (id: string) => {
    if (id === sealer.keyId) return "seals";
    if (inUse.includes(id)) return sealer.keyIds.includes(id) ? "opens" : "missing";
    return known.get(id)?.retired_at ? "retired" : "unused";
  };
  const ids = new Set([...sealer.keyIds, ...known.keys(), ...inUse]);
  return [...ids].map((id) => ({
    id,
    state: stateOf(id),
    madeAt: known.get(id)?.made_at ?? null,
  }));
}

/** In the transaction that writes: until its end nobody can retire the key. */
export async function assertInUse(tx: Queries, sealer: Sealer): Promise<void> {
  const { keyId } = sealer;
  const [row] = await tx<KeyRow[]>`
    select retired_at from sealing_keys where id = ${keyId} for key share`;
  if (row === undefined) return await registerKeys(tx, sealer);
  if (row.retired_at !== null) throw new KeyRetired(retired(keyId));
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

function missing(id: string): string {
  return `Cannot use this database: data in it is sealed with the key "${id}", which this Parley ` +
    "doesn't have; add it to PARLEY_KEYS, or take the data folder with its file keys from where " +
    "the data was written";
}

function different(id: string): string {
  return `Cannot use this database: its key "${id}" is another one than this Parley's of that ` +
    "name; take the keys from where the data was written";
}

function retired(id: string): string {
  return `Cannot seal with the key "${id}": it was taken out of use by keys rotate; put the new ` +
    "key first in PARLEY_KEYS and restart";
}
