/** The time zone that a caller names with an hour: "3 pm EST", "five, Pacific time". */
import type { ParsedResult } from "chrono-node";
import type { Reading, Span } from "./reading.ts";

export interface NamedZone extends Span {
  /** IANA name, or an offset such as "+02:00". */
  readonly timeZone: string;
}

/** Null where none is named: the caller's own counts. `span` is the time's. */
export function namedZone(reading: Reading, time: ParsedResult, span: Span): NamedZone | null {
  return zoneAfter(reading, span.to) ?? abbreviated(time, span);
}

/** "Eastern time", "London time", "Central Standard Time". */
function zoneAfter(reading: Reading, at: number): NamedZone | null {
  const { timeZones, timeZoneEnds, timeZoneKinds } = reading.language.calendar;
  const timeZone = timeZones[reading.word(at)];
  if (timeZone === undefined || reading.isTaken({ from: at, to: at + 1 })) return null;
  const end = timeZoneKinds.includes(reading.word(at + 1)) ? at + 2 : at + 1;
  return timeZoneEnds.includes(reading.word(end)) ? { from: at, to: end + 1, timeZone } : null;
}

/** "EST", "UTC+2": the date parser reads these itself. */
function abbreviated({ start }: ParsedResult, span: Span): NamedZone | null {
  if (!start.isCertain("timezoneOffset") || !start.isCertain("hour")) return null;
  const minutes = start.get("timezoneOffset")!;
  const two = (value: number) => String(value).padStart(2, "0");
  const size = Math.abs(minutes);
  const sign = minutes < 0 ? "-" : "+";
  return { ...span, timeZone: `${sign}${two(Math.floor(size / 60))}:${two(size % 60)}` };
}
