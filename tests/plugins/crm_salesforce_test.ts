/** What Salesforce holds after deliveries, also after those that went wrong on the way. */
import assert from "node:assert/strict";
import { crmSalesforce } from "../../plugins/crm_salesforce/mod.ts";
import { type SalesforceOptions, SalesforceStandIn } from "../standins/salesforce.ts";
import { Delivering, evidence, leadOf, newCallId } from "./delivering.ts";

const ENV = { SALESFORCE_CLIENT_SECRET: "test-secret" };
const CAMPAIGN = "7015e000000AAAAAAA";

async function open(options: SalesforceOptions = {}) {
  const salesforce = await new SalesforceStandIn(options).listen();
  const settings = {
    loginUrl: salesforce.url,
    clientId: "test-client",
    campaignId: CAMPAIGN,
    leadFields: { amount: "Budget__c" },
  };
  const crm = new Delivering(crmSalesforce(), { settings, env: ENV });
  return { salesforce, crm, [Symbol.asyncDispose]: () => salesforce[Symbol.asyncDispose]() };
}

Deno.test("crm_salesforce stores Lead, Task and campaign member, each with its fields", async () => {
  await using stage = await open();
  const { salesforce, crm } = stage;
  const callId = newCallId();
  await crm.deliver("lead_qualified", { callId });
  const [[leadId, lead]] = [...salesforce.records.Lead] as [[string, object]];
  assert.deepEqual(lead, {
    ...{ FirstName: "Ann Lee", LastName: "Smith", Company: "[not given]" },
    ...{ Email: "ann@example.com", Phone: "+12025550123", LeadSource: "Phone Inquiry" },
    ...{ Budget__c: "USD 50,000 and more", Parley_Call_Id__c: callId },
  });
  const [[taskId, task]] = [...salesforce.records.Task] as [[string, Record<string, unknown>]];
  assert.deepEqual({ ...task, Description: "" }, {
    ...{ WhoId: leadId, Subject: "Call", Status: "Completed", Priority: "Normal" },
    ...{ TaskSubtype: "Call", CallType: "Inbound", CallObject: callId },
    ...{ ActivityDate: "2026-05-04", CallDurationInSeconds: 90, Description: "" },
  });
  assert.match(String(task["Description"]), /amount: USD 50,000 and more \("fifty thousand"\)/);
  const [[memberId, member]] = [...salesforce.records.CampaignMember] as [[string, object]];
  assert.deepEqual(member, { CampaignId: CAMPAIGN, LeadId: leadId, Status: "Responded" });
  assert.deepEqual(crm.receipts, [
    { call: callId, lead: leadId, task: taskId, member: memberId },
  ]);
});

Deno.test("crm_salesforce makes no second record, wherever an attempt before broke off", async () => {
  for (let brokenAt = 0; brokenAt < 6; brokenAt++) {
    await using stage = await open();
    const { salesforce, crm } = stage;
    const callId = newCallId();
    salesforce.faults.next(...Array(brokenAt).fill(null), { type: "reset", when: "after" });
    await assert.rejects(crm.deliver("lead_qualified", { callId }), { name: "RetryLater" });
    await crm.deliver("lead_qualified", { callId, attempt: 2 });
    const { Lead, Task, CampaignMember } = salesforce.records;
    assert.deepEqual([Lead.size, Task.size, CampaignMember.size], [1, 1, 1], `at ${brokenAt}`);
  }
});

Deno.test("crm_salesforce keeps apart who share a telephone, and leaves what people made of a Lead", async () => {
  await using stage = await open();
  const { salesforce, crm } = stage;
  const bob = leadOf({ email: null, name: evidence("Bob Jones", "Bob Jones") });
  await crm.deliver("lead_qualified", { callId: newCallId() });
  const [ann] = salesforce.records.Lead.values();
  Object.assign(ann!, { Company: "Smith & Co", OwnerId: "005" });
  const nameless = leadOf({ name: null });
  for (const lead of [bob, nameless, bob]) {
    await crm.deliver("lead_qualified", { callId: newCallId(), lead });
  }
  const leads = [...salesforce.records.Lead.values()];
  assert.deepEqual(leads.map(({ FirstName, LastName }) => `${FirstName} ${LastName}`), [
    ...["Ann Lee Smith", "Bob Jones"],
  ]);
  assert.deepEqual([ann!["Company"], ann!["OwnerId"]], ["Smith & Co", "005"]);
});

Deno.test("crm_salesforce logs in again where its session has ended", async () => {
  await using stage = await open();
  const { salesforce, crm } = stage;
  await crm.deliver("lead_qualified", { callId: newCallId() });
  salesforce.endSessions();
  await crm.deliver("lead_qualified", { callId: newCallId() });
  assert.equal(salesforce.seen.filter(({ path }) => path.endsWith("/token")).length, 2);
  assert.equal(salesforce.records.Lead.size, 1, "the same person, by the earlier receipt");
});

Deno.test("crm_salesforce logs in with a signed assertion", async () => {
  const how = {
    name: "RSASSA-PKCS1-v1_5",
    modulusLength: 2_048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: "SHA-256",
  };
  const { publicKey, privateKey } = await crypto.subtle.generateKey(how, true, ["sign", "verify"]);
  const der = new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey));
  const pem = `-----BEGIN PRIVATE KEY-----\\n${
    btoa(String.fromCharCode(...der))
  }\\n-----END PRIVATE KEY-----`;
  await using salesforce = await new SalesforceStandIn({
    username: "parley@example.com",
    publicKey,
  })
    .listen();
  const settings = {
    ...{ loginUrl: salesforce.url, clientId: "test-client", auth: "jwt" },
    username: "parley@example.com",
  };
  const crm = new Delivering(crmSalesforce(), { settings, env: { SALESFORCE_PRIVATE_KEY: pem } });
  await crm.deliver("lead_qualified", { callId: newCallId(), lead: leadOf({ name: null }) });
  assert.equal([...salesforce.records.Lead.values()][0]?.["LastName"], "Caller");
});

Deno.test("crm_salesforce erases Lead, Task and member, also where no receipt is left", async () => {
  for (const isKept of [true, false]) {
    await using stage = await open();
    const { salesforce, crm } = stage;
    const callId = newCallId();
    await crm.deliver("lead_qualified", { callId });
    const [made] = crm.receipts;
    if (!isKept) crm.receipts.length = 0;
    const { receipt } = await crm.deliver("erase_person", { callId });
    const { Lead, Task, CampaignMember } = salesforce.records;
    assert.deepEqual([Lead.size, Task.size, CampaignMember.size], [0, 0, 0]);
    assert.deepEqual(receipt, {
      ...{ call: callId, erased: "yes", erased_task: made!["task"], erased_lead: made!["lead"] },
    });
    await crm.deliver("erase_person", { callId, attempt: 2 });
  }
});

Deno.test("crm_salesforce waits for a person where its login is refused", async () => {
  await using salesforce = await new SalesforceStandIn().listen();
  const settings = { loginUrl: salesforce.url, clientId: "another" };
  const crm = new Delivering(crmSalesforce(), { settings, env: ENV });
  await assert.rejects(crm.deliver("lead_qualified", { callId: newCallId() }), {
    ...{ name: "RetryLater", pauses: true },
    message: "Salesforce refuses the login (invalid_grant): check the app's key and secret",
  });
});

Deno.test("crm_salesforce takes the Lead that a duplicate rule finds, and leaves it in an erasure", async () => {
  for (const blocks of [false, true]) {
    await using stage = await open({ alike: { entity: "Lead", blocks } });
    const { salesforce, crm } = stage;
    const known = "00Q5e0000000000AAA";
    salesforce.records.Lead.set(known, { LastName: "Smith", Email: "ann@example.com" });
    const callId = newCallId();
    await crm.deliver("lead_qualified", { callId });
    await crm.deliver("lead_qualified", { callId: newCallId() });
    assert.deepEqual([...salesforce.records.Lead.keys()], [known]);
    assert.equal(salesforce.records.Lead.get(known)?.["Phone"], "+12025550123");
    const tasks = [...salesforce.records.Task.values()];
    assert.deepEqual(tasks.map(({ WhoId }) => WhoId), [known, known]);
    for (const { call } of [...crm.receipts]) {
      const { receipt } = await crm.deliver("erase_person", { callId: call as typeof callId });
      assert.equal(receipt?.["kept_lead"], known);
    }
    assert.deepEqual([salesforce.records.Lead.size, salesforce.records.Task.size], [1, 0]);
  }
});

Deno.test("crm_salesforce makes a Lead beside a Contact like it, but where a rule forbids that", async () => {
  await using stage = await open({ alike: { entity: "Contact", blocks: false } });
  await stage.crm.deliver("lead_qualified", { callId: newCallId() });
  assert.equal(stage.salesforce.records.Lead.size, 1);
  await using strict = await open({ alike: { entity: "Contact", blocks: true } });
  await assert.rejects(strict.crm.deliver("lead_qualified", { callId: newCallId() }), {
    name: "GiveUp",
    message: "Salesforce answered HTTP 400 DUPLICATES_DETECTED",
  });
});

Deno.test("crm_salesforce goes to the oldest of several Leads with one external id", async () => {
  await using stage = await open();
  const { salesforce, crm } = stage;
  const callId = newCallId();
  const ids = ["00Q5e0000000002AAA", "00Q5e0000000001AAA"];
  for (const id of ids) salesforce.records.Lead.set(id, { Parley_Call_Id__c: callId });
  await crm.deliver("lead_qualified", { callId });
  assert.equal(salesforce.records.Lead.size, 2);
  assert.equal(crm.receipts[0]?.["lead"], ids[1]);
});
