/** What each service holds of one call, field by field. */
import assert from "node:assert/strict";
import type { Mail } from "../standins/smtp.ts";
import { type Hook, OWN, type Services } from "./services.ts";

/** What the caller has said, as a person reads it. */
export interface Expected {
  readonly caller: string;
  readonly wants: string;
  /** Of the deal: in whole units. */
  readonly amount: string;
  readonly budget: string;
  readonly timeFrame: string;
  /** Each value with the words that it rests on. */
  readonly summary: readonly RegExp[];
}

/** Returns the call's id, which all of them name. */
export function assertHeld(services: Services, expected: Expected): string {
  const call = assertHubspot(services, expected);
  assertSalesforce(services, expected, call);
  assertSms(services, expected);
  assertHooks(services.hooks, expected, call);
  assertMails(services.smtp.mails);
  return call;
}

function assertHubspot({ hubspot }: Services, expected: Expected): string {
  const [contact] = hubspot.objects.contacts.values();
  const [deal] = hubspot.objects.deals.values();
  const [note] = hubspot.objects.notes.values();
  const call = contact!.properties["parley_lead_id"]!;
  assert.match(call, /^[0-9a-f-]{36}$/);
  const ours = { hubspot_owner_id: OWN.hubspotOwner, parley_lead_id: call };
  assert.deepEqual(contact!.properties, {
    ...ours,
    phone: expected.caller,
    wants: expected.wants,
  });
  assert.deepEqual(deal!.properties, {
    ...ours,
    ...{ dealname: "Caller, investment_lead", pipeline: OWN.pipeline, dealstage: OWN.stage },
    ...{ amount: expected.amount, deal_currency_code: "USD", time_frame: expected.timeFrame },
  });
  const { hs_note_body: body, hs_timestamp: at, ...rest } = note!.properties;
  assert.deepEqual(rest, ours);
  assertSummary(body!.replaceAll("<br>", "\n").replaceAll("&quot;", '"'), expected, call);
  assert.ok(Math.abs(Date.parse(at!) - Date.now()) < 600_000, at);
  const both = [`contacts/${contact!.id}`, `deals/${deal!.id}`];
  assert.deepEqual([...note!.links].sort(), both);
  assert.deepEqual([...deal!.links].sort(), [both[0], `notes/${note!.id}`]);
  return call;
}

function assertSalesforce({ salesforce }: Services, expected: Expected, call: string): void {
  const [[leadId, lead] = []] = salesforce.records.Lead;
  const [task] = salesforce.records.Task.values();
  const [member] = salesforce.records.CampaignMember.values();
  assert.deepEqual(lead, {
    ...{ Parley_Call_Id__c: call, LastName: "Caller", Company: "[not given]" },
    ...{ Phone: expected.caller, LeadSource: "Phone Inquiry", OwnerId: OWN.salesforceOwner },
    Budget__c: expected.budget,
  });
  const { Description, ActivityDate, CallDurationInSeconds, ...rest } = task!;
  assert.deepEqual(rest, {
    ...{ WhoId: leadId, Subject: "Call", Status: "Completed", Priority: "Normal" },
    ...{ TaskSubtype: "Call", CallType: "Inbound", CallObject: call },
    OwnerId: OWN.salesforceOwner,
  });
  assertSummary(String(Description), expected, call);
  assert.ok(Math.abs(Date.parse(String(ActivityDate)) - Date.now()) < 2 * 86_400_000);
  assert.ok(Number(CallDurationInSeconds) > 20, `${CallDurationInSeconds} s`);
  assert.deepEqual(member, { CampaignId: OWN.campaign, LeadId: leadId, Status: "Responded" });
}

/** For people, with the way to the whole call. */
function assertSummary(text: string, { summary }: Expected, call: string): void {
  const lines = [/^Call of \S+Z, ended: goodbye$/m, /^Lead: qualified$/m, ...summary];
  for (const line of lines) assert.match(text, line);
  assert.ok(text.endsWith(`\nTranscript: ${OWN.transcripts}${call}`), text);
}

function assertSms({ twilio }: Services, { caller, wants, budget, timeFrame }: Expected): void {
  const [sms] = twilio.sent;
  assert.deepEqual([sms!.to, sms!.from], [caller, OWN.smsFrom]);
  const noted = `Thank you for your call. We noted: ${wants}; ${budget}; ${timeFrame}. `;
  assert.ok(sms!.body.startsWith(`${noted}We will call you back on `), sms!.body);
  assert.match(sms!.body, / on \w+day, \w+ \d+ at 3:00 PM\. Reply STOP to opt out\.$/);
}

function assertHooks(hooks: readonly Hook[], { caller }: Expected, call: string): void {
  const keys = new Set(hooks.map(({ headers }) => headers.get("idempotency-key")));
  assert.equal(keys.size, hooks.length);
  for (const { body, headers, isSigned } of hooks) {
    assert.ok(isSigned, `${body["kind"]} is signed`);
    assert.equal(body["callId"], call);
    assert.equal(body["key"], headers.get("idempotency-key"));
    const { callerNumber, turns } = body["call"] as { callerNumber: string; turns: unknown[] };
    assert.equal(callerNumber, caller);
    assert.ok(turns.length > 8, `${turns.length} turns`);
    const { status, fields } = body["lead"] as { status: string; fields: object };
    assert.equal(status, "qualified");
    assert.deepEqual(
      Object.keys(fields).filter((key) => key !== "name").sort(),
      ["amount", "callback", "investmentType", "phone", "riskTolerance", "timeline"],
    );
  }
}

/** Yesterday and last week had no calls; each number stands in the text and in the HTML. */
function assertMails(mails: readonly Mail[]): void {
  const subjects = mails.map(({ text }) => /^Subject: (.*)$/m.exec(text)![1]!).sort();
  assert.match(subjects[0]!, /^Parley: 0 calls in the week of \d{4}-\d\d-\d\d$/);
  assert.match(subjects[1]!, /^Parley: 0 calls on \d{4}-\d\d-\d\d$/);
  const ids = new Set(mails.map(({ text }) => /^Message-ID: (.*)$/m.exec(text)![1]));
  assert.equal(ids.size, mails.length);
  for (const { from, to, text } of mails) {
    assert.deepEqual([from, to], [OWN.mailFrom, OWN.mailTo]);
    assert.match(text, /^Content-Type: multipart\/alternative/m);
    for (const number of ["Calls", "Put through to a person", "Qualified leads"]) {
      assert.match(text, new RegExp(`^${number} +0$`, "m"));
      assert.match(text, new RegExp(`<td[^>]*>${number}</td><td[^>]*>0</td>`));
    }
  }
}
