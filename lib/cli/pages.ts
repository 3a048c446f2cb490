/** What the web pages of `start` and of the edge tell: is Parley ready, what works with less, what is counted. */
import type { StoreHealth } from "../host/store.ts";
import { logger } from "../observe/log.ts";
import { reasonOf } from "../store/database.ts";
import type { Metrics } from "../observe/metrics.ts";
import type { Readiness } from "../observe/readiness.ts";
import { createWebApp, type WebApp, type WebPort } from "../web/app.ts";

export interface PagesParts {
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  /** Further sentences about what works with less than it should. */
  readonly trouble: () => readonly string[];
  /** Where plugins run. */
  readonly callback?: WebPort["callback"];
}

export function openPages({ metrics, readiness, trouble, callback }: PagesParts): WebApp {
  return createWebApp({
    ...(callback && { callback }),
    readiness() {
      const { notReady, degraded } = readiness.report;
      return { notReady, degraded: [...degraded, ...trouble()] };
    },
    metricsText: () => metrics.text(),
    failed: (path, error) =>
      logger("web").error("A page could not be made", { path, reason: reasonOf(error) }),
  });
}

export function storeTrouble({ state, disk, lost }: StoreHealth): string[] {
  const sentences: string[] = [];
  if (state === "down") sentences.push(DOWN);
  if (state === "unsafe") sentences.push(UNSAFE);
  if (disk === "refuses" && state !== "unsafe") sentences.push(DISK_REFUSES);
  if (lost > 0) {
    sentences.push(`${lost} facts of calls were lost: neither disk nor database took any`);
  }
  return sentences;
}

const DOWN =
  "The database was away when it was last needed: calls are kept on disk until it is back";
const UNSAFE = "Neither disk nor database takes facts: no caller is told that a lead is saved";
const DISK_REFUSES =
  "The disk takes no journal: calls are committed to the database at once; make room on it, or make " +
  "it writable";
