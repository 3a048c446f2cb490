/** Retention by `Deno.cron`: once a day over a fleet, and once at start for days that were missed. */
import type { Store } from "../host/store.ts";
import { logger } from "../observe/log.ts";
import { reasonOf } from "../store/database.ts";

/**
 * 03:17 UTC: at night where most callers are, and not on the hour, when everybody's jobs run. Every
 * later hour asks again, for a day on which the database was away; a day's run is made once.
 */
const HOURLY_FROM_NIGHT = "17 3-23 * * *";

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
  cron("retention", HOURLY_FROM_NIGHT, () => run(store));
  run(store);
}

async function run(store: Pick<Store, "runRetention">): Promise<void> {
  try {
    const deleted = await store.runRetention(Date.now());
    if (deleted > 0) logger("retention").info("Deleted what is older than allowed", { deleted });
  } catch (error) {
    logger("retention").error("Cannot delete old data; it is tried again within the hour", {
      reason: reasonOf(error),
    });
  }
}
