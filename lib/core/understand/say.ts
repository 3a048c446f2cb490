/** Values as the agent speaks them; what is said here is understood back as the same value. */
import type { Campaign, Field } from "../campaign.ts";
import type { Amount, Callback, Duration, Phone, Value } from "../lead.ts";
import { minorUnits } from "./currency.ts";
import { languageOf } from "./language.ts";
import { digitsInWords, inWords, ordinalInWords } from "./say_numbers.ts";

export function sayValue(
  value: Value,
  field: Field | "phone" | "callback" | "name" | "email",
  campaign: Campaign,
): string {
  switch (field) {
    case "phone":
      return sayPhone(value as Phone);
    case "callback":
      return sayCallback(value as Callback);
    case "name":
      return String(value);
    case "email":
      return sayAddress(String(value));
    default:
      return sayField(value, field, campaign);
  }
}

function sayField(value: Value, { kind }: Field, campaign: Campaign): string {
  switch (kind.type) {
    case "choice": {
      const ids = Array.isArray(value) ? value as readonly string[] : [String(value)];
      return list(ids.map((id) => kind.options.find((option) => option.id === id)?.say ?? id));
    }
    case "amount":
      return sayAmount(value as Amount, campaign);
    case "duration":
      return sayDuration(value as Duration);
    case "yes_no":
      return value === true ? "yes" : "no";
    case "when":
      return sayMoment(String(value));
  }
}

function list(parts: readonly string[]): string {
  if (parts.length < 2) return parts[0] ?? "";
  return `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

/* ---- Amounts ---------------------------------------------------------------------------------- */

function sayAmount({ minMinor, maxMinor, currency }: Amount, campaign: Campaign): string {
  const words = languageOf(campaign.language).currencies.find(({ code }) => code === currency);
  const sum = (minor: number) => {
    const value = minor / minorUnits(currency);
    const unit = words ? (value === 1 ? words.one : words.many) : currency;
    return `${sumInWords(value, unit)}`;
  };
  if (minMinor === null && maxMinor === null) return "";
  if (minMinor === null) return `up to ${sum(maxMinor!)}`;
  if (maxMinor === null) return `at least ${sum(minMinor)}`;
  if (minMinor === maxMinor) return sum(minMinor);
  const low = minMinor / minorUnits(currency);
  const high = maxMinor / minorUnits(currency);
  return `between ${lowInWords(low, high)} and ${sum(maxMinor)}`;
}

function sumInWords(value: number, unit: string): string {
  const whole = Math.floor(value);
  const cents = Math.round((value - whole) * 100);
  if (cents === 0) return `${inWords(whole)} ${unit}`;
  return `${inWords(whole)} ${unit} and ${inWords(cents)} cents`;
}

/** "Between twenty and thirty thousand": the scale is said once where both share it. */
function lowInWords(low: number, high: number): string {
  for (const scale of [1e9, 1e6, 1e3]) {
    const shared = high >= scale && low >= scale && low % scale === 0 && high % scale === 0;
    if (shared && high / scale < 1_000) return inWords(low / scale);
  }
  return inWords(low);
}

/* ---- Durations -------------------------------------------------------------------------------- */

function sayDuration({ minMonths, maxMonths, horizon }: Duration): string {
  if (minMonths === null && maxMonths === null) return `${horizon} term`;
  if (maxMonths === null) return `at least ${span(minMonths!)}`;
  if (minMonths === null || (minMonths === 0 && maxMonths > 0)) return `within ${span(maxMonths)}`;
  if (minMonths === maxMonths) return span(maxMonths);
  const unit = minMonths % 12 === 0 && maxMonths % 12 === 0 ? 12 : 1;
  return `${inWords(minMonths / unit)} to ${span(maxMonths, unit)}`;
}

function span(months: number, unit = months % 12 === 0 && months > 0 ? 12 : 1): string {
  const count = months / unit;
  const name = unit === 12 ? "year" : "month";
  return `${inWords(count)} ${name}${count === 1 ? "" : "s"}`;
}

/* ---- Numbers to dial, addresses, times ---------------------------------------------------------- */

/** Digits one by one, in groups that can be followed. */
function sayPhone({ e164 }: Phone): string {
  const digits = e164.replace(/\D/g, "");
  const american = digits.length === 11 && digits.startsWith("1");
  const groups = american
    ? [digits.slice(1, 4), digits.slice(4, 7), digits.slice(7)]
    : [digits.slice(0, 2), ...(digits.slice(2).match(/\d{1,3}/g) ?? [])];
  const said = groups.map(digitsInWords).join(", ");
  return american ? said : `plus ${said}`;
}

const SIGNS: Readonly<Record<string, string>> = {
  "@": "at",
  ".": "dot",
  "_": "underscore",
  "-": "dash",
  "+": "plus",
};

/** Of mail or of a web site: letters as words, digits one by one, signs by their names. */
export function sayAddress(address: string): string {
  const signs = address.replace(/[@._+-]/g, (sign) => ` ${SIGNS[sign]} `);
  return signs.replace(/\d/g, (digit) => ` ${digitsInWords(digit)} `).replace(/\s+/g, " ").trim();
}

function sayCallback({ wanted, at }: Callback): string {
  if (!wanted) return "no call";
  return at === null ? "a call" : `a call on ${sayMoment(at)}`;
}

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
export const MONTHS = ("January February March April May June July August September October " +
  "November December").split(" ");

/** The local time that the offset stands for: "Tuesday, May fifth, at three thirty p.m.". */
function sayMoment(iso: string): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(iso);
  if (!match) return iso;
  const [year, month, day, hour, minute] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const weekday = WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
  const half = hour < 12 ? "a.m." : "p.m.";
  const minutes = minute === 0
    ? ""
    : minute < 10
    ? ` oh ${inWords(minute)}`
    : ` ${inWords(minute)}`;
  const clock = `${inWords(hour % 12 === 0 ? 12 : hour % 12)}${minutes} ${half}`;
  return `${weekday}, ${MONTHS[month - 1]} ${ordinalInWords(day)}, at ${clock}`;
}
