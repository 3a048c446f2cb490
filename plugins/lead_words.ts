/** A call and its lead as people read them in other programs. */
import type { Amount, Callback, Duration, Lead, Phone, Value } from "../lib/core/lead.ts";
import type { RecordedCall } from "../lib/plugin/contract.ts";

export interface Contact {
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly email: string | null;
  /** E.164: what the caller gave, else the number of the call. */
  readonly phone: string | null;
  /** May be called or written to at that number. */
  readonly consents: boolean;
}

/** Decimal places of a currency where they are not two (ISO 4217), as the core's amounts count them. */
const DECIMALS: Readonly<Record<string, number>> = {
  ...{ CLP: 0, ISK: 0, JPY: 0, KRW: 0, UGX: 0, VND: 0, XAF: 0, XOF: 0 },
  ...{ BHD: 3, JOD: 3, KWD: 3, OMR: 3, TND: 3 },
};

export function contactOf(lead: Lead | null, call: RecordedCall): Contact {
  const value = (field: string) => lead?.fields[field]?.value;
  const names = String(value("name") ?? "").trim().split(/\s+/).filter((part) => part !== "");
  const phone = value("phone") as Phone | undefined;
  const callback = value("callback") as Callback | undefined;
  return {
    firstName: names.length > 1 ? names.slice(0, -1).join(" ") : null,
    lastName: names.at(-1) ?? null,
    email: (value("email") as string | undefined) ?? null,
    phone: phone?.e164 ?? call.callerNumber,
    consents: callback?.consent === true,
  };
}

/** "50000.00": the least that was named; null where no amount was. */
export function amountOf(lead: Lead, field: string): { major: string; currency: string } | null {
  const value = lead.fields[field]?.value;
  if (!isAmount(value)) return null;
  const minor = value.minMinor ?? value.maxMinor;
  return minor === null ? null : { major: major(minor, value.currency), currency: value.currency };
}

/** "USD 50,000 and more", "stocks, bonds", "24 months". */
export function plain(value: Value): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (isAmount(value)) return plainAmount(value);
  if ("e164" in value) return value.e164;
  if ("wanted" in value) return plainCallback(value);
  if ("horizon" in value) return plainDuration(value);
  return value.join(", ");
}

/** What was found out, field by field with the caller's words, and where to read on. */
export function summary(call: RecordedCall, lead: Lead | null, link: string | null): string {
  const fields = Object.entries(lead?.fields ?? {}).filter(([, found]) => found !== null);
  return [
    `Call of ${new Date(call.startedAtMs).toISOString()}, ended: ${call.ended?.reason ?? "open"}`,
    `Lead: ${lead?.status.replaceAll("_", " ") ?? "none"}`,
    ...fields.map(([field, found]) => `${field}: ${plain(found!.value)} ("${found!.quote}")`),
    ...(link === null ? [] : [`Transcript: ${link}`]),
  ].join("\n");
}

/** `{call}` in a template is replaced by the call's id. */
export function linkTo(template: string | undefined, callId: string): string | null {
  return template?.replaceAll("{call}", encodeURIComponent(callId)) ?? null;
}

function isAmount(value: Value | undefined): value is Amount {
  return typeof value === "object" && "currency" in value;
}

function plainAmount({ minMinor, maxMinor, currency }: Amount): string {
  const sum = (minor: number) =>
    Number(major(minor, currency)).toLocaleString("en-US", { maximumFractionDigits: 3 });
  if (minMinor === null && maxMinor === null) return currency;
  if (minMinor === null) return `${currency} ${sum(maxMinor!)} at most`;
  if (maxMinor === null) return `${currency} ${sum(minMinor)} and more`;
  const range = minMinor === maxMinor ? sum(minMinor) : `${sum(minMinor)} to ${sum(maxMinor)}`;
  return `${currency} ${range}`;
}

function major(minor: number, currency: string): string {
  const places = DECIMALS[currency] ?? 2;
  return (minor / 10 ** places).toFixed(places);
}

function plainDuration({ minMonths, maxMonths, horizon }: Duration): string {
  if (minMonths === null && maxMonths === null) return `${horizon} term`;
  if (minMonths === null) return `up to ${maxMonths} months`;
  if (maxMonths === null) return `${minMonths} months and more`;
  return minMonths === maxMonths ? `${minMonths} months` : `${minMonths} to ${maxMonths} months`;
}

function plainCallback({ wanted, at }: Callback): string {
  return wanted ? at ?? "yes, at any time" : "no";
}
