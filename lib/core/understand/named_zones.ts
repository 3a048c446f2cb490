/** The time zone that a caller names with an hour: "3 pm EST", "five, Pacific time". */
import type { ParsedResult } from "chrono-node";
import type { Reading, Span } from "./reading.ts";

export interface NamedZone extends Span {
  /** IANA name, or an offset such as "+02:00". */
  readonly timeZone: string;
}

/** Null where none is named: the caller's own counts. `span` is the time's. */
export function namedZone(reading: Reading, time: ParsedResult, span: Span): NamedZone | null {
  for (let at = span.from; at < reading.tokens.length; at++) {
    const zone = zoneAt(reading, at, span);
    if (zone) return zone;
  }
  return byOffset(time, span);
}

/** "Eastern time", "Central Standard Time", "EST"; right behind the hour also "pacific". */
function zoneAt(reading: Reading, at: number, span: Span): NamedZone | null {
  const { timeZones, timeZoneEnds, timeZoneKinds, shortZones } = reading.language.calendar;
  const word = reading.word(at);
  if (reading.isTaken({ from: at, to: at + 1 })) return null;
  if (Object.hasOwn(shortZones, word) && at >= span.from) {
    return { from: at, to: at + 1, timeZone: shortZones[word]! };
  }
  if (!Object.hasOwn(timeZones, word)) return null;
  const timeZone = timeZones[word]!;
  const end = timeZoneKinds.includes(reading.word(at + 1)) ? at + 2 : at + 1;
  if (timeZoneEnds.includes(reading.word(end))) return { from: at, to: end + 1, timeZone };
  return isBehindHour(reading, at) ? { from: at, to: at + 1, timeZone } : null;
}

/** "Two p.m. pacific", "ten in the morning, eastern": nothing else can be meant there. */
function isBehindHour(reading: Reading, at: number): boolean {
  const { bareZones, halves, dayParts } = reading.language.calendar;
  if (!bareZones.has(reading.word(at))) return false;
  const before = reading.word(at - 1);
  const ends = reading.tokens[at + 1] === undefined || reading.pause(at + 1) > 0 ||
    reading.startingAt("filler", at + 1) !== undefined;
  return halves.has(before) || Object.hasOwn(dayParts, before) ||
    (ends && reading.pause(at) === 0);
}

/** "UTC+2": the date parser reads these itself. */
function byOffset({ start }: ParsedResult, span: Span): NamedZone | null {
  if (!start.isCertain("timezoneOffset") || !start.isCertain("hour")) return null;
  const minutes = start.get("timezoneOffset")!;
  const two = (value: number) => String(value).padStart(2, "0");
  const size = Math.abs(minutes);
  const sign = minutes < 0 ? "-" : "+";
  return { ...span, timeZone: `${sign}${two(Math.floor(size / 60))}:${two(size % 60)}` };
}
