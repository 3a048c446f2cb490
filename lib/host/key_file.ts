/** The keys of the data folder, for those who set none: a file that its owner alone can read. */
import {
  KEYS_FORM,
  KEYS_MAX,
  makeKey,
  readKeys,
  type SealingKey,
  writeKeys,
} from "../store/sealing_keys.ts";
import { syncFolder } from "./data_folder.ts";
import { holdLock } from "./lock.ts";

const NAME = "keys";
const OWN_MODE = 0o600;
/** A change takes milliseconds. */
const LOCK_MAX_MS = 10_000;

export interface FolderKeys {
  readonly keys: readonly SealingKey[];
  /** Now, by this call: somebody should be told to keep a copy. */
  readonly isNew: boolean;
}

/** Makes a key where the folder has none; of several processes at once, all get the same one. */
export async function openFolderKeys(folder: string, nowMs = Date.now()): Promise<FolderKeys> {
  const path = `${folder}/${NAME}`;
  const before = await readFolderKeys(folder);
  if (before !== null) return { keys: before, isNew: false };
  const draft = await writeDraft(folder, [makeKey(nowMs)]).catch((cause) => {
    throw new Error(`Cannot make a key in ${folder}: let Parley write there, or set PARLEY_KEYS`, {
      cause,
    });
  });
  try {
    await Deno.link(draft, path); // fails where another process was faster
    await syncFolder(folder);
    return { keys: (await readFolderKeys(folder))!, isNew: true };
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    return { keys: (await readFolderKeys(folder))!, isNew: false };
  } finally {
    await Deno.remove(draft);
  }
}

/** Null where the folder has no keys. */
export async function readFolderKeys(folder: string): Promise<readonly SealingKey[] | null> {
  const path = `${folder}/${NAME}`;
  const text = await Deno.readTextFile(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  });
  if (text === null) return null;
  const keys = readKeys(text);
  if (keys === null) throw new Error(`Cannot use the keys in ${path}: it must hold ${KEYS_FORM}`);
  return keys;
}

/**
 * One after the other, over all processes: a key that somebody else adds at the same time, and seals
 * with, is never lost. Rejects where others are at it for too long.
 */
export async function changeFolderKeys(
  folder: string,
  change: (keys: readonly SealingKey[]) => readonly SealingKey[],
): Promise<void> {
  const lock = await holdLock(`${folder}/keys.lock`, LOCK_MAX_MS, () => false);
  if (lock === null) throw new Error(`Cannot change the keys in ${folder}: others do so now`);
  try {
    const before = await readFolderKeys(folder) ?? [];
    const after = change(before);
    if (after.length > KEYS_MAX) {
      throw new Error(
        `Cannot add a key to ${folder}/keys: it holds ${KEYS_MAX} already; keys clean takes out those ` +
          "that nothing needs",
      );
    }
    if (after !== before) await writeFolderKeys(folder, after);
  } finally {
    lock.release();
  }
}

/** The whole file at once: a crash leaves the old keys or the new ones. */
async function writeFolderKeys(folder: string, keys: readonly SealingKey[]): Promise<void> {
  const draft = await writeDraft(folder, keys);
  await Deno.rename(draft, `${folder}/${NAME}`);
  await syncFolder(folder);
}

async function writeDraft(folder: string, keys: readonly SealingKey[]): Promise<string> {
  const path = `${folder}/.probe-${crypto.randomUUID()}`;
  using file = await Deno.open(path, { createNew: true, write: true, mode: OWN_MODE });
  const bytes = new TextEncoder().encode(writeKeys(keys));
  for (let from = 0; from < bytes.length;) from += await file.write(bytes.subarray(from));
  await file.sync();
  return path;
}
