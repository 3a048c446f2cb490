/** Checks what a language model proposes: is the quote the caller's, and can the value be read by rule? */
import { bareWords } from "./bare_words.ts";
import { type Campaign, type Field, fieldOf } from "../campaign.ts";
import type { Asked, Context } from "./heard.ts";
import type { Value } from "../lead.ts";
import { inCapitals } from "./names.ts";
import { understand } from "./understand.ts";

/** Characters of a proposed value; what is longer is no value. */
const VALUE_CHARS_MAX = 300;

/** The value that a text stands for in a field ("fifty thousand", "real_estate"), or null. */
export function parseValue(key: string, text: string, context: Context): Value | null {
  const plain = text.trim();
  if (plain === "" || plain.length > VALUE_CHARS_MAX) return null;
  const { campaign } = context;
  const field = fieldOf(campaign, key);
  const exact = field ? exactValue(field, plain, context) : exactCommon(key, plain, context);
  if (exact !== null) return exact;
  const asked = askedFor(key, field);
  if (asked === null) return null;
  const literal = literally(campaign, key);
  const heard = understand(plain, { ...context, campaign: literal, asked, agentSaid: "" });
  return heard.answers.find((answer) => answer.key === key)?.value ?? null;
}

/** True where the quote's words stand in the transcript in this order, whatever their signs. */
export function isQuoteIn(quote: string, transcript: string): boolean {
  const words = bare(quote);
  return words.trim() !== "" && bare(transcript).includes(words);
}

/** Words only, each between single spaces, so that no part of a word matches. */
function bare(text: string): string {
  return ` ${bareWords(text).join(" ")} `;
}

function askedFor(key: string, field: Field | undefined): Asked | null {
  if (field) return { type: "field", key };
  if (key === "callback") return { type: "callback" };
  if (key === "phone") return { type: "phone" };
  return key === "name" || key === "email" ? { type: "nothing" } : null;
}

const literalCampaigns = new WeakMap<Campaign, Map<string, Campaign>>();

/** The campaign with numbers taken as they stand: a proposed "500" is five hundred. */
function literally(campaign: Campaign, key: string): Campaign {
  const field = fieldOf(campaign, key);
  if (field?.kind.type !== "amount" || !field.kind.bareScale) return campaign;
  let literals = literalCampaigns.get(campaign);
  if (!literals) {
    literals = new Map();
    literalCampaigns.set(campaign, literals);
  }
  let literal = literals.get(key);
  if (!literal) {
    const fields = [{ ...field, kind: { type: "amount" } as const }];
    literal = { ...campaign, fields };
    literals.set(key, literal);
  }
  return literal;
}

/** Option ids, "true", dates as ISO: forms that nobody says. */
function exactValue({ kind }: Field, text: string, context: Context): Value | null {
  switch (kind.type) {
    case "choice": {
      const ids = text.toLowerCase().split(/\s*,\s*/);
      const known = ids.every((id) => kind.options.some((option) => option.id === id));
      if (!known) return null;
      if (kind.multiple) return [...new Set(ids)];
      return ids.length === 1 ? ids[0]! : null;
    }
    case "yes_no":
      return /^(true|false)$/i.test(text) ? text.toLowerCase() === "true" : null;
    case "when":
      return isoMoment(text, context);
    case "amount":
    case "duration":
      return null;
  }
}

function exactCommon(key: string, text: string, context: Context): Value | null {
  if (key === "callback") {
    const at = isoMoment(text, context);
    return at === null ? null : { wanted: true, at, consent: true };
  }
  if (key !== "name") return null;
  const isName = /^\p{L}[\p{L}'’.-]*( \p{L}[\p{L}'’.-]*){0,4}$/u.test(text);
  return isName ? inCapitals(text, null) : null;
}

/** A future moment with its offset, as it was written. */
function isoMoment(text: string, { nowMs }: Context): string | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?([+-]\d\d:\d\d|Z)$/.test(text)) return null;
  return Date.parse(text) > nowMs ? text : null;
}
