/** Who a caller is among those whom a service knows: several people may share one telephone. */
import type { Contact } from "./lead_words.ts";

/** Of a line's people, the newest so many are looked at. */
const KNOWN_MAX = 8;

export type Named = Pick<Contact, "firstName" | "lastName" | "email">;

/** The e-mail decides where both have one, then the name; the number alone where one has neither. */
export function mayBeSame(one: Named, other: Named): boolean {
  const [left, right] = [readable(one), readable(other)];
  if (left.email !== "" && right.email !== "") return left.email === right.email;
  const isNobody = [left, right].some(({ name, email }) => name === "" && email === "");
  return isNobody || left.name !== "" && left.name === right.name;
}

/** Ids that deliveries of the same line were answered with, newest first. */
export function idsIn(
  receipts: readonly Readonly<Record<string, string>>[],
  name: string,
): readonly string[] {
  const ids = receipts.map((receipt) => receipt[name]).filter((id) => id !== undefined);
  return [...new Set(ids.reverse())].slice(0, KNOWN_MAX);
}

function readable({ firstName, lastName, email }: Named) {
  return { name: folded(`${firstName ?? ""} ${lastName ?? ""}`), email: folded(email) };
}

function folded(text: string | null | undefined): string {
  return (text ?? "").normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}
