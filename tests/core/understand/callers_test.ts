/** The list of callers, held against what is noted of them. */
import assert from "node:assert/strict";
import { callerLines } from "./callers.data.ts";
import { noteOf, readNote } from "./noting.ts";
import type { AskedFor } from "./spoken_forms/form.ts";

const ASKED: Readonly<Record<string, AskedFor>> = {
  T: "type",
  A: "amount",
  R: "risk",
  L: "timeline",
  C: "callback",
  W: "callback_time",
  P: "phone",
  "A?": "confirm_amount",
  N: "nothing",
};

/** Of the whole list: some of it needs more than rules. */
const UNDERSTOOD_MIN = 0.965;

Deno.test("what callers say is noted as a person would note it", () => {
  const missed = callerLines.filter(([asked, said, note]) => {
    try {
      assert.deepEqual(noteOf(said, ASKED[asked]!).noted, readNote(note));
      return false;
    } catch {
      return true;
    }
  });
  const understood = 1 - missed.length / callerLines.length;
  assert.ok(
    understood >= UNDERSTOOD_MIN,
    missed.map(([asked, said]) => `${asked} ${said}`).join("\n"),
  );
});
