/** As many spoken forms as asked for, over all that a caller can answer. */
import * as amounts from "./amounts.ts";
import * as ranges from "./amount_ranges.ts";
import * as answers from "./answers.ts";
import * as choices from "./choices.ts";
import * as contacts from "./contacts.ts";
import * as durations from "./durations.ts";
import { Draw, type SpokenForm } from "./form.ts";
import { moment } from "./moments.ts";

type Maker = (draw: Draw) => SpokenForm;

/** How many of a hundred forms each one makes. */
const SHARES: readonly (readonly [Maker, number])[] = [
  [amounts.single, 10],
  [amounts.hedged, 5],
  [ranges.openEnded, 5],
  [ranges.range, 5],
  [ranges.tightRange, 2],
  [ranges.indian, 2],
  [ranges.bare, 3],
  [durations.single, 6],
  [durations.hedged, 3],
  [durations.openEnded, 4],
  [durations.range, 3],
  [durations.untilYear, 2],
  [durations.horizon, 2],
  [choices.types, 5],
  [choices.instead, 3],
  [choices.noneOf, 1],
  [choices.risk, 5],
  [choices.riskCorrected, 2],
  [contacts.name, 5],
  [contacts.american, 4],
  [contacts.abroad, 2],
  [contacts.email, 4],
  [moment, 6],
  [answers.yesOrNo, 2],
  [answers.callback, 3],
  [answers.wish, 2],
  [answers.corrected, 4],
  [answers.denied, 1],
  [answers.several, 1],
];

export function drawForms(next: () => number, count: number): SpokenForm[] {
  const draw = new Draw(next);
  const makers = SHARES.flatMap(([maker, share]) => Array<Maker>(share).fill(maker));
  return Array.from({ length: count }, (_, at) => makers[at % makers.length]!(draw));
}
