import assert from "node:assert/strict";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import type { TurnId } from "../../lib/core/ids.ts";
import type { Finding, Value } from "../../lib/core/lead.ts";
import { NOTE_CHARS_MAX, noteOf } from "../../lib/core/note.ts";
import { nothingKnown, type Qualification } from "../../lib/core/qualification.ts";

function knowing(values: Readonly<Record<string, Value>>): Qualification {
  const evidence = (value: Value): Finding => {
    return { value, quote: "", turn: 1 as TurnId, atMs: 0, confidence: 1, by: "rules" };
  };
  const entries = Object.entries(values).map(([key, value]) => [key, evidence(value)]);
  return { ...nothingKnown, answers: Object.fromEntries(entries) };
}

Deno.test("noteOf() tells what the caller wants and what is open, and neither name nor number", () => {
  const note = noteOf(
    knowing({
      investmentType: ["stocks", "bonds", "cash"],
      riskTolerance: "moderate",
      name: "Ada Lovelace",
      phone: { e164: "+12025550123", source: "spoken" },
    }),
    investmentLead,
  );
  assert.equal(
    note,
    "investment type: stocks bonds and cash. risk tolerance: moderate. open: amount and timeline",
  );
});

Deno.test("noteOf() holds nothing that means something to a dialplan, and is short", () => {
  const evil = '${SHELL(x)},n(here)&PJSIP/1;"|$[1+1]\\\r\nX-Header: 1'.repeat(20);
  const note = noteOf(knowing({ investmentType: [evil] }), investmentLead);
  assert.match(note, /^[\p{L}\p{N} .:-]+$/u);
  assert.ok(note.length <= NOTE_CHARS_MAX, `${note.length}`);
});
