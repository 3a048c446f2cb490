/** Retention by `Deno.cron`: once a day over a fleet, and once at start for days that were missed. */
import type { Store } from "../host/store.ts";
import { logger } from "../observe/log.ts";

/** 03:17 UTC: at night where most callers are, and not on the hour, when everybody's jobs run. */
const DAILY = "17 3 * * *";

/** Throws one sentence where this runtime has no `Deno.cron`: data would be kept for ever in silence. */
export function scheduleRetention(store: Store): void {
  if (typeof Deno.cron !== "function") {
    throw new Error(
      "Cannot delete old data on time: this Deno has no Deno.cron; start it with --unstable-cron",
    );
  }
  Deno.cron("retention", DAILY, () => run(store));
  run(store);
}

async function run(store: Store): Promise<void> {
  try {
    const deleted = await store.runRetention(Date.now());
    if (deleted > 0) logger("retention").info("Deleted what is older than allowed", { deleted });
  } catch (error) {
    logger("retention").error("Cannot delete old data; it is tried again tomorrow", { error });
  }
}
