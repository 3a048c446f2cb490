/** `keys list|rotate|clean`: what personal data is sealed with. */
import { changeFolderKeys, readFolderKeys } from "../host/key_file.ts";
import { keysInJournals } from "../host/journal_keys.ts";
import type { Sql } from "../store/database.ts";
import { keyStates } from "../store/key_register.ts";
import { rotate as rotateValues } from "../store/rotation.ts";
import type { Sealer } from "../store/sealing.ts";
import { makeKey, type SealingKey } from "../store/sealing_keys.ts";
import { thisPerson } from "./actor.ts";
import { command, type CommandGroup } from "./command.ts";
import type { Config } from "./config.ts";
import { withDatabase } from "./database.ts";
import { Progress, progressOutput } from "./progress.ts";

const list = command({
  about: "Show which keys there are, and which of them are in use",
  async run(_typed, config) {
    const states = await withDatabase(config, (sql, sealer) => keyStates(sql, sealer));
    for (const { id, state, madeAt } of states) {
      console.log(`${id.padEnd(32)} ${state.padEnd(10)} ${madeAt?.toISOString() ?? ""}`.trimEnd());
    }
    return 0;
  },
});

const rotate = command({
  about: "Seal all personal data with a new key, while calls go on",
  more:
    "Where PARLEY_KEYS isn't set, a new key is made in the data folder; else first put one before " +
    "the others there, and restart every Parley with it. It can be ended at any time: the next run goes " +
    "on from there.",
  async run(_typed, config) {
    using progress = new Progress({ what: "values", total: null, write: progressOutput(false) });
    const { values, keyId } = await withDatabase(config, async (sql, sealer) => {
      if (!await hasOlder(sql, sealer)) await addKey(config, sealer);
      const options = {
        sealer,
        actor: thisPerson(),
        progress: (more: number) => progress.add(more),
      };
      return { values: await rotateValues(sql, options), keyId: sealer.keyId };
    });
    console.log(`${values} values were sealed anew with the key ${keyId}`);
    console.log(AFTERWARDS);
    return 0;
  },
});

const AFTERWARDS =
  "keys clean takes old keys out of the data folder; backups that were made with " +
  "an old key still need it, so keep a copy elsewhere for as long as you keep them";

const clean = command({
  about: "Take keys out of the data folder that neither database nor journals need",
  async run(_typed, config) {
    if (config.store.keys !== null) throw new Error(YOURS);
    const states = await withDatabase(config, (sql, sealer) => keyStates(sql, sealer));
    const inJournals = await keysInJournals(`${config.dataFolder}/journal`);
    const isOld = new Set(states.filter(({ state }) => state === "retired").map(({ id }) => id));
    const keys = await readFolderKeys(config.dataFolder) ?? [];
    const stays = ({ id }: SealingKey) => !isOld.has(id) || inJournals.has(id);
    await changeFolderKeys(
      config.dataFolder,
      (now) => now.every(stays) ? now : now.filter(stays),
    );
    for (const { id } of keys) {
      if (!isOld.has(id)) continue;
      console.log(inJournals.has(id) ? `${id} stays: ${IN_JOURNAL}` : `${id} is gone`);
    }
    return 0;
  },
});

const YOURS =
  "Cannot clean keys that aren't ours: take the old ones out of PARLEY_KEYS yourself; " +
  "keys list shows which are retired";
const IN_JOURNAL = "a journal in the data folder has lines that it sealed; restart Parley, which " +
  "delivers them, and ask again";

/** An earlier run was ended before its end, or PARLEY_KEYS has a new key already. */
async function hasOlder(sql: Sql, sealer: Sealer): Promise<boolean> {
  return (await keyStates(sql, sealer)).some(({ state }) => state === "opens");
}

async function addKey({ store, dataFolder }: Config, sealer: Sealer): Promise<void> {
  if (store.keys !== null) {
    throw new Error(
      "Cannot rotate with one key in use: put a new one before it in PARLEY_KEYS, as " +
        "ID:$(openssl rand -base64 32), restart every Parley with it, and ask again",
    );
  }
  await changeFolderKeys(dataFolder, (keys) => [makeKey(Date.now()), ...keys]);
  await sealer.refresh();
}

export const keysCommand: CommandGroup = {
  about: "The keys that seal personal data",
  commands: { list, rotate, clean },
};
