/** Retention by `Deno.cron`: once a day over a fleet, and once at start for days that were missed. */
import type { Store } from "../host/store.ts";
import { logger } from "../observe/log.ts";
import { reasonOf } from "../store/database.ts";

/**
 * A day's run is due at 03:17 UTC (see lib/store/retention_periods.ts), and is made once. Every later
 * hour asks again, for a day on which the database was away.
 */
const HOURLY = "17 * * * *";

/** What `Deno` has where it was started with cron. */
export type Cron = (name: string, schedule: string, handler: () => Promise<void>) => unknown;

/** Throws one sentence where this runtime has no `Deno.cron`: data would be kept for ever in silence. */
export function scheduleRetention(
  store: Pick<Store, "runRetention">,
  cron: Cron | null = Deno.cron ?? null,
): void {
  if (cron === null) {
    throw new Error(
      "Cannot delete old data on time: this Deno has no Deno.cron; start it with --unstable-cron",
    );
  }
  cron("retention", HOURLY, () => run(store));
  run(store);
}

async function run(store: Pick<Store, "runRetention">): Promise<void> {
  try {
    const deleted = await store.runRetention(Date.now());
    const isSome = Object.values(deleted).some((rows) => rows > 0);
    if (isSome) logger("retention").info("Deleted what is older than allowed", { deleted });
  } catch (error) {
    logger("retention").error("Cannot delete old data; it is tried again within the hour", {
      reason: reasonOf(error),
    });
  }
}
