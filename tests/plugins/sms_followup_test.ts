/** Who gets an SMS, when, and how often: once, whatever breaks off. */
import assert from "node:assert/strict";
import type { CallId } from "../../lib/core/ids.ts";
import { smsFollowup } from "../../plugins/sms_followup/mod.ts";
import { waitMs, zonesOf } from "../../plugins/sms_followup/quiet_hours.ts";
import { segmentsOf } from "../../plugins/sms_followup/segments.ts";
import { textOf } from "../../plugins/sms_followup/text.ts";
import { isFromTwilio } from "../../plugins/sms_followup/twilio.ts";
import { ACCOUNT_SID, AUTH_TOKEN, TwilioStandIn } from "../standins/twilio.ts";
import { callOf, Delivering, evidence, leadOf, newCallId } from "./delivering.ts";

const HOUR_MS = 3_600_000;
/** Two in the afternoon in New York, eleven in Los Angeles. */
const DAY_MS = Date.parse("2026-05-04T18:00:00Z");

async function open(more: object = {}) {
  const twilio = await new TwilioStandIn().listen();
  const clock = { nowMs: DAY_MS };
  twilio.now = () => clock.nowMs;
  const settings = {
    baseUrl: twilio.url,
    accountSid: ACCOUNT_SID,
    from: "+12025550100",
    statusUrl: "https://parley.example.com/plugins/sms_followup",
    ...more,
  };
  const options = { settings, env: { TWILIO_AUTH_TOKEN: AUTH_TOKEN }, now: () => clock.nowMs };
  const sms = new Delivering(smsFollowup(), options);
  return { twilio, sms, clock, [Symbol.asyncDispose]: () => twilio[Symbol.asyncDispose]() };
}

Deno.test("sms_followup sends a summary and the next step, counted and priced", async () => {
  await using stage = await open();
  const { twilio, sms } = stage;
  const callId = newCallId();
  await sms.deliver("call_ended", { callId });
  assert.deepEqual(twilio.sent.map(({ to, from, body }) => ({ to, from, body })), [{
    to: "+12025550123",
    from: "+12025550100",
    body: "Thank you for your call. We noted: stocks, bonds; USD 50,000 and more. " +
      "We will be in touch. Reply STOP to opt out.",
  }]);
  assert.deepEqual(sms.receipts, [
    { call: callId, sid: twilio.sent[0]!.sid, segments: "1", cost: "8300 µUSD" },
  ]);
  assert.deepEqual(sms.measured, { sms_segments: 1, sms_cost_micros: 8_300 });
});

Deno.test("sms_followup tells the time that was agreed on as a clock there shows it", async () => {
  await using stage = await open();
  const at = "2026-12-01T15:00:00-05:00";
  const callback = evidence({ wanted: true, at, consent: true }, "tomorrow at three");
  const callId = newCallId();
  await stage.sms.deliver("call_ended", { callId, lead: leadOf({ callback }) });
  const [{ body } = { body: "" }] = stage.twilio.sent;
  assert.match(body, /We will call you back on Tuesday, December 1 at 3:00 PM\. Reply STOP/);
  assert.equal(segmentsOf(body).encoding, "gsm");
});

Deno.test("sms_followup writes to nobody without consent, number or will, nor too late", async () => {
  await using stage = await open();
  const { twilio, sms, clock } = stage;
  const no = evidence({ wanted: true, at: null, consent: false }, "rather not");
  const skipped = async (more: object) =>
    (await sms.deliver("call_ended", { callId: newCallId(), ...more })).receipt?.["skipped"];
  assert.equal(await skipped({ lead: leadOf({ callback: no }) }), "no consent");
  assert.equal(await skipped({ lead: null }), "no consent");
  const call = callOf(newCallId(), { callerNumber: null });
  assert.equal(await skipped({ lead: leadOf({ phone: null }), call }), "no number");
  clock.nowMs += 73 * HOUR_MS;
  assert.equal(await skipped({}), "too late");
  clock.nowMs -= 73 * HOUR_MS;
  twilio.stopped.add("+12025550123");
  const { receipt } = await sms.deliver("call_ended", { callId: newCallId() });
  assert.equal(receipt?.["stopped"], "yes");
  twilio.stopped.clear();
  assert.equal(await skipped({}), "stopped");
  assert.equal(twilio.sent.length, 0);
});

Deno.test("sms_followup sends no second SMS where an answer was lost", async () => {
  await using stage = await open();
  const { twilio, sms, clock } = stage;
  const callId = newCallId();
  twilio.faults.next({ type: "reset", when: "after" });
  await assert.rejects(sms.deliver("call_ended", { callId }), { name: "RetryLater" });
  const tried = { attempt: 2, firstAtMs: DAY_MS, lastAtMs: DAY_MS };
  clock.nowMs += 1_000;
  await sms.deliver("call_ended", { callId, ...tried });
  assert.equal(twilio.sent.length, 1);
  assert.equal(sms.receipts[0]?.["sid"], twilio.sent[0]?.sid);
});

Deno.test("sms_followup sends again only when nothing can be on its way any more", async () => {
  await using stage = await open();
  const { twilio, sms, clock } = stage;
  const callId = newCallId();
  twilio.faults.next({ type: "reset", when: "before" });
  await assert.rejects(sms.deliver("call_ended", { callId }), { name: "RetryLater" });
  const tried = { attempt: 2, firstAtMs: DAY_MS, lastAtMs: DAY_MS };
  clock.nowMs += 10_000;
  await assert.rejects(sms.deliver("call_ended", { callId, ...tried }), { afterMs: 50_000 });
  clock.nowMs += 50_000;
  await sms.deliver("call_ended", { callId, ...tried, attempt: 3 });
  assert.equal(twilio.sent.length, 1);
});

Deno.test("sms_followup is parked for a person where Twilio no longer shows what was sent", async () => {
  await using stage = await open();
  const { twilio, sms, clock } = stage;
  const callId = newCallId();
  twilio.faults.next({ type: "reset", when: "after" });
  await assert.rejects(sms.deliver("call_ended", { callId }));
  twilio.sent[0]!.body = "";
  clock.nowMs += HOUR_MS;
  const tried = { attempt: 2, firstAtMs: DAY_MS, lastAtMs: DAY_MS };
  await assert.rejects(sms.deliver("call_ended", { callId, ...tried }), {
    name: "GiveUp",
    message: /does not tell whether the SMS was sent/,
  });
});

Deno.test("sms_followup finds an SMS again that Twilio has put a notice before, or plain signs in", async () => {
  await using stage = await open();
  const { twilio, sms, clock } = stage;
  const callId = newCallId();
  twilio.faults.next({ type: "reset", when: "after" });
  await assert.rejects(sms.deliver("call_ended", { callId }));
  const [sent] = twilio.sent;
  sent!.body = `Sent from a trial account - ${sent!.body.replaceAll(";", ",")}`;
  clock.nowMs += HOUR_MS;
  await sms.deliver("call_ended", { callId, attempt: 2, firstAtMs: DAY_MS, lastAtMs: DAY_MS });
  assert.equal(twilio.sent.length, 1);
});

Deno.test("textOf() shortens the summary part by part, and never the words about opting out", () => {
  const settings = smsFollowup().settings.parse({ accountSid: ACCOUNT_SID, from: "+12025550100" });
  const saying = (types: string, summaryFields = settings.summaryFields) => {
    const lead = leadOf({ investmentType: evidence([types], "funds") });
    return textOf(callOf(newCallId()), lead, { ...settings, summaryFields });
  };
  const text = saying("funds ".repeat(200));
  assert.match(text, /^Thank you for your call. We noted: funds .*\.\.\.\. We will be in touch/);
  assert.match(text, /Reply STOP to opt out\.$/);
  assert.deepEqual(segmentsOf(text), { encoding: "gsm", segments: 3 });
  const two = saying("x".repeat(360), ["investmentType", "amount"]);
  assert.match(two, /noted: x{360}\. We will/);
});

Deno.test("textOf() speaks the call's language, and takes nothing of a caller's for its own", () => {
  const texts = {
    templates: { en: "Hi {name}.", de: "Hallo {name}: {next}" },
    nextSteps: { de: { agreed: "Wir rufen um {time} an.", open: "Bis bald." } },
  };
  const settings = { ...texts, summaryFields: [], segmentsMax: 3 };
  const said = (language: string, name = "Ann Lee") =>
    textOf(callOf(newCallId(), { language }), leadOf({ name: evidence(name, name) }), settings);
  assert.equal(said("de-AT"), "Hallo Ann: Bis bald.");
  assert.equal(said("DE"), "Hallo Ann: Bis bald.");
  assert.equal(said("fr"), "Hi Ann.");
  assert.equal(said("de", "{next} $& Lee"), "Hallo {next} $&: Bis bald.");
});

Deno.test("sms_followup waits for the morning of the person's place", async () => {
  await using stage = await open();
  const { twilio, sms, clock } = stage;
  clock.nowMs = Date.parse("2026-05-05T02:00:00Z"); // ten at night in New York
  await assert.rejects(sms.deliver("call_ended", { callId: newCallId() }), {
    ...{ name: "RetryLater", afterMs: 13 * HOUR_MS, pauses: false },
    message: "It is night there",
  });
  assert.equal(twilio.sent.length, 0);
});

Deno.test("sms_followup takes back an SMS that is to be erased", async () => {
  await using stage = await open();
  const { twilio, sms } = stage;
  const callId = newCallId();
  await sms.deliver("call_ended", { callId });
  const { sid } = twilio.sent[0]!;
  const { receipt } = await sms.deliver("erase_person", { callId });
  assert.deepEqual([receipt, twilio.deleted], [{ call: callId, erased_sms: sid }, [sid]]);
});

Deno.test("sms_followup takes an SMS that is still on its way back later", async () => {
  await using stage = await open();
  const { twilio, sms } = stage;
  const callId = newCallId();
  await sms.deliver("call_ended", { callId });
  twilio.onTheirWay.add(twilio.sent[0]!.sid);
  await assert.rejects(sms.deliver("erase_person", { callId }), { name: "RetryLater" });
  twilio.onTheirWay.clear();
  await sms.deliver("erase_person", { callId, attempt: 2 });
  assert.equal(twilio.deleted.length, 1);
});

Deno.test("isFromTwilio() takes Twilio's own callbacks, and none that were changed", async () => {
  await using stage = await open();
  const { twilio, sms } = stage;
  await sms.deliver("call_ended", { callId: newCallId() });
  const callback = await twilio.callback(twilio.sent[0]!, { MessageStatus: "delivered" });
  const form = new URLSearchParams(await callback.text());
  const signature = callback.headers.get("x-twilio-signature")!;
  const told = { url: callback.url, form, signature, authToken: AUTH_TOKEN };
  assert.equal(await isFromTwilio(told), true);
  assert.equal(await isFromTwilio({ ...told, authToken: "another" }), false);
  assert.equal(await isFromTwilio({ ...told, url: "https://evil.example.com/" }), false);
  form.set("MessageStatus", "failed");
  assert.equal(await isFromTwilio(told), false);
});

Deno.test("sms_followup hears what became of an SMS and who wants none, from Twilio alone", async () => {
  await using stage = await open();
  const { twilio, sms } = stage;
  const callId = newCallId();
  const { key } = await keyed(sms, callId);
  const [sent] = twilio.sent;
  const { sid, to } = sent!;
  const told = (fields: Record<string, string>) => twilio.callback(sent!, fields);
  const hear = async (request: Request) =>
    await sms.hear({
      headers: Object.fromEntries(request.headers),
      query: new URL(request.url).search,
      body: await request.text(),
    });
  assert.deepEqual(await hear(await told({ MessageStatus: "delivered" })), {
    ...{ isGenuine: true, keep: { key, receipt: { call: callId, sid, status: "delivered" } } },
  });
  const failed = await hear(await told({ MessageStatus: "undelivered", ErrorCode: "30003" }));
  assert.deepEqual(failed.keep?.receipt, {
    ...{ call: callId, sid, status: "undelivered", error: "30003" },
  });
  assert.deepEqual((await hear(await told({ MessageStatus: "sent" }))).keep, {
    ...{ key, receipt: { call: callId, sid } },
  });
  const said = async (Body: string) => (await hear(await told({ From: to, Body }))).keep;
  assert.deepEqual(await said(" stop "), { person: to, receipt: { stopped: "yes" } });
  assert.deepEqual(await said("START"), { person: to, receipt: { stopped: "no" } });
  assert.equal(await said("stop calling my boss"), undefined);
  const forged = await told({ From: to, Body: "STOP" });
  forged.headers.set("x-twilio-signature", btoa("a guess of twenty by."));
  assert.deepEqual(await hear(forged), { isGenuine: false });
  assert.deepEqual(await sms.hear({ headers: {}, query: "", body: "" }), { isGenuine: false });
});

async function keyed(sms: Delivering, callId: CallId): Promise<{ key: string }> {
  const key = `${callId}:call_ended:sms_followup`;
  await sms.deliver("call_ended", { callId, key });
  return { key };
}

Deno.test("segmentsOf() counts parts as the network does", () => {
  const counted = (text: string) => Object.values(segmentsOf(text)).join(" ");
  assert.equal(counted("a".repeat(160)), "gsm 1");
  assert.equal(counted("a".repeat(161)), "gsm 2");
  assert.equal(counted("a".repeat(306)), "gsm 2");
  assert.equal(counted("a".repeat(307)), "gsm 3");
  assert.equal(counted("€".repeat(80)), "gsm 1");
  assert.equal(counted("€".repeat(81)), "gsm 2");
  assert.equal(counted(`${"a".repeat(152)}€${"a".repeat(20)}`), "gsm 2");
  assert.equal(counted("ж".repeat(70)), "ucs2 1");
  assert.equal(counted("ж".repeat(71)), "ucs2 2");
  assert.equal(counted(`${"ж".repeat(66)}😀${"ж".repeat(66)}`), "ucs2 3");
});

Deno.test("waitMs() goes by the clock of the number's country, and by the strictest of its zones", () => {
  const hours = { quietFrom: "21:00", quietTo: "08:00", timeZone: "UTC" };
  const wait = (e164: string, time: string) =>
    waitMs(e164, Date.parse(`2026-05-04T${time}Z`), hours) / HOUR_MS;
  assert.equal(wait("+4930123456", "18:59:00"), 0);
  assert.equal(wait("+4930123456", "19:00:00"), 11);
  assert.equal(wait("+12025550123", "14:00:00"), 1); // seven in Los Angeles
  assert.equal(wait("+18085550123", "14:00:00"), 4); // Hawaii
  assert.equal(wait("+8835100123456", "07:00:00"), 1);
  assert.equal(zonesOf("+8835100123456"), null);
});
