/** What a qualification comes to: the lead, its status and its place among others. */
import type { Campaign } from "./campaign.ts";
import { evidenceOf } from "./evidence.ts";
import { COMMON_FIELDS, type Evidence, type Lead, type LeadStatus } from "./lead.ts";
import type { Qualification } from "./qualification.ts";
import { scoreOf } from "./scoring.ts";

/** The lead as it stands. */
export function leadOf(known: Qualification, campaign: Campaign): Lead {
  const missing = campaign.fields.map(({ key }) => key).filter((key) => !known.answers[key]);
  const fields: Record<string, Evidence | null> = {};
  for (const { key } of campaign.fields) fields[key] = evidenceOf(known, key);
  for (const key of COMMON_FIELDS) fields[key] = evidenceOf(known, key);
  const status = statusOf(known, missing);
  return { status, missing, fields, score: scoreOf(known, campaign) };
}

function statusOf(known: Qualification, missing: readonly string[]): LeadStatus {
  if (known.personAsked) return "human_requested";
  if (known.notInterested) return "not_interested";
  return missing.length === 0 ? "qualified" : "incomplete";
}
