/** Takes personal data and secrets out of what is about to be written. */

export interface RedactionOptions {
  /** True lets `pii.*` fields through; secrets never pass. */
  readonly personalData: boolean;
  /** Values (keys, passwords) that must not appear anywhere. */
  readonly secrets: readonly string[];
}

/** What stands where something was taken out. */
export const REDACTED = "[redacted]";
/** Characters of one text; the rest is cut: a log is no archive. */
const TEXT_CHARS_MAX = 2_000;
/** A secret may begin before the cut and end behind it; no key or address is longer. */
const OVER_THE_CUT_CHARS = 500;
/** Levels of nesting; deeper ones are cut. */
const DEPTH_MAX = 5;
/** Members of one list or object; further ones are cut. */
const MEMBERS_MAX = 50;
/** A shorter secret would take ordinary words out of every line. */
const SECRET_CHARS_MIN = 5;

const SECRET_FIELD =
  /pass(word|wd)?$|secret|api_?key|(access|auth|refresh)_?token|^token$|authorization|cookie/i;
/** Keys, credentials in addresses and headers, whoever put them there. */
const SECRET_TEXT =
  /\b(?:sk|pk)-[\w-]{8,}|(?<=\b(?:Basic|Bearer|Token) )[\w+/=.-]{8,}|(?<=:\/\/)[^/\s]*(?=@)|(?<=[?&](?:api_key|key|token)=)[^&\s]+/gi;
const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/g;
const PHONE = /\+\d(?:[ -]?\d){6,14}/g;
/** 13 to 19 digits, as cards have; only those whose check digit is right are taken out. */
const CARD = /(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.])/g;

export type Redact = (value: unknown) => unknown;

/** Makes a function that copies a field's value into plain JSON that may be written. */
export function redaction(options: RedactionOptions): Redact {
  const secrets = options.secrets.filter((secret) => secret.length >= SECRET_CHARS_MIN)
    .toSorted((one, other) => other.length - one.length); // of one in another nothing is left
  const text = (value: string) => cleanText(value, secrets, options.personalData);
  return (value) => copy(value, text, options.personalData, 0);
}

function copy(value: unknown, text: (value: string) => string, pii: boolean, depth: number): Json {
  if (typeof value === "string") return text(value);
  if (typeof value === "bigint" || typeof value === "symbol") return text(String(value));
  if (typeof value === "function") return "[function]";
  if (typeof value !== "object" || value === null) return value as Json;
  if (depth >= DEPTH_MAX) return "[deeper]";
  if (value instanceof Uint8Array) return `[${value.length} bytes]`;
  if (value instanceof Date) return Number.isNaN(+value) ? "[no date]" : value.toISOString();
  const next = (member: unknown) => copy(member, text, pii, depth + 1);
  if (value instanceof Error) return errorFields(value, next, pii);
  if (Array.isArray(value)) return value.slice(0, MEMBERS_MAX).map(next);
  return members(value, next, text, pii);
}

function members(
  value: object,
  next: (member: unknown) => Json,
  text: (value: string) => string,
  pii: boolean,
): Json {
  const entries = Object.entries(value).slice(0, MEMBERS_MAX).map(([key, member]) => {
    const hidden = SECRET_FIELD.test(key) || (!pii && isPersonal(key));
    return [text(key), hidden ? REDACTED : next(member)] as const;
  });
  return Object.fromEntries(entries);
}

/** "pii", "pii.caller", "call.pii.caller": the segment decides. */
function isPersonal(key: string): boolean {
  return key.split(".").includes("pii");
}

/** Parsers quote what they could not read, and PostgreSQL the row that it refused. */
const QUOTING = ["SyntaxError", "PostgresError"];

/** Our own errors are sentences; what a library says beneath one may quote what it was given. */
function errorFields(error: Error, next: (member: unknown) => Json, pii: boolean): Json {
  const said = pii || !QUOTING.includes(error.name) ? next(error.message) : REDACTED;
  return { ...placeOf(error, next), message: said, ...causeOf(error, next, pii) };
}

function causeOf({ cause }: Error, next: (member: unknown) => Json, pii: boolean) {
  if (cause === undefined) return {};
  if (pii) return { cause: next(cause) };
  if (!(cause instanceof Error)) return { cause: REDACTED };
  const { code } = cause as { readonly code?: unknown };
  return { cause: { ...placeOf(cause, next), ...(code !== undefined && { code: next(code) }) } };
}

/** The message stands in the stack, too, and a line of it may look like a place. */
function placeOf({ name, message, stack = "" }: Error, next: (member: unknown) => Json) {
  const lines = stack.replace(message, () => "").split("\n").map((line) => line.trim());
  return { name: next(name), stack: next(lines.filter((line) => /^at /.test(line)).join(" | ")) };
}

/** Cut only when it is clean: the half of a secret that a cut leaves is found by nothing. */
function cleanText(value: string, secrets: readonly string[], pii: boolean): string {
  const clean = cleaned(value.slice(0, TEXT_CHARS_MAX + OVER_THE_CUT_CHARS), secrets, pii);
  const isCut = value.length > TEXT_CHARS_MAX;
  return isCut ? `${clean.slice(0, TEXT_CHARS_MAX)}…` : clean;
}

function cleaned(value: string, secrets: readonly string[], pii: boolean): string {
  const open = secrets.reduce((text, secret) => text.replaceAll(secret, REDACTED), value)
    .replace(SECRET_TEXT, REDACTED);
  const safe = open.replace(CARD, (digits) => passesLuhn(digits) ? REDACTED : digits);
  if (pii) return safe;
  // Asked first: on a long word without "@" the search itself costs a millisecond.
  const unnamed = safe.includes("@") ? safe.replace(EMAIL, REDACTED) : safe;
  return unnamed.replace(PHONE, REDACTED);
}

/** The check digit of payment cards. */
function passesLuhn(card: string): boolean {
  const digits = [...card.replace(/\D/g, "")].reverse().map(Number);
  const sum = digits.reduce((total, digit, index) => {
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/** What can be written as JSON; undefined members are left out by `JSON.stringify`. */
export type Json =
  | string
  | number
  | boolean
  | null
  | undefined
  | Json[]
  | { [key: string]: Json };
