/** What became of an SMS whose attempt nobody lived to report on: the person's next one, and an erasure. */
import assert from "node:assert/strict";
import { smsFollowup } from "../../plugins/sms_followup/mod.ts";
import { ACCOUNT_SID, AUTH_TOKEN, TwilioStandIn } from "../standins/twilio.ts";
import { callOf, Delivering, newCallId } from "./delivering.ts";

const MINUTE_MS = 60_000;
/** Two in the afternoon in New York. */
const DAY_MS = Date.parse("2026-05-04T18:00:00Z");

async function open() {
  const twilio = await new TwilioStandIn().listen();
  const clock = { nowMs: DAY_MS };
  twilio.now = () => clock.nowMs;
  const settings = { baseUrl: twilio.url, accountSid: ACCOUNT_SID, from: "+12025550100" };
  const statusUrl = "https://parley.example.com/plugins/sms_followup";
  const options = {
    settings: { ...settings, statusUrl },
    env: { TWILIO_AUTH_TOKEN: AUTH_TOKEN },
    now: () => clock.nowMs,
  };
  const sms = new Delivering(smsFollowup(), options);
  return { twilio, sms, clock, [Symbol.asyncDispose]: () => twilio[Symbol.asyncDispose]() };
}

const unclear = {
  ...{ kind: "call_ended", firstAtMs: DAY_MS, lastAtMs: DAY_MS } as const,
  others: [] as Record<string, string>[],
};

Deno.test("sms_followup takes no SMS of the person's other call for the one that broke off", async () => {
  await using stage = await open();
  const { twilio, sms, clock } = stage;
  await sms.deliver("call_ended", { callId: newCallId() });
  clock.nowMs += MINUTE_MS;
  const begunAtMs = clock.nowMs;
  twilio.faults.next({ type: "reset", when: "before" });
  const callId = newCallId();
  await assert.rejects(sms.deliver("call_ended", { callId }), { name: "RetryLater" });
  clock.nowMs += 2 * MINUTE_MS;
  await sms.deliver("call_ended", {
    ...{ callId, attempt: 2, firstAtMs: begunAtMs, lastAtMs: begunAtMs },
  });
  assert.equal(twilio.sent.length, 2);
  assert.notEqual(sms.receipts[0]?.["sid"], sms.receipts[1]?.["sid"]);
});

Deno.test("sms_followup knows by Twilio's callback what it sent before an answer was lost", async () => {
  await using stage = await open();
  const { twilio, sms } = stage;
  const callId = newCallId();
  twilio.faults.next({ type: "reset", when: "after" });
  await assert.rejects(sms.deliver("call_ended", { callId }), { name: "RetryLater" });
  const told = await twilio.callback(twilio.sent[0]!, { MessageStatus: "queued" });
  const heard = await sms.hear({
    headers: Object.fromEntries(told.headers),
    query: new URL(told.url).search,
    body: await told.text(),
  });
  const { sid } = twilio.sent[0]!;
  const key = `${callId}:call_ended:sms_followup`;
  assert.deepEqual(heard.keep, { key, receipt: { call: callId, sid } });
  sms.receipts.push(heard.keep!.receipt);
  twilio.sent[0]!.body = ""; // it can't be looked up any more
  await sms.deliver("call_ended", { callId, attempt: 2, firstAtMs: DAY_MS, lastAtMs: DAY_MS });
  assert.deepEqual([twilio.sent.length, sms.receipts[1]?.["sid"]], [1, sid]);
});

Deno.test("sms_followup says that nothing was sent where Twilio has nothing of the time", async () => {
  await using stage = await open();
  const { sms, clock } = stage;
  const callId = newCallId();
  await assert.rejects(sms.deliver("erase_person", { callId, unclear: [unclear] }), {
    ...{ name: "RetryLater", message: "An SMS may still be on its way" },
  });
  clock.nowMs += MINUTE_MS;
  const { receipt } = await sms.deliver("erase_person", { callId, unclear: [unclear] });
  assert.deepEqual(receipt, { call: callId });
});

Deno.test("sms_followup leaves an SMS that may be the erased person's to a person", async () => {
  await using stage = await open();
  const { twilio, sms, clock } = stage;
  const callId = newCallId();
  twilio.faults.next({ type: "reset", when: "after" });
  await assert.rejects(sms.deliver("call_ended", { callId }));
  clock.nowMs += 10 * MINUTE_MS;
  await sms.deliver("call_ended", { callId: newCallId() }); // too late to be it
  clock.nowMs += MINUTE_MS;
  const erase = { callId, unclear: [unclear], receipts: [] };
  await assert.rejects(sms.deliver("erase_person", erase), {
    name: "GiveUp",
    message: /^Twilio has 1 SMS of the time of the call's attempts that may be the erased person's/,
  });
  assert.equal(twilio.deleted.length, 0);
});

Deno.test("sms_followup holds no SMS of others, or that came in, for the erased person's", async () => {
  await using stage = await open();
  const { twilio, sms, clock } = stage;
  const call = callOf(newCallId());
  await sms.deliver("call_ended", { callId: call.id, call });
  const [other] = sms.receipts;
  twilio.sent.push({
    ...{ sid: `SM${"0".repeat(32)}`, to: "+12025550123", from: "+12025550999", body: "Hello" },
    ...{ createdAtMs: DAY_MS, statusUrl: null },
  });
  clock.nowMs += MINUTE_MS;
  const told = { ...unclear, others: [other!] };
  const erase = { callId: newCallId(), unclear: [told], receipts: [] };
  const { receipt } = await sms.deliver("erase_person", erase);
  assert.deepEqual(receipt, { call: erase.callId });
});
