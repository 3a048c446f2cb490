/** `restore`: a backup into an empty database; the file is checked as a whole before anything is written. */
import { prepareDataFolder } from "../host/data_folder.ts";
import { openVault } from "../host/vault.ts";
import { recordAccess } from "../store/audit.ts";
import { type BackupHead, openBackup, readBackupHead } from "../store/backup_file.ts";
import { Damaged } from "../store/byte_reader.ts";
import type { Sql } from "../store/database.ts";
import { MIGRATIONS } from "../store/migrations.data.ts";
import { checkBackup, restore } from "../store/restore.ts";
import { KeyMissing, type Sealer } from "../store/sealing.ts";
import { thisPerson } from "./actor.ts";
import { rowsOf } from "./backup.ts";
import { command, quoted } from "./command.ts";
import type { Config } from "./config.ts";
import { typedPath } from "./config_machine.ts";
import { withDatabase } from "./database.ts";
import { flag, operand } from "./options.ts";
import { Progress, progressOutput } from "./progress.ts";
import { UsageError } from "./usage.ts";

export const restoreCommand = command({
  about: "Put a backup into an empty database",
  more: "The whole file is checked before anything is written, and all of it is written or " +
    "nothing. It needs the keys of the database that was backed up, in PARLEY_KEYS or as the file " +
    "keys in the data folder. Whom you erased after the backup was made has to be erased again.",
  operands: { file: operand("FILE", "a file that backup has made") },
  options: { check: flag("Only check the file, and write nothing") },
  async run({ file, check }, config) {
    const sealer = await sealerFor(file, config);
    const head = await checked(file, sealer);
    if (!check) {
      await withDatabase(config, (sql, sealer) => bringBack(file, sql, sealer));
    }
    console.error(told(file, head, check));
    return 0;
  },
});

/** Rejects with a sentence where the file is of another Parley, or a key is missing. */
async function sealerFor(path: string, config: Config): Promise<Sealer> {
  const head = await ofFile(path, (bytes) => readBackupHead(bytes));
  if (head.schema !== MIGRATIONS.length) {
    const than = head.schema > MIGRATIONS.length ? "a newer Parley" : "an older Parley";
    throw new Error(
      `Cannot restore ${quoted(path)}: ${than} (${head.parley}) made it; restore it with that ` +
        "one, and then start the other",
    );
  }
  await prepareDataFolder(config.dataFolder);
  const { sealer } = await openVault({ dataFolder: config.dataFolder, keys: config.store.keys });
  const missing = head.keys.filter((id) => !sealer.keyIds.includes(id));
  if (missing.length === 0) return sealer;
  throw new Error(
    `Cannot restore ${quoted(path)}: it needs the key ${missing.join(" and the key ")}; set ` +
      `PARLEY_KEYS, or put the file keys of the old data folder into ${config.dataFolder}`,
  );
}

async function checked(path: string, sealer: Sealer): Promise<BackupHead> {
  return await ofFile(path, async (bytes) => {
    const backup = await openBackup(bytes, sealer);
    using progress = progressOf("rows checked", backup.head);
    await checkBackup(backup, (rows) => progress.add(rows));
    return backup.head;
  });
}

async function bringBack(path: string, sql: Sql, sealer: Sealer): Promise<void> {
  await ofFile(path, async (bytes) => {
    const backup = await openBackup(bytes, sealer);
    using progress = progressOf("rows", backup.head);
    await restore(sql, backup, {
      progress: (rows) => progress.add(rows),
      end: (tx) =>
        recordAccess(tx, {
          actor: thisPerson(),
          action: "restored",
          calls: [],
          columns: backup.head.tables.map(({ name }) => `${name}.*`),
          details: { rows: rowsOf(backup.head), madeAt: backup.head.madeAt },
        }),
    });
  });
}

/** Whatever is wrong with the file itself is one sentence with its name. */
async function ofFile<Value>(
  path: string,
  read: (bytes: AsyncIterable<Uint8Array>) => Promise<Value>,
): Promise<Value> {
  const file = await Deno.open(typedPath(path)).catch((cause: Error) => {
    throw new UsageError(`Cannot read ${quoted(path)}: ${cause.message}`, { cause });
  });
  try {
    return await read(file.readable);
  } catch (error) {
    if (error instanceof KeyMissing || !(error instanceof Damaged)) throw error;
    throw new Error(
      `Cannot restore ${quoted(path)}: ${error.message}; nothing was written. Take another backup`,
      { cause: error },
    );
  }
}

function progressOf(what: string, head: BackupHead): Progress {
  return new Progress({ what, total: rowsOf(head), write: progressOutput(false) });
}

function told(file: string, head: BackupHead, check: boolean): string {
  const rows = `${rowsOf(head).toLocaleString("en")} rows of ${head.madeAt}`;
  if (check) return `${file} is whole: ${rows}.`;
  return `${rows} are back. Whom you erased after that moment has to be erased again.`;
}
