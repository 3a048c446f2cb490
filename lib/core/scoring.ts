/** The score of a lead by its campaign's rules, in sentences for the people who read it. */
import { type Campaign, type Condition, fieldOf, type ScoreRule } from "./campaign.ts";
import type { Amount, Callback, Duration, Score } from "./lead.ts";
import { CONFIRM_BELOW } from "./evidence.ts";
import type { Qualification } from "./qualification.ts";
import { sayValue } from "./understand/say.ts";

export const POINTS_MAX = 100;

export function scoreOf(known: Qualification, campaign: Campaign): Score {
  const { rules, disqualifiers } = campaign.scoring;
  const reasons = rules.filter(({ when }) => when.every((each) => holds(each, known, campaign)))
    .map((rule) => ({ points: rule.points, why: whyOf(rule, known, campaign) }));
  const against = disqualifiers
    .filter(({ when }) => when.every((each) => holds(each, known, campaign)))
    .map((rule) => whyOf(rule, known, campaign));
  const sum = reasons.reduce((total, { points }) => total + points, 0);
  const points = against.length > 0 ? 0 : Math.min(POINTS_MAX, Math.max(0, sum));
  return { points, reasons, disqualifiers: against };
}

function holds(condition: Condition, known: Qualification, campaign: Campaign): boolean {
  switch (condition.is) {
    case "callback_agreed":
      return (known.answers.callback?.value as Callback | undefined)?.consent === true;
    case "person_asked":
      return known.personAsked;
    case "not_interested":
      return known.notInterested;
    default:
      return fieldHolds(condition, known, campaign);
  }
}

function fieldHolds(
  condition: Extract<Condition, { field: string }>,
  { answers }: Qualification,
  campaign: Campaign,
): boolean {
  const finding = answers[condition.field];
  if (!finding) return false;
  const { value } = finding;
  switch (condition.is) {
    case "answered":
      return true;
    case "in_doubt":
      return finding.confidence < CONFIRM_BELOW;
    case "yes":
    case "no":
      return value === (condition.is === "yes");
    case "one_of":
      return condition.options.some((id) =>
        Array.isArray(value) ? value.includes(id) : value === id
      );
    case "at_least":
    case "below":
      return amountHolds(condition, value as Amount, campaign);
    case "within_months":
      return ((value as Duration).maxMonths ?? Infinity) <= condition.months;
    case "beyond_months":
      return ((value as Duration).minMonths ?? 0) > condition.months;
  }
}

/** Sums in another currency are nobody's to compare: there is no rate in a call. */
function amountHolds(
  { is, minor }: { readonly is: "at_least" | "below"; readonly minor: number },
  { minMinor, maxMinor, currency }: Amount,
  campaign: Campaign,
): boolean {
  if (currency !== campaign.currency) return false;
  return is === "at_least" ? (minMinor ?? 0) >= minor : (maxMinor ?? Infinity) < minor;
}

/** `{value}` is the value of the first condition's field, as it is spoken. */
function whyOf({ why, when }: Omit<ScoreRule, "points">, known: Qualification, campaign: Campaign) {
  const first = when.find((condition) => "field" in condition);
  const field = first && fieldOf(campaign, first.field);
  const value = field && known.answers[field.key]?.value;
  if (field === undefined || value === undefined) return why;
  return why.replaceAll("{value}", () => sayValue(value, field, campaign));
}
