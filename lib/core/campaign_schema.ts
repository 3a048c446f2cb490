/** Campaigns that come from outside: whatever is wrong with one is said before a caller could meet it. */
import { z } from "zod";
import type { Campaign, Condition, Field, Keypad, Lines } from "./campaign.ts";
import { COMMON_FIELDS } from "./lead.ts";
import { parsePattern } from "./understand/pattern.ts";

/** Characters of one text: the longest thing that an agent says in one breath. */
const TEXT_MAX = 1_000;
/** Fields that are asked one after the other; nobody answers more. */
const FIELDS_MAX = 20;
const OPTIONS_MAX = 50;
/** Phrases of one option, of at most so many characters each: the shipped ones need some 60 and 900. */
const PHRASES_MAX = 500;
const PHRASE_MAX = 5_000;
const RULES_MAX = 100;
/** Characters of a whole campaign as JSON: it is held in memory and read at each start. */
export const CAMPAIGN_MAX = 1_000_000;
/** Of the sentences that say what is wrong: a person reads them. */
const ISSUES_MAX = 20;

const text = z.string().min(1).max(TEXT_MAX);
const id = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, "must be small letters, digits and _");
const key = z.string().regex(/^[a-z][A-Za-z0-9]{0,62}$/, "must be letters and digits");
const withValue = text.refine((line) => line.includes("{value}"), "must hold {value}");
const phrase = z.string().min(1).max(PHRASE_MAX).superRefine((source, context) => {
  try {
    parsePattern(source);
  } catch (error) {
    context.addIssue({ code: "custom", message: (error as Error).message });
  }
});
const phrases = z.array(phrase).max(PHRASES_MAX);
const horizons = z.strictObject({ short: phrases, medium: phrases, long: phrases });

const option = z.strictObject({ id, say: text, phrases, barePhrases: phrases.exactOptional() });
const kind = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("choice"),
    multiple: z.boolean(),
    options: z.array(option).min(1).max(OPTIONS_MAX),
  }),
  z.strictObject({
    type: z.literal("amount"),
    bareScale: z.int().positive().exactOptional(),
  }),
  z.strictObject({
    type: z.literal("duration"),
    horizonPhrases: horizons,
    bareHorizonPhrases: horizons.exactOptional(),
  }),
  z.strictObject({ type: z.literal("yes_no") }),
  z.strictObject({ type: z.literal("when") }),
]);

const field = z.strictObject({
  key,
  kind,
  question: text,
  reask: text,
  confirm: withValue,
  readBack: z.boolean(),
});

const lines = z.strictObject(
  {
    greeting: text,
    disclosure: text,
    askCallback: text,
    askCallbackTime: text,
    confirmPhone: withValue,
    askPhone: text,
    notUnderstood: text,
    stillThere: text,
    letMeSee: text,
    oneMoment: text,
    iAmAnAi: text,
    personAsked: text,
    puttingThrough: text,
    nobodyFree: text,
    notInterested: text,
    accepted: text,
    noProblem: text,
    takeYourTime: text,
    readBack: withValue,
    noAdvice: text,
    saved: text,
    notSaved: text,
    goodbye: text,
    silentGoodbye: text,
    tooLong: text,
    apology: text,
  } satisfies Record<keyof Lines, z.ZodType<string>>,
);

const keypad = z.strictObject(
  {
    choice: text.refine(
      (line) => /\{option\}.*\{digit\}/s.test(line),
      "must hold {option}, {digit}",
    ),
    yesNo: text,
    number: text,
    years: text,
    person: text,
  } satisfies Record<keyof Keypad, z.ZodType<string>>,
);

const condition = z.discriminatedUnion("is", [
  z.strictObject({ field: key, is: z.enum(["answered", "in_doubt", "yes", "no"]) }),
  z.strictObject({ field: key, is: z.literal("one_of"), options: z.array(id).min(1) }),
  z.strictObject({ field: key, is: z.enum(["at_least", "below"]), minor: z.int().nonnegative() }),
  z.strictObject({
    field: key,
    is: z.enum(["within_months", "beyond_months"]),
    months: z.int().nonnegative(),
  }),
  z.strictObject({ is: z.enum(["callback_agreed", "person_asked", "not_interested"]) }),
]);
const disqualifier = z.strictObject({ when: z.array(condition).max(RULES_MAX), why: text });
const rule = disqualifier.extend({ points: z.int().min(-100).max(100) });

const schema: z.ZodType<Campaign> = z.strictObject({
  id,
  version: z.int().positive().max(1_000_000),
  name: text,
  language: z.string().regex(/^en\b/i, "must be English, which is all that Parley understands"),
  country: z.string().regex(/^[A-Z]{2}$/, "must be two capitals (ISO 3166)"),
  currency: z.string().regex(/^[A-Z]{3}$/, "must be three capitals (ISO 4217)"),
  fields: z.array(field).min(1).max(FIELDS_MAX),
  lines,
  keypad,
  scoring: z.strictObject({
    rules: z.array(rule).max(RULES_MAX),
    disqualifiers: z.array(disqualifier).max(RULES_MAX),
  }),
}).superRefine(({ fields, scoring }, context) => {
  const issues = [
    ...keyIssues(fields),
    ...[...scoring.rules, ...scoring.disqualifiers].flatMap(({ when }) =>
      when.flatMap((each) => conditionIssues(each, fields))
    ),
  ];
  for (const message of issues) context.addIssue({ code: "custom", message });
});

/** Throws sentences that name the places; `raw` is as JSON gives it. */
export function readCampaign(raw: unknown): Campaign {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const issues = result.error.issues.slice(0, ISSUES_MAX)
    .map(({ path, message }) =>
      `${path.length === 0 ? "the campaign" : path.join(".")}: ${message}`
    );
  const more = result.error.issues.length - issues.length;
  const rest = more > 0 ? [`and ${more} more`] : [];
  throw new Error(`This is no campaign: ${[...issues, ...rest].join("; ")}`);
}

function keyIssues(fields: readonly Field[]): string[] {
  const keys = fields.map((each) => each.key);
  const doubled = keys.filter((each, at) => keys.indexOf(each) < at);
  const taken = keys.filter((each) => COMMON_FIELDS.some((common) => common === each));
  const options = fields.flatMap((each) => {
    const ids = each.kind.type === "choice" ? each.kind.options.map((one) => one.id) : [];
    return ids.filter((one, at) => ids.indexOf(one) < at).map((one) => `${each.key}: ${one}`);
  });
  return [
    ...doubled.map((each) => `the field ${each} stands twice`),
    ...taken.map((each) => `every campaign has a field ${each} of its own`),
    ...options.map((each) => `the option ${each} stands twice`),
  ];
}

/** What each condition needs its field to be. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  yes: ["yes_no"],
  no: ["yes_no"],
  one_of: ["choice"],
  at_least: ["amount"],
  below: ["amount"],
  within_months: ["duration"],
  beyond_months: ["duration"],
};

function conditionIssues(each: Condition, fields: readonly Field[]): string[] {
  if (!("field" in each)) return [];
  const of = fields.find((one) => one.key === each.field);
  if (of === undefined) return [`the score speaks of a field ${each.field}, and there is none`];
  const kinds = KINDS[each.is];
  if (kinds && !kinds.includes(of.kind.type)) {
    return [
      `the score asks whether ${each.field} is ${each.is}, which is for ${kinds.join()} fields`,
    ];
  }
  if (each.is !== "one_of" || of.kind.type !== "choice") return [];
  const known = of.kind.options.map((one) => one.id);
  return each.options.filter((one) => !known.includes(one))
    .map((one) => `the score speaks of an option ${one} of ${each.field}, and there is none`);
}
