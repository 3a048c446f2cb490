/** Who a `privacy` command is about, as it is typed. */
import { readEmail, readPhone } from "../core/contact.ts";
import type { Fact } from "../core/facts.ts";
import { isCallId } from "../core/ids.ts";
import { findInJournals } from "../host/journal_search.ts";
import { recordAccess } from "../store/audit.ts";
import type { Sql } from "../store/database.ts";
import { callsOfPerson, isOfPerson, type Person } from "../store/person.ts";
import type { Sealer } from "../store/sealing.ts";
import { thisPerson } from "./actor.ts";
import { type Option, quoted } from "./command.ts";
import type { Config } from "./config.ts";
import { UsageError } from "./usage.ts";

/** Options of every command that is about a person. */
export const personOptions = {
  phone: option("NUMBER", "Whose number it is, or who left it: +12025550123", (typed, name) => {
    const phone = readPhone(typed);
    if (phone !== null) return phone;
    throw new UsageError(`${name} is no number with its country code, as +12025550123 is`);
  }),
  email: option("ADDRESS", "Who left this e-mail address", (typed, name) => {
    const email = readEmail(typed);
    if (email !== null) return email;
    throw new UsageError(`${name} is no e-mail address`);
  }),
  lead: option("ID", "One lead with its call, by its id", (typed, name) => {
    if (isCallId(typed)) return typed.toLowerCase();
    throw new UsageError(`${name} is ${quoted(typed)}: it must be an id, as leads list shows it`);
  }),
};

export interface TypedPerson {
  readonly phone: string | null;
  readonly email: string | null;
  readonly lead: string | null;
}

/** Exactly one of the options: what two of them mean together is anybody's guess. */
export function personOf({ phone, email, lead }: TypedPerson): Person {
  const named = [phone, email, lead].filter((value) => value !== null);
  if (named.length !== 1) {
    throw new UsageError("Say who it is about, in one way: --phone, --email or --lead");
  }
  return lead === null ? { contact: phone ?? email! } : { callId: lead };
}

export interface Found {
  readonly callIds: readonly string[];
  /** What journals hold of these calls. */
  readonly journalFacts: readonly Fact[];
}

/** Everywhere: in the database, and in the journals of this data folder that are before it. */
export async function findPerson(
  { sql, sealer, config }: {
    readonly sql: Sql;
    readonly sealer: Sealer;
    readonly config: Config;
  },
  person: Person,
): Promise<Found> {
  const stored = new Set(await callsOfPerson(sql, sealer, person));
  const journalFacts = await findInJournals(
    { dataFolder: config.dataFolder, sealer },
    (fact) => stored.has(fact.call) || isOfPerson(fact, person),
  );
  const callIds = new Set([...stored, ...journalFacts.map(({ call }) => call)]);
  await recordAccess(sql, {
    actor: thisPerson(),
    action: "looked_for",
    calls: [],
    columns: ["calls.caller_hash", "lead_fields.contact_hash", "refused_facts.fact"],
    details: { calls: callIds.size },
  });
  return { callIds: [...callIds], journalFacts };
}

function option(
  shown: string,
  about: string,
  read: Option<string | null>["read"],
): Option<string | null> {
  return { shown, about, fallback: null, read };
}
