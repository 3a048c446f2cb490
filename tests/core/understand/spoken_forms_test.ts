/** Values, said in the ways that callers have, and read back: issue D, done when 1. */
import assert from "node:assert/strict";
import { isLong } from "../../needs.ts";
import { seededRandom, seedOfThisRun } from "../../random.ts";
import { noteOf } from "./noting.ts";
import { drawForms } from "./spoken_forms/draw_forms.ts";
import type { SpokenForm } from "./spoken_forms/form.ts";

const FORMS = isLong ? 200_000 : 10_000;
/** Of all forms. */
const UNDERSTOOD_MIN = 0.995;
/** A kind of form in which more than this share fails is a rule that is missing. */
const UNDERSTOOD_OF_A_KIND_MIN = 0.97;
/** Where the caller says that he is not sure. */
const HEDGED_BELOW = 0.9;
/** Failures that are shown. */
const SHOWN_MAX = 20;

Deno.test(`${FORMS} spoken forms are read as the values from which they were made`, () => {
  const seed = seedOfThisRun();
  const counts = new Map<string, { all: number; failed: number }>();
  const failures: string[] = [];
  for (const form of drawForms(seededRandom(seed), FORMS)) {
    const count = counts.get(form.kind) ?? { all: 0, failed: 0 };
    counts.set(form.kind, count);
    count.all++;
    const failure = failureOf(form);
    if (failure === null) continue;
    count.failed++;
    failures.push(`${form.kind}: ${JSON.stringify(form.said)} gave ${failure}`);
  }
  const report = `PARLEY_SEED=${seed}: ${failures.length} of ${FORMS} failed\n` +
    failures.slice(0, SHOWN_MAX).join("\n");
  assert.ok(failures.length <= FORMS * (1 - UNDERSTOOD_MIN), report);
  for (const [kind, { all, failed }] of counts) {
    // One failure in a small kind is chance.
    const allowed = Math.max(3, all * (1 - UNDERSTOOD_OF_A_KIND_MIN));
    assert.ok(failed <= allowed, `${kind}: ${failed} of ${all}\n${report}`);
  }
});

Deno.test("spoken forms cover every kind of answer", () => {
  const kinds = new Set(drawForms(seededRandom(1), 1_000).map(({ kind }) => kind.split(":")[0]));
  for (const kind of KINDS) assert.ok(kinds.has(kind), kind);
});

const KINDS = [
  ..."amount|timeline|type|risk|yes|no|name|phone|e-mail|callback|callback time".split("|"),
  ..."wish|correction|several answers".split("|"),
];

function failureOf({ said, asked, noted, hedged }: SpokenForm): string | null {
  const heard = noteOf(said, asked);
  try {
    assert.deepEqual(heard.noted, noted);
  } catch {
    return `${JSON.stringify(heard.noted)}, meant was ${JSON.stringify(noted)}`;
  }
  const unsure = heard.confidence < HEDGED_BELOW;
  return hedged && !unsure ? `a confidence of ${heard.confidence}` : null;
}
