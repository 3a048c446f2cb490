/** When a person may be written to, by the clock of wherever their number is from. */
import { ZONES } from "./zones.data.ts";

const STEP_MS = 5 * 60_000;
const DAY_MS = 86_400_000;

export interface QuietHours {
  /** "21:00" */
  readonly quietFrom: string;
  readonly quietTo: string;
  readonly timeZone: string;
}

/** 0 where it is day there. A country with several zones is asleep while any of them is. */
export function waitMs(e164: string, nowMs: number, hours: QuietHours): number {
  const zones = zonesOf(e164) ?? [hours.timeZone];
  const isQuiet = (atMs: number) => zones.some((zone) => isNight(clockAt(atMs, zone), hours));
  if (!isQuiet(nowMs)) return 0;
  for (let afterMs = STEP_MS; afterMs < DAY_MS; afterMs += STEP_MS) {
    if (!isQuiet(nowMs + afterMs)) return afterMs;
  }
  return DAY_MS; // its zones leave no hour: the next day decides again
}

/** The longest calling code that the number begins with. */
export function zonesOf(e164: string): readonly string[] | null {
  for (let digits = 4; digits >= 1; digits--) {
    const zones = ZONES[e164.slice(1, 1 + digits)];
    if (zones !== undefined) return zones;
  }
  return null;
}

function isNight(clock: string, { quietFrom, quietTo }: QuietHours): boolean {
  if (quietFrom === quietTo) return false;
  return quietFrom < quietTo
    ? clock >= quietFrom && clock < quietTo
    : clock >= quietFrom || clock < quietTo;
}

/** "07:55" */
function clockAt(atMs: number, timeZone: string): string {
  const how = { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return new Intl.DateTimeFormat("en-GB", how).format(atMs);
}
