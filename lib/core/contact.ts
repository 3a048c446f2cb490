/** Who a person is to this program: a number or an address by which calls and leads are found. */
import { parsePhoneNumberFromString } from "libphonenumber-js";
import type { Fact } from "./facts.ts";
import type { Phone } from "./lead.ts";

/** RFC 5321: the longest path. */
const EMAIL_CHARS_MAX = 254;
const EMAIL = /^[^\s@"<>,;]+@[^\s@"<>,;]+\.[^\s@"<>,;.]+$/;

/** E.164 of a number with its country code; null for anything else. */
export function readPhone(typed: string): string | null {
  const phone = parsePhoneNumberFromString(typed.trim());
  return phone?.isPossible() ? phone.number : null;
}

/** In the form in which addresses are compared. */
export function readEmail(typed: string): string | null {
  const email = typed.trim().toLowerCase();
  return email.length <= EMAIL_CHARS_MAX && EMAIL.test(email) ? email : null;
}

/** The fact names this number or address as the caller's own. */
export function isOfContact(fact: Fact, contact: string): boolean {
  if (fact.type === "call_started") return isSame(fact.callerNumber, contact);
  if (fact.type !== "lead") return false;
  const { phone, email } = fact.lead?.fields ?? {};
  return isSame((phone?.value as Phone | undefined)?.e164, contact) ||
    isSame(email?.value as string | undefined, contact);
}

function isSame(found: string | null | undefined, contact: string): boolean {
  return typeof found === "string" && found.trim().toLowerCase() === contact.toLowerCase();
}
