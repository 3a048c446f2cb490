/** What Asterisk tells: decoded once, at the edge. Whatever comes, decoding never throws. */
import type { Events } from "./models.gen.ts";
import { EVENT_NAMES, SHAPES } from "./shapes.gen.ts";

/** One that this release's description doesn't know, or that isn't what it says. */
export interface Unhandled {
  readonly type: "Unhandled";
  /** Asterisk's name for it; empty where it has none. */
  readonly name: string;
  readonly application: string;
  /** What was wrong with an event whose name is known. */
  readonly problem: string | null;
  /** As it came; null for what was no JSON object. */
  readonly raw: Raw | null;
}

/** `synthesized`: nobody told it; it was found out after a gap by looking. */
export type AriEvent = (Events[keyof Events] & { readonly synthesized?: true }) | Unhandled;
export type EventName = keyof Events;
export type EventOf<Name extends EventName | "Unhandled"> = Extract<AriEvent, { type: Name }>;

type Raw = Readonly<Record<string, unknown>>;
/** True when the value is what the event's users may take for granted. */
type Fits = (value: unknown) => boolean;

interface Field {
  readonly name: string;
  readonly optional: boolean;
  readonly fits: Fits;
}

/** A longer name is no name of Asterisk's, and isn't kept. */
const NAME_CHARS_MAX = 80;

const isText: Fits = (value) => typeof value === "string";
const isNumber: Fits = (value) => typeof value === "number";
const isRecord = (value: unknown): value is Raw =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** By type of field: deep enough for what is read of every event, shallow enough to cost nothing. */
const FITS: Readonly<Record<string, Fits>> = {
  string: isText,
  Date: isText,
  int: isNumber,
  boolean: (value) => typeof value === "boolean",
  object: isRecord,
  "List[string]": (value) => Array.isArray(value) && value.every(isText),
  Channel: (value) =>
    isRecord(value) && isText(value.id) && isText(value.name) && isText(value.state) &&
    isRecord(value.caller) && isRecord(value.connected) && isRecord(value.dialplan),
  Bridge: (value) => isRecord(value) && isText(value.id) && Array.isArray(value.channels),
  Playback: (value) => isRecord(value) && isText(value.id) && isText(value.state),
  LiveRecording: (value) => isRecord(value) && isText(value.name) && isText(value.state),
};

/** What an event has besides its envelope, which all share. */
interface Shape {
  /** Most events are about one; null: this one is not. */
  readonly channel: Field | null;
  readonly fields: readonly Field[];
}

const ENVELOPE = ["type", "application", "timestamp", "asterisk_id", "channel"];

const EVENTS: ReadonlyMap<string, Shape> = new Map(
  EVENT_NAMES.map((name) => [name, shapeOf(SHAPES[name]!)]),
);

function shapeOf(shape: Readonly<Record<string, string>>): Shape {
  const all = Object.entries(shape).map(([name, spec]) => {
    const [, type, mark] = /^([^?=]+)(\?)?/.exec(spec)!;
    return { name, optional: mark === "?", fits: FITS[type!] ?? isRecord };
  });
  return {
    channel: all.find(({ name }) => name === "channel") ?? null,
    fields: all.filter(({ name }) => !ENVELOPE.includes(name)),
  };
}

/** Never throws. */
export function decodeAriEvent(frame: string): AriEvent {
  const raw = parsed(frame);
  if (raw === null) return unhandled("", null, "it is no JSON object");
  const name = typeof raw.type === "string" ? raw.type : "";
  const shape = EVENTS.get(name);
  if (shape === undefined) return unhandled(name, raw, null);
  const wrong = wrongIn(raw, shape);
  if (wrong === null) return raw as unknown as AriEvent;
  return unhandled(name, raw, `its "${wrong}" isn't what it should be`);
}

/** What all events have is read by name: that is several times as fast as by a list of names. */
function wrongIn(raw: Raw, { channel, fields }: Shape): string | null {
  if (!isText(raw.application)) return "application";
  if (!isText(raw.timestamp)) return "timestamp";
  if (raw.asterisk_id !== undefined && !isText(raw.asterisk_id)) return "asterisk_id";
  if (channel !== null && !holds(channel, raw.channel)) return "channel";
  for (const field of fields) if (!holds(field, raw[field.name])) return field.name;
  return null;
}

function holds({ optional, fits }: Field, value: unknown): boolean {
  return value === undefined ? optional : fits(value);
}

function unhandled(name: string, raw: Raw | null, problem: string | null): Unhandled {
  const application = typeof raw?.application === "string" ? raw.application : "";
  return { type: "Unhandled", name: name.slice(0, NAME_CHARS_MAX), application, problem, raw };
}

function parsed(frame: string): Raw | null {
  try {
    const value: unknown = JSON.parse(frame);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
