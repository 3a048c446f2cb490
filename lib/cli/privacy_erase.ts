/** `privacy erase`: deletes what is kept of a person, here and at plugins; what is held stays. */
import { wipeFromJournals } from "../host/journal_search.ts";
import type { Sql } from "../store/database.ts";
import { countWaitingErasures } from "../store/delivery_desk.ts";
import { eraseCalls, type ErasureResult } from "../store/erasure.ts";
import { type Hold, holdsOf } from "../store/holds.ts";
import type { Person } from "../store/person.ts";
import type { Sealer } from "../store/sealing.ts";
import { thisPerson } from "./actor.ts";
import { command } from "./command.ts";
import type { Config } from "./config.ts";
import { withDatabase } from "./database.ts";
import { flag } from "./options.ts";
import { findPerson, personOf, personOptions } from "./privacy_person.ts";
import { Progress, progressOutput } from "./progress.ts";

/** Something stands under a hold and was kept. */
const KEPT = 1;

export const eraseCommand = command({
  about: "Delete all that is kept of a person, for good",
  more:
    "Out of the database and out of the journals of this data folder; plugins that made something " +
    "of it elsewhere are told to delete it, and deliveries list shows how far they are. What stands " +
    "under a legal hold is kept, and the exit code is 1. Where several Parleys share a database, run " +
    "it on each of their machines: each has a journal. Backups keep what they have.",
  options: { ...personOptions, dryRun: flag("Tell what would be deleted, and delete nothing") },
  run: (typed, config) => erase(personOf(typed), typed.dryRun, config),
});

async function erase(person: Person, isDryRun: boolean, config: Config): Promise<number> {
  return await withDatabase(config, async (sql, sealer) => {
    const { callIds } = await findPerson({ sql, sealer, config }, person);
    const contact = "contact" in person ? person.contact : null;
    const holds = await holdsOf(sql, sealer, { callIds, contact });
    const isHeldWhole = contact !== null && holds.some((hold) => hold.contact === contact);
    if (isDryRun || isHeldWhole) return tell({ found: callIds.length, holds, isDryRun });
    const result = await eraseAll({ sql, sealer, config }, callIds);
    console.error(
      `${result.erased.length} calls were erased, and ${result.owed} deletions are owed to plugins.`,
    );
    for (const { plugin, count } of await countWaitingErasures(sql)) {
      console.error(
        `${count} deletions wait for ${plugin}, which is not on: switch it on for them.`,
      );
    }
    return result.held.length === 0 ? 0 : tellHeld(holds, result.held.length);
  });
}

/** The database first: what a journal still delivers after that is dropped. */
async function eraseAll(
  { sql, sealer, config }: {
    readonly sql: Sql;
    readonly sealer: Sealer;
    readonly config: Config;
  },
  callIds: readonly string[],
): Promise<ErasureResult> {
  const write = progressOutput(false);
  using progress = new Progress({ what: "calls", total: callIds.length, write });
  const result = await eraseCalls(sql, sealer, {
    callIds,
    actor: thisPerson(),
    progress: (done) => progress.add(done),
  });
  await wipeFromJournals({ dataFolder: config.dataFolder, sealer }, new Set(result.erased));
  return result;
}

function tell({ found, holds, isDryRun }: {
  readonly found: number;
  readonly holds: readonly Hold[];
  readonly isDryRun: boolean;
}): number {
  if (isDryRun) console.error(`${found} calls would be erased; nothing was.`);
  else console.error("Nothing was erased: this person stands under a legal hold.");
  return holds.length === 0 ? 0 : tellHeld(holds, null);
}

/** A hold beats an erasure, and whoever asked for it has to be told why. */
function tellHeld(holds: readonly Hold[], kept: number | null): number {
  if (kept !== null) console.error(`${kept} calls were kept: a legal hold beats an erasure.`);
  for (const { id, reason, placedAt, placedBy } of holds) {
    console.error(`  hold ${id}, since ${placedAt.toISOString()}, by ${placedBy}: ${reason}`);
  }
  return KEPT;
}
