/** Single answers in wording that the rules were not written for, held against a person's notes. */
import assert from "node:assert/strict";
import type { Amount, Callback, Duration } from "../../../lib/core/lead.ts";
import { amountNote, answersTo, durationNote } from "./notes.ts";
import { type Asked, sentences } from "./sentences.data.ts";

/** A Monday, ten in the morning where the caller is. */
const NOW_MS = Date.parse("2026-05-04T14:00:00Z");
/**
 * Of 171 sentences 146 were right when this was run first (85.4 %). What was mended then is general:
 * points in time with an open end, quarters and halves of a year, numbers that are "odd", sums with a
 * breath in them. Of those that are left "medium to high" is asked about again, as rules want it.
 */
const RIGHT_MIN = 165;

/** What the caller answers before, so that the question of the sentence is the one that is asked. */
const BEFORE: Readonly<Record<Asked, readonly string[]>> = {
  types: [],
  sum: ["stocks"],
  risk: ["stocks", "80k dollars"],
  span: ["stocks", "80k dollars", "moderate"],
  callback: ["stocks", "80k dollars", "moderate", "ten years"],
};

Deno.test("answers in a wording of their own are noted as a person would note them", () => {
  const rows = Object.entries(sentences).flatMap(([asked, said]) =>
    said.map(([text, note]) => ({ asked: asked as Asked, text, note }))
  );
  const wrong = rows.flatMap(({ asked, text, note }) => {
    const got = noted(asked, text);
    return note.split(" or ").some((one) => isSame(one, got))
      ? []
      : [`${text}: ${got}, not ${note}`];
  });
  const right = rows.length - wrong.length;
  assert.ok(right >= RIGHT_MIN, `${right} of ${rows.length}:\n${wrong.join("\n")}`);
});

function noted(asked: Asked, text: string): string {
  const answers = answersTo([...BEFORE[asked], text], NOW_MS);
  switch (asked) {
    case "types":
      return ((answers["investmentType"]?.value ?? []) as readonly string[]).join("+");
    case "sum":
      return amountNote(answers["amount"]?.value as Amount | undefined);
    case "risk":
      return (answers["riskTolerance"]?.value ?? "") as string;
    case "span":
      return durationNote(answers["timeline"]?.value as Duration | undefined);
    case "callback":
      return callbackText(answers["callback"]?.value as Callback | undefined);
  }
}

function callbackText(callback: Callback | undefined): string {
  if (!callback) return "";
  const at = callback.at?.slice(0, "2026-05-07T16:30".length);
  return [callback.wanted ? "yes" : "no", at].filter(Boolean).join(" ");
}

/** Word for word, but types in any order, and numbers within what "13~17" allows. */
function isSame(note: string, got: string): boolean {
  const parts = (text: string) => text.split(/(?=[-+ ])|(?<=[-+ ])/).toSorted();
  if (note.includes("+")) return parts(note).join() === parts(got).join();
  const [wanted, found] = [note.split(/([- ])/), got.split(/([- ])/)];
  return wanted.length === found.length && wanted.every((part, at) => isWithin(part, found[at]!));
}

function isWithin(wanted: string, found: string): boolean {
  const [low, high] = wanted.split("~");
  if (high === undefined) return wanted === found;
  return found !== "" && Number(found) >= Number(low) && Number(found) <= Number(high);
}
