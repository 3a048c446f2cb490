import assert from "node:assert/strict";
import type { Callback } from "../../../lib/core/lead.ts";
import { found, hear, NOW_MS, testValues } from "./asking.ts";

const offered = { type: "callback" } as const;
const when = { type: "callback_time" } as const;

function agreed(at: string | null): Callback {
  return { wanted: true, at, consent: true };
}

const refused: Callback = { wanted: false, at: null, consent: false };

testValues("callback", { type: "field", key: "amount" }, [[
  "Wednesday at 9am",
  agreed("2026-05-06T09:00:00-04:00"),
]], {
  callbackOpen: true,
});

testValues("callback", offered, [
  ["yes please", agreed(null)],
  ["sure, that would be great", agreed(null)],
  ["absolutely", agreed(null)],
  ["yeah why not", agreed(null)],
  ["yes, anytime", agreed(null)],
  ["yes, tomorrow at 3pm", agreed("2026-05-05T15:00:00-04:00")],
  ["yes, tomorrow at 3pm PDT", agreed("2026-05-05T15:00:00-07:00")],
  ["yes, tomorrow at 15:00 UTC", agreed("2026-05-05T15:00:00+00:00")],
  ["yes, Thursday at noon pacific time", agreed("2026-05-07T12:00:00-07:00")],
  ["yes, tomorrow at ten London time", agreed("2026-05-05T10:00:00+01:00")],
  ["Yeah give me a call Thursday after 5", agreed("2026-05-07T17:00:00-04:00")],
  ["sure, wednesday evening works", agreed("2026-05-06T18:00:00-04:00")],
  ["no", refused],
  ["No, that's fine.", refused],
  ["no thanks bye", refused],
  ["please don't call me", refused],
  ["not necessary, I'll visit your website", refused],
  ["don't bother calling", refused],
  ["I'd rather you didn't", refused],
  ["no, I'd rather get an email", refused],
  ["yes but only by email", refused],
  ["what number is this?", null],
  ["hmm", null],
]);

testValues("callback", when, [
  ["tomorrow", agreed("2026-05-05T09:00:00-04:00")],
  ["tomorrow at 9", agreed("2026-05-05T09:00:00-04:00")],
  ["tomorrow at 2", agreed("2026-05-05T14:00:00-04:00")],
  ["tomorrow afternoon", agreed("2026-05-05T14:00:00-04:00")],
  ["tomorrow morning 11 o'clock", agreed("2026-05-05T11:00:00-04:00")],
  ["day after tomorrow at 8 in the morning", agreed("2026-05-06T08:00:00-04:00")],
  ["friday morning", agreed("2026-05-08T09:00:00-04:00")],
  ["next monday at 10 am", agreed("2026-05-11T10:00:00-04:00")],
  ["thursday at noon", agreed("2026-05-07T12:00:00-04:00")],
  ["half past three on wednesday", agreed("2026-05-06T15:30:00-04:00")],
  ["quarter to five on friday", agreed("2026-05-08T16:45:00-04:00")],
  ["friday at four thirty", agreed("2026-05-08T16:30:00-04:00")],
  ["tonight at 7", agreed("2026-05-04T19:00:00-04:00")],
  ["in two hours", agreed("2026-05-04T12:00:00-04:00")],
  ["in three days at noon", agreed("2026-05-07T12:00:00-04:00")],
  ["May 12th at 10:15 am", agreed("2026-05-12T10:15:00-04:00")],
  ["june third at ten in the morning", agreed("2026-06-03T10:00:00-04:00")],
  ["the 15th at 4pm", agreed("2026-05-15T16:00:00-04:00")],
  ["the second at 4pm", agreed("2026-06-02T16:00:00-04:00")],
  ["tomorrow at 15:30", agreed("2026-05-05T15:30:00-04:00")],
  ["Tuesday at 10, no, Wednesday at 10", agreed("2026-05-06T10:00:00-04:00")],
  ["whenever", agreed(null)],
  ["I don't know", null],
  ["202 555 0123", null],
  ["in ten years", null],
]);

/** Clocks change on 8 March and 1 November in New York, on 25 October in London. */
testValues("callback", when, [
  ["Sunday at 1 pm", agreed("2026-03-08T13:00:00-04:00")],
  ["Saturday at 1 pm", agreed("2026-03-07T13:00:00-05:00")],
], { nowMs: Date.parse("2026-03-05T15:00:00Z") });
testValues("callback", when, [
  ["Monday at 11", agreed("2026-11-02T11:00:00-05:00")],
  ["Saturday at 11", agreed("2026-10-31T11:00:00-04:00")],
], { nowMs: Date.parse("2026-10-30T14:00:00Z") });
testValues("callback", when, [
  ["tomorrow at 9", agreed("2026-10-25T09:00:00+00:00")],
], { nowMs: Date.parse("2026-10-24T12:00:00Z"), timeZone: "Europe/London" });
testValues("callback", when, [
  ["next friday at 8 pm", agreed("2026-05-15T20:00:00+05:30")],
], { timeZone: "Asia/Kolkata" });

/** Wishes that come unasked. */
testValues("callback", { type: "field", key: "amount" }, [
  ["call me tomorrow at 5 pm", agreed("2026-05-05T17:00:00-04:00")],
  ["can someone call me back?", agreed(null)],
  ["call me Bob", null],
  ["why did you call me", null],
  ["the meeting is at 3 pm tomorrow", null],
  ["stop calling me", null],
  ["don't call again", null],
  ["yes", null],
]);

Deno.test("a callback's new hour keeps the day that was agreed, and a new day the hour", () => {
  const phone = { type: "phone" } as const;
  const callbackAt = "2026-05-05T14:00:00-04:00";
  const at = (text: string) =>
    (found(hear(text, phone, { callbackAt, nowMs: NOW_MS }), "callback")?.value as Callback)?.at;
  assert.equal(at("actually make it 4 pm"), "2026-05-05T16:00:00-04:00");
  assert.equal(at("oh, rather on Thursday"), "2026-05-07T14:00:00-04:00");
  assert.equal(at("sorry, Friday at ten"), "2026-05-08T10:00:00-04:00");
  assert.equal(at("you can reach me at two oh two five five five oh one two three"), undefined);
});
