/** What an SMS says: the operator's words whole, and as much of the summary as goes in beside them. */
import type { Lead } from "../../lib/core/lead.ts";
import type { RecordedCall } from "../../lib/plugin/contract.ts";
import { contactOf, plain } from "../lead_words.ts";
import { segmentsOf } from "./segments.ts";

const NAME_CHARS_MAX = 40;
/** In GSM 03.38, other than an ellipsis of one sign. */
const CUT = "...";

export interface TextSettings {
  readonly templates: Readonly<Record<string, string>>;
  readonly nextSteps: Readonly<Record<string, { readonly agreed: string; readonly open: string }>>;
  readonly summaryFields: readonly string[];
  readonly segmentsMax: number;
}

/** Only the summary is ever cut: how to opt out stands in the template, and has to be read. */
export function textOf(call: RecordedCall, lead: Lead | null, settings: TextSettings): string {
  const { firstName, lastName } = contactOf(lead, call);
  const callback = lead?.fields["callback"]?.value as { at?: string | null } | undefined;
  const steps = inLanguage(settings.nextSteps, call.language);
  const time = callback?.at ? clockTime(callback.at, call.language) : null;
  const next = time === null ? steps?.open : filled(steps?.agreed, { time });
  const others = { name: (firstName ?? lastName ?? "").slice(0, NAME_CHARS_MAX), next: next ?? "" };
  const template = inLanguage(settings.templates, call.language);
  const text = (summary: string) => filled(template, { ...others, summary });
  const isLong = (summary: string) => segmentsOf(text(summary)).segments > settings.segmentsMax;
  return text(shortened(summaryOf(lead, settings), isLong));
}

/** "Tuesday, December 1 at 3:00 PM": ISO 8601 as the clock of the person's place will say it. */
function clockTime(at: string, language: string): string {
  const there = Date.parse(`${at.slice(0, "2026-12-01T15:00".length)}Z`);
  if (Number.isNaN(there)) return at;
  const parts = { weekday: "long", month: "long", day: "numeric" } as const;
  const [known] = Intl.DateTimeFormat.supportedLocalesOf([language, "en"]);
  const how = { ...parts, hour: "numeric", minute: "2-digit", timeZone: "UTC" } as const;
  // Its narrow spaces are no letters of GSM 03.38: one would make two SMS of one.
  return new Intl.DateTimeFormat(known, how).format(there).replaceAll(/\s/gu, " ");
}

/** Whole parts first, since half an amount is another one; then letters of the one that is left. */
function shortened(parts: readonly string[], isLong: (summary: string) => boolean): string {
  let left = parts;
  while (left.length > 1 && isLong(left.join("; "))) left = left.slice(0, -1);
  const whole = left.join("; ");
  let letters = [...whole];
  let summary = whole;
  while (letters.length > 0 && isLong(summary)) {
    letters = letters.slice(0, -1);
    summary = `${letters.join("").trimEnd()}${CUT}`;
  }
  return summary;
}

/** "de-AT", else "de", else English, else the first there is. */
export function inLanguage<Words>(
  byLanguage: Readonly<Record<string, Words>>,
  language: string,
): Words | undefined {
  const wanted = [language, language.split("-")[0]!, "en"].map((tag) => tag.toLowerCase());
  const known = new Map(
    Object.entries(byLanguage).map(([tag, words]) => [tag.toLowerCase(), words]),
  );
  const found = wanted.find((tag) => known.has(tag));
  return found === undefined ? Object.values(byLanguage)[0] : known.get(found);
}

function summaryOf(lead: Lead | null, { summaryFields }: TextSettings): string[] {
  return summaryFields.flatMap((field) => {
    const value = lead?.fields[field]?.value;
    return value === undefined ? [] : [plain(value).replaceAll("_", " ")];
  });
}

/** In one go: what a caller said is never taken for a placeholder. */
function filled(template: string | undefined, values: Readonly<Record<string, string>>): string {
  return (template ?? "").replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
