/** Whether a fact is one that this Parley knows, and what of its texts PostgreSQL can hold. */
import type { Fact } from "../core/facts.ts";
import { isWholeCost } from "./costs.ts";
import type { Evidence, Phone } from "../core/lead.ts";

/** What is sealed can't be checked by the database. */
const E164 = /^\+[1-9][0-9]{1,14}$/;

/** A journal may hold what another version wrote: whatever is read of a fact is there. */
export function isWhole(fact: Fact): boolean {
  if (!isTime(fact.atMs) || typeof fact.call !== "string") return false;
  switch (fact.type) {
    case "call_started":
      return all(fact.campaign, fact.campaignVersion, fact.callerNumber, fact.dialled);
    case "turn":
      return all(fact.turn, fact.speaker, fact.text);
    case "turn_timing":
      return all(fact.turn, fact.decidedMs) && Array.isArray(fact.fallbacks);
    case "turn_scored":
      return all(fact.of) && isObject(fact.scores);
    case "disclosed":
      return all(fact.campaign, fact.campaignVersion, fact.text);
    case "consent":
      return all(fact.about, fact.given, fact.how, fact.wording, fact.turn) &&
        all(fact.campaign, fact.campaignVersion);
    case "cost":
    case "overhead":
      return isWholeCost(fact);
    case "handed_over":
      return true;
    case "handed_back":
      return all(fact.why);
    case "call_ended":
      return all(fact.endedBy, fact.reason, fact.turns);
    case "lead": {
      const { status, missing, fields } = fact.lead ?? {};
      return all(status) && Array.isArray(missing) && isObject(fields) &&
        Object.entries(fields).every(([field, evidence]) =>
          evidence === null || isWholeEvidence(evidence) && isContact(field, evidence)
        );
    }
    default:
      return false;
  }
}

function isWholeEvidence(evidence: Evidence): boolean {
  const { value, quote, turn, confidence, by } = evidence ?? {};
  return all(value, quote, turn, confidence, by);
}

/** True also for fields by which nobody is found. */
function isContact(field: string, { value }: Evidence): boolean {
  if (field === "phone") return E164.test((value as Partial<Phone> | null)?.e164 ?? "");
  return field !== "email" || typeof value === "string";
}

/** The driver takes all but `undefined`; what the schema refuses it refuses itself. */
function all(...values: readonly unknown[]): boolean {
  return values.every((value) => value !== undefined);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

export function isTime(atMs: unknown): boolean {
  return typeof atMs === "number" && !Number.isNaN(new Date(atMs).getTime());
}

/** PostgreSQL's text takes neither a zero nor half of a surrogate pair. */
export function storable<Value>(value: Value): Value {
  if (typeof value === "string") return value.toWellFormed().replaceAll("\0", "") as Value;
  if (Array.isArray(value)) return value.map((each) => storable(each)) as Value;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [storable(key), storable(each)]);
  return Object.fromEntries(entries) as Value;
}
