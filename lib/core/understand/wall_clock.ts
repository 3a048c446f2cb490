/** Local time in an IANA time zone, and back, with daylight saving time right. */

export interface WallClock {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();
/** Time zones kept at hand; there are about 600. */
const FORMATS_MAX = 1_000;

/** Throws a RangeError where the time zone is unknown. */
export function wallClock(atMs: number, timeZone: string): WallClock {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(atMs)) parts[type] = Number(value);
  return {
    year: parts.year!,
    month: parts.month!,
    day: parts.day!,
    hour: parts.hour! % 24,
    minute: parts.minute!,
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    if (formats.size >= FORMATS_MAX) formats.clear();
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** Minutes that local time is ahead of UTC at a moment. */
export function offsetMinutes(atMs: number, timeZone: string): number {
  const clock = wallClock(atMs, timeZone);
  return Math.round((asUtc(clock) - Math.floor(atMs / 60_000) * 60_000) / 60_000);
}

function asUtc({ year, month, day, hour, minute }: WallClock): number {
  return Date.UTC(year, month - 1, day, hour, minute);
}

/** The moment of a local time; one that a clock change skips is taken as later by the change. */
export function momentOf(clock: WallClock, timeZone: string): number {
  const local = asUtc(clock);
  const guess = local - offsetMinutes(local, timeZone) * 60_000;
  const offset = offsetMinutes(guess, timeZone);
  return local - offset * 60_000;
}

/** ISO 8601 with the zone's offset: "2026-05-05T15:00:00-04:00". */
export function isoAt(atMs: number, timeZone: string): string {
  const offset = offsetMinutes(atMs, timeZone);
  const local = new Date(atMs + offset * 60_000).toISOString().slice(0, 19);
  const sign = offset < 0 ? "-" : "+";
  const two = (value: number) => String(value).padStart(2, "0");
  const size = Math.abs(offset);
  return `${local}${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
