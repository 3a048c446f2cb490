/** Whole calls in wording that the rules were not written for, held against a person's notes. */
import assert from "node:assert/strict";
import type { Callback, Value } from "../../../lib/core/lead.ts";
import { conversations } from "./conversations.data.ts";
import { amountNote, answersTo, durationNote } from "./notes.ts";

const NOW_MS = Date.parse("2026-11-30T15:00:00Z");
/**
 * Of 300 values 255 were right when this was run first (85.0 %), and 38 of the 60 calls as a whole.
 * What was mended then is general: callers who speak for somebody else, a bound that outlives the
 * correction of its sum, "thousand" as a turn of its own, some synonyms. The notes stand as they
 * were written: where they and the rules differ about "by", "until" and "a few", either may be right.
 */
const RIGHT_MIN = 281;

Deno.test("calls in a wording of their own are noted as a person would note them", () => {
  const wrong = conversations.flatMap(([lines, note]) => {
    const [got, wanted] = [noted(lines), sorted(note.split(" | "))];
    return wanted.flatMap((value, at) =>
      value === got[at] ? [] : [`${lines.join(" / ")}: ${got[at] || "nothing"}, not ${value}`]
    );
  });
  const values = conversations.length * 5;
  assert.ok(values - wrong.length >= RIGHT_MIN, `${values - wrong.length}:\n${wrong.join("\n")}`);
});

function noted(lines: readonly string[]): string[] {
  const answers = answersTo(lines, NOW_MS);
  const value = <Kind extends Value>(key: string) => answers[key]?.value as Kind | undefined;
  const callback = value<Callback>("callback");
  return sorted([
    (value<readonly string[]>("investmentType") ?? []).join("+"),
    amountNote(value("amount")),
    value<string>("riskTolerance") ?? "",
    durationNote(value("timeline")),
    callback ? (callback.wanted ? "yes" : "no") : "",
  ]);
}

/** Types in one order. */
function sorted([types, ...others]: readonly string[]): string[] {
  return [types!.split("+").toSorted().join("+"), ...others];
}
