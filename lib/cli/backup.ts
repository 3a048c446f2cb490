/** `backup`: everything that the database holds, in one sealed file, while calls go on. */
import { recordAccess } from "../store/audit.ts";
import { backUp } from "../store/backup.ts";
import { type BackupHead, openBackup } from "../store/backup_file.ts";
import type { Sql } from "../store/database.ts";
import { checkBackup } from "../store/restore.ts";
import type { Sealer } from "../store/sealing.ts";
import { thisPerson } from "./actor.ts";
import { command } from "./command.ts";
import type { Config } from "./config.ts";
import { typedPath } from "./config_machine.ts";
import { withDatabase } from "./database.ts";
import { operand } from "./options.ts";
import { withOutput } from "./output.ts";
import { Progress, progressOutput } from "./progress.ts";
import { VERSION } from "./version.ts";

export const backupCommand = command({
  about: "Copy the whole database into one sealed file, while calls go on",
  more: "The file is of one moment, and is read again when it is written. It can be opened only " +
    "with the keys that seal the database: keep a copy of them elsewhere. What still waits in the " +
    "journal is not in it.",
  operands: { file: operand("FILE", "a new file, or - for standard output") },
  run: async ({ file }, config) => {
    const head = await withDatabase(config, (sql, sealer) => backUpTo(file, sql, sealer));
    console.error(told(file, head, config));
    return 0;
  },
});

async function backUpTo(path: string, sql: Sql, sealer: Sealer): Promise<BackupHead> {
  const write = progressOutput(path === "-");
  using progress = new Progress({ what: "rows", total: null, write });
  const options = {
    keys: await keysOf(sql, sealer),
    sealer,
    parley: VERSION,
    nowMs: Date.now(),
    begin: (head: BackupHead) => progress.expect(rowsOf(head)),
    progress: (rows: number) => progress.add(rows),
  };
  const head = await withOutput(
    path,
    (output) => backUp(sql, options, (bytes) => output.write(bytes)),
  );
  await recordAccess(sql, {
    actor: thisPerson(),
    action: "backed_up",
    calls: [],
    columns: head.tables.map(({ name }) => `${name}.*`),
    details: { rows: rowsOf(head) },
  });
  if (path !== "-") await readAgain(path, head, sealer, write);
  return head;
}

/** A disk that lost a byte is found now, and not on the day when the backup is needed. */
async function readAgain(
  path: string,
  head: BackupHead,
  sealer: Sealer,
  write: ((text: string) => void) | null,
): Promise<void> {
  using progress = new Progress({ what: "rows checked", total: rowsOf(head), write });
  const file = await Deno.open(typedPath(path));
  await checkBackup(await openBackup(file.readable, sealer), (rows) => progress.add(rows));
}

/** The file's own key first, then every other one that still seals something. */
async function keysOf(sql: Sql, sealer: Sealer): Promise<readonly string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from sealing_keys where retired_at is null order by id`;
  return [...new Set([sealer.keyId, ...rows.map(({ id }) => id)])];
}

function told(file: string, head: BackupHead, config: Config): string {
  const place = file === "-" ? "the backup" : file;
  const keys = config.store.keys === null ? `${config.dataFolder}/keys` : "PARLEY_KEYS";
  const which = head.keys.length === 1
    ? `the key ${head.keys[0]}`
    : `the keys ${head.keys.join(", ")}`;
  return `${
    rowsOf(head).toLocaleString("en")
  } rows are in ${place}. Keep a copy of ${keys} somewhere ` +
    `else: without ${which} nobody can open it.`;
}

export function rowsOf({ tables }: BackupHead): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0);
}
