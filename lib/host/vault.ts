/** What seals and opens here: with the keys of the configuration, else those of the data folder. */
import { Sealer } from "../store/sealing.ts";
import type { SealingKey } from "../store/sealing_keys.ts";
import { openFolderKeys, readFolderKeys } from "./key_file.ts";

export interface VaultOptions {
  readonly dataFolder: string;
  /** Left out or null: those of the data folder, made where it has none. */
  readonly keys?: readonly SealingKey[] | null;
}

export interface Vault {
  readonly sealer: Sealer;
  /** Where the keys are; "made": in the data folder, just now. */
  readonly keys: "environment" | "folder" | "made";
}

export async function openVault({ dataFolder, keys = null }: VaultOptions): Promise<Vault> {
  if (keys !== null) return { sealer: await Sealer.of(keys), keys: "environment" };
  const { keys: found, isNew } = await openFolderKeys(dataFolder);
  const reread = async () => await readFolderKeys(dataFolder) ?? found;
  return { sealer: await Sealer.of(found, reread), keys: isNew ? "made" : "folder" };
}
