/** Choices by their place: "the first one", "number two". */
import type { Field } from "../campaign.ts";
import { HEDGED } from "./confidence.ts";
import type { FoundAnswer } from "./heard.ts";
import { isAbout, type Reading, type Span } from "./reading.ts";

export type ChoiceField = Field & { readonly kind: { readonly type: "choice" } };

/** "The first one", "the last": by the order in which the agent named the options. */
export function ordinalIn(reading: Reading, field: ChoiceField): FoundAnswer | null {
  if (!isAbout(reading.context, field.key) || reading.tokens.length > 8) return null;
  const offered = offeredOptions(reading, field);
  const { ordinals } = reading.language.numbers;
  for (let at = 0; at < reading.tokens.length; at++) {
    const word = reading.word(at);
    const numbered = numberAfter(reading, at);
    if (numbered !== null && offered[numbered - 1] !== undefined) {
      return ordinalAnswer(reading, field, offered[numbered - 1]!, { from: at, to: at + 2 });
    }
    const isOne = reading.language.words.afterOrdinals.has(reading.word(at + 1));
    const last = word === "last" || word === "latter";
    if (!last && !Object.hasOwn(ordinals, word)) continue;
    if (!isOne && reading.word(at - 1) !== "the" && reading.tokens.length > 1) continue;
    const option = last ? offered.at(-1) : offered[ordinals[word]! - 1];
    if (option === undefined) continue;
    return ordinalAnswer(reading, field, option, { from: at, to: isOne ? at + 2 : at + 1 });
  }
  return null;
}

/** "Number one", "option two". */
function numberAfter(reading: Reading, at: number): number | null {
  if (!reading.language.words.beforeChoices.has(reading.word(at))) return null;
  const token = reading.tokens[at + 1];
  if (!token || token.pause > 0) return null;
  const next = reading.tokens[at + 2];
  if (next && next.pause === 0 && !reading.language.words.afterChoices.has(next.word)) return null;
  const { small } = reading.language.numbers;
  return token.number ?? (Object.hasOwn(small, token.word) ? small[token.word]! : null);
}

function ordinalAnswer(
  reading: Reading,
  { key, kind }: ChoiceField,
  option: string,
  span: Span,
): FoundAnswer {
  const value = kind.multiple ? [option] : option;
  return { key, value, quote: reading.quote(span), confidence: HEDGED, correction: false };
}

function offeredOptions(reading: Reading, field: ChoiceField): readonly string[] {
  const said = reading.optionsInAgentLine(field.key);
  return said.length > 1 ? said : field.kind.options.map(({ id }) => id);
}
