/** The caller's number as the network gave it, as one that can be called back. */
import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js";

/** E.164, or null for an extension, "anonymous", or anything else that can't be dialled from outside. */
export function readCallerNumber(number: string, country: string): string | null {
  const read = parsePhoneNumberFromString(number, country as CountryCode);
  return read?.isValid() ? read.number : null;
}
