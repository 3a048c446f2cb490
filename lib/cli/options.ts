/** The kinds of operands and options that commands are made of. */
import { momentOf } from "../core/understand/wall_clock.ts";
import { type Operand, type Option, quoted } from "./command.ts";
import { UsageError } from "./usage.ts";

export function operand(shown: string, about: string): Operand<string> {
  return { shown, about, fallback: undefined };
}

/** Null where it isn't typed. */
export function optionalOperand(shown: string, about: string): Operand<string | null> {
  return { shown, about, fallback: null };
}

/** True where it is typed. */
export function flag(about: string): Option<boolean> {
  return { shown: null, about, fallback: false, read: () => true };
}

/** Null where it isn't typed. */
export function text(shown: string, about: string): Option<string | null> {
  return { shown, about, fallback: null, read: (typed) => typed };
}

/** One of a few words. Help shows them in the order of `allowed`. */
export function choice<const Word extends string, const Fallback extends NoInfer<Word> | null>(
  allowed: readonly Word[],
  fallback: Fallback,
  about: string,
): Option<Word | Fallback> {
  return {
    shown: allowed.join("|"),
    about,
    fallback,
    read(typed, name) {
      const word = allowed.find((each) => each === typed);
      if (word !== undefined) return word;
      throw new UsageError(`${name} is ${quoted(typed)}: it must be one of ${allowed.join(", ")}`);
    },
  };
}

/** A whole number. */
export function count<Fallback extends number | null>(
  { min, max, fallback }: {
    readonly min: number;
    readonly max: number;
    readonly fallback: Fallback;
  },
  about: string,
): Option<number | Fallback> {
  return {
    shown: "N",
    about,
    fallback,
    read(typed, name) {
      const number = /^\d{1,15}$/.test(typed) ? Number(typed) : NaN;
      if (number >= min && number <= max) return number;
      throw new UsageError(
        `${name} is ${quoted(typed)}: it must be a whole number from ${min} to ${max}`,
      );
    },
  };
}

/** A moment as it was typed, good for `momentMs`. */
export type Moment = string & { readonly kind: "moment" };

const AGO = /^(\d{1,5})([mhdw])$/;
const AGO_MS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const LOCAL = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::\d\d(?:\.\d{1,9})?)?)?$/;
const WITH_OFFSET = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/;

/** A day, a time, or how long ago: "2026-05-04", "2026-05-04T10:00Z", "36h". Null: not typed. */
export function moment(about: string): Option<Moment | null> {
  return {
    shown: "TIME",
    about,
    fallback: null,
    read(typed, name) {
      if (!Number.isNaN(readMoment(typed, "UTC", 0))) return typed as Moment;
      throw new UsageError(
        `${name} is ${quoted(typed)}: it must be a day (2026-05-04), a time (2026-05-04T10:00Z) ` +
          "or how long ago (90m, 36h, 7d, 2w)",
      );
    },
  };
}

/** Epoch ms. A day and a time without offset are those of `timeZone`, an IANA name. */
export function momentMs(typed: Moment, timeZone: string, nowMs: number): number {
  return readMoment(typed, timeZone, nowMs);
}

function readMoment(typed: string, timeZone: string, nowMs: number): number {
  const [, count, unit] = AGO.exec(typed) ?? [];
  if (unit !== undefined) return nowMs - Number(count) * AGO_MS[unit as keyof typeof AGO_MS];
  if (WITH_OFFSET.test(typed)) return Date.parse(typed);
  const [, ...parts] = LOCAL.exec(typed) ?? [];
  if (parts.length === 0 || !isDate(typed)) return NaN;
  const [year, month, day, hour = 0, minute = 0] = parts.map((part) => Number(part ?? 0));
  return momentOf({ year: year!, month: month!, day: day!, hour, minute }, timeZone);
}

/** 2026-02-31 rolls over into March, which nobody means. */
function isDate(typed: string): boolean {
  const utc = new Date(typed.includes("T") ? `${typed}Z` : typed);
  return !Number.isNaN(utc.getTime()) && utc.toISOString().startsWith(typed.slice(0, 10));
}
