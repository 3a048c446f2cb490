/** The core knows no campaign: a clinic's appointments run through the same code. */
import assert from "node:assert/strict";
import { rehearse } from "../../lib/core/conversation/rehearsal.ts";
import { SILENCE_MS } from "../../lib/core/conversation/speaking.ts";
import type { CallId } from "../../lib/core/ids.ts";
import type { Lead } from "../../lib/core/lead.ts";
import { leadOf } from "../../lib/core/verdict.ts";
import { clinicAppointment as campaign } from "../stories/clinic_campaign.data.ts";

function leadFrom(...lines: string[]): Lead {
  const setting = { campaign, timeZone: "Europe/London", silenceMs: SILENCE_MS };
  const { state } = rehearse(setting, {
    call: "11111111-1111-4111-8111-111111111111" as CallId,
    callerNumber: null,
    startedAtMs: Date.parse("2026-05-04T08:00:00Z"),
    earsDown: false,
  }, lines);
  return leadOf(state.known, campaign);
}

function values({ fields }: Lead): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([key, found]) => [key, found?.value]));
}

Deno.test("the clinic's campaign is qualified by its own three fields, then offers the callback", () => {
  const lead = leadFrom(
    "hello, my back hurts",
    "yes it is",
    "tomorrow at ten in the morning",
    "yes please",
    "wednesday at two",
    "020 7946 0018",
  );
  assert.equal(lead.status, "qualified");
  assert.deepEqual(lead.missing, []);
  assert.deepEqual(values(lead), {
    reason: "pain",
    firstVisit: true,
    when: "2026-05-05T10:00:00+01:00",
    name: undefined,
    phone: { e164: "+442079460018", source: "spoken" },
    email: undefined,
    callback: { wanted: true, at: "2026-05-06T14:00:00+01:00", consent: true },
  });
});

Deno.test("the clinic's callers may correct, ask back, refuse and want a person", () => {
  const corrected = leadFrom("a check-up", "no", "monday at nine", "no");
  assert.deepEqual(values(corrected)["firstVisit"], false);
  assert.equal(leadFrom("are you a robot?", "a flu shot").fields["reason"]!.turn, 2);
  assert.equal(leadFrom("let me speak to a person").status, "human_requested");
  assert.deepEqual(leadFrom("stocks", "fifty thousand").missing, ["reason", "firstVisit", "when"]);
});

/** Places that may name investments: the campaign, what is understood, and what picks the campaign. */
const KNOWING = /^lib\/core\/(understand|campaigns)\//;
const NAMES =
  /\b(stocks?|bonds?|bitcoin|portfolio|invest(ing|ments?|ors?)?)\b|riskTolerance|timeline/i;

Deno.test("nothing outside the campaign and the understanding knows of investments", async () => {
  const knowing: string[] = [];
  for await (const path of sourcesIn("lib")) {
    if (KNOWING.test(path)) continue;
    const code = (await Deno.readTextFile(path)).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "");
    const rest = code.replaceAll(/investment_?lead(\.data\.ts)?/gi, "");
    if (NAMES.test(rest)) knowing.push(path);
  }
  assert.deepEqual(knowing, []);
});

async function* sourcesIn(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) yield* sourcesIn(path);
    else if (name.endsWith(".ts")) yield path;
  }
}
