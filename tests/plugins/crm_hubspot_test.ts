/** What HubSpot holds after deliveries, also after those that went wrong on the way. */
import assert from "node:assert/strict";
import { crmHubspot } from "../../plugins/crm_hubspot/mod.ts";
import { HubspotStandIn } from "../standins/hubspot.ts";
import { callOf, Delivering, evidence, leadOf, newCallId, STARTED_AT_MS } from "./delivering.ts";

const ENV = { HUBSPOT_TOKEN: "test-token" };

async function open(more: object = {}) {
  const hubspot = await new HubspotStandIn({
    properties: { contacts: ["wants"], deals: ["budget"] },
  }).listen();
  const settings = {
    baseUrl: hubspot.url,
    owner: "77",
    contactProperties: { investmentType: "wants" },
    dealProperties: { amount: "budget" },
    transcriptUrl: "https://parley.example.com/calls/{call}",
    ...more,
  };
  const crm = new Delivering(crmHubspot(), { settings, env: ENV });
  return { hubspot, crm, [Symbol.asyncDispose]: () => hubspot[Symbol.asyncDispose]() };
}

Deno.test("crm_hubspot stores contact, deal and note, joined, each with its fields", async () => {
  await using stage = await open();
  const { hubspot, crm } = stage;
  const callId = newCallId();
  await crm.deliver("lead_qualified", { callId });
  const [contact] = hubspot.objects.contacts.values();
  assert.deepEqual(contact!.properties, {
    ...{ firstname: "Ann Lee", lastname: "Smith", email: "ann@example.com" },
    ...{ phone: "+12025550123", wants: "stocks, bonds", hubspot_owner_id: "77" },
    parley_lead_id: callId,
  });
  const [deal] = hubspot.objects.deals.values();
  assert.deepEqual(deal!.properties, {
    ...{ dealname: "Smith, investment_lead", pipeline: "default", amount: "50000.00" },
    ...{ dealstage: "appointmentscheduled", deal_currency_code: "USD", hubspot_owner_id: "77" },
    ...{ budget: "USD 50,000 and more", parley_lead_id: callId },
  });
  const [note] = hubspot.objects.notes.values();
  assert.match(note!.properties["hs_note_body"]!, /stocks &amp; bonds&quot;\)<br>/);
  assert.match(note!.properties["hs_note_body"]!, new RegExp(`example.com/calls/${callId}$`));
  assert.equal(note!.properties["hs_timestamp"], new Date(STARTED_AT_MS).toISOString());
  assert.deepEqual(note!.links, new Set([`contacts/${contact!.id}`, `deals/${deal!.id}`]));
  assert.deepEqual(crm.receipts, [{
    ...{ call: callId, contact: contact!.id, contactIsOurs: "yes" },
    ...{ deal: deal!.id, note: note!.id },
  }]);
});

Deno.test("crm_hubspot makes no second object, wherever an attempt before broke off", async () => {
  for (let brokenAt = 0; brokenAt < 6; brokenAt++) {
    await using stage = await open();
    const { hubspot, crm } = stage;
    const callId = newCallId();
    hubspot.faults.next(...Array(brokenAt).fill(null), { type: "reset", when: "after" });
    await assert.rejects(crm.deliver("lead_qualified", { callId }), { name: "RetryLater" });
    await crm.deliver("lead_qualified", { callId, attempt: 2, firstAtMs: 0, lastAtMs: 0 });
    const { contacts, deals, notes } = hubspot.objects;
    assert.deepEqual([contacts.size, deals.size, notes.size], [1, 1, 1], `at ${brokenAt}`);
    assert.equal(crm.receipts[0]?.["contactIsOurs"], "yes");
  }
});

Deno.test("crm_hubspot knows a person again by e-mail, and by the line where no other name stands", async () => {
  await using stage = await open();
  const { hubspot, crm } = stage;
  await crm.deliver("lead_qualified", { callId: newCallId() });
  for (const name of [evidence("ann lee  SMITH", "it's me"), null]) {
    const lead = leadOf({ email: null, name });
    await crm.deliver("lead_qualified", { callId: newCallId(), lead });
  }
  crm.receipts.length = 0;
  await crm.deliver("lead_qualified", { callId: newCallId() });
  assert.equal(hubspot.objects.contacts.size, 1);
  assert.equal(hubspot.objects.deals.size, 4);
});

Deno.test("crm_hubspot keeps apart who share a telephone, and knows each of them again", async () => {
  await using stage = await open();
  const { hubspot, crm } = stage;
  const bob = leadOf({ email: null, name: evidence("Bob Jones", "Bob Jones") });
  const eve = leadOf({ email: evidence("eve@example.com", "eve at"), name: null });
  for (const lead of [leadOf(), bob, eve, leadOf({ email: null }), bob, eve]) {
    await crm.deliver("lead_qualified", { callId: newCallId(), lead });
  }
  const { contacts, deals } = hubspot.objects;
  assert.deepEqual([...contacts.values()].map(({ properties }) => properties["lastname"] ?? "?"), [
    ...["Smith", "Jones", "?"],
  ]);
  assert.deepEqual([...contacts.values()].map(({ properties }) => properties["email"] ?? "?"), [
    ...["ann@example.com", "?", "eve@example.com"],
  ]);
  assert.equal(deals.size, 6);
});

Deno.test("crm_hubspot leaves the owner of a contact that was there", async () => {
  await using stage = await open();
  const { hubspot, crm } = stage;
  const before = hubspot.add("contacts", { email: "ann@example.com", hubspot_owner_id: "5" });
  await crm.deliver("lead_qualified", { callId: newCallId() });
  assert.equal(before.properties["hubspot_owner_id"], "5");
});

Deno.test("crm_hubspot stores a caller without e-mail and name by the call's id", async () => {
  await using stage = await open({ deal: false });
  const { hubspot, crm } = stage;
  const callId = newCallId();
  const lead = leadOf({ email: null, name: null, phone: null });
  const call = callOf(callId, { callerNumber: null });
  await crm.deliver("lead_qualified", { callId, lead, call });
  await crm.deliver("lead_qualified", { callId, lead, call, attempt: 2 });
  assert.equal(hubspot.objects.contacts.size, 1);
  assert.equal(hubspot.objects.deals.size, 0);
});

Deno.test("crm_hubspot erases what it made, for good", async () => {
  await using stage = await open();
  const { hubspot, crm } = stage;
  const callId = newCallId();
  await crm.deliver("lead_qualified", { callId });
  const [made] = crm.receipts;
  const { receipt } = await crm.deliver("erase_person", { callId });
  const { contacts, deals, notes } = hubspot.objects;
  assert.deepEqual([contacts.size, deals.size, notes.size], [0, 0, 0]);
  assert.deepEqual(hubspot.forgotten, [made!["contact"]]);
  assert.deepEqual(receipt, {
    ...{ call: callId, erased: "yes", erased_note: made!["note"], erased_deal: made!["deal"] },
    erased_contact: made!["contact"],
  });
  await crm.deliver("erase_person", { callId, attempt: 2 });
});

Deno.test("crm_hubspot leaves a contact to a person where no receipt says whose it is", async () => {
  await using stage = await open();
  const { hubspot, crm } = stage;
  const callId = newCallId();
  await crm.deliver("lead_qualified", { callId });
  crm.receipts.length = 0;
  await assert.rejects(crm.deliver("erase_person", { callId }), /^GiveUp: Nothing is left that/);
  const { contacts, deals, notes } = hubspot.objects;
  assert.deepEqual([contacts.size, deals.size, notes.size], [1, 0, 0]);
  assert.deepEqual(hubspot.forgotten, []);
});

Deno.test("crm_hubspot erases what a broken attempt made, and knows by its time whose the contact is", async () => {
  for (const isOurs of [true, false]) {
    await using stage = await open({ owner: undefined, deal: false });
    const { hubspot, crm } = stage;
    const callId = newCallId();
    const before = isOurs ? null : hubspot.add("contacts", { email: "ann@example.com" });
    const firstAtMs = Date.now() + (isOurs ? 0 : 5_000);
    hubspot.faults.next(null, { type: "reset", when: "before" });
    await assert.rejects(crm.deliver("lead_qualified", { callId }), { name: "RetryLater" });
    const attempt = { kind: "lead_qualified", firstAtMs, lastAtMs: firstAtMs, others: [] } as const;
    const { receipt } = await crm.deliver("erase_person", { callId, unclear: [attempt] });
    assert.equal(hubspot.objects.contacts.size, isOurs ? 0 : 1);
    assert.equal(receipt?.[isOurs ? "erased_contact" : "kept_contact"] !== undefined, true);
    if (before) assert.equal(before.properties["parley_lead_id"], "");
  }
});

Deno.test("crm_hubspot leaves a contact that was there before, and takes its own name off it", async () => {
  await using stage = await open();
  const { hubspot, crm } = stage;
  const before = hubspot.add("contacts", { email: "ann@example.com" });
  const callId = newCallId();
  await crm.deliver("lead_qualified", { callId });
  assert.equal(crm.receipts[0]?.["contactIsOurs"], "no");
  await crm.deliver("erase_person", { callId });
  assert.equal(hubspot.objects.contacts.get(before.id)?.properties["parley_lead_id"], "");
  assert.deepEqual([hubspot.objects.deals.size, hubspot.objects.notes.size], [0, 0]);
});

Deno.test("crm_hubspot keeps a contact for the person's other call, until that is erased, too", async () => {
  await using stage = await open();
  const { hubspot, crm } = stage;
  const [first, second] = [newCallId(), newCallId()];
  await crm.deliver("lead_qualified", { callId: first });
  await crm.deliver("lead_qualified", { callId: second });
  await crm.deliver("erase_person", { callId: first });
  const { contacts, deals, notes } = hubspot.objects;
  assert.deepEqual([contacts.size, deals.size, notes.size], [1, 1, 1]);
  await crm.deliver("erase_person", { callId: second });
  assert.deepEqual([contacts.size, deals.size, notes.size], [0, 0, 0]);
});

Deno.test("crm_hubspot takes the object that has a unique value already, however it is told", async () => {
  for (const conflicts of [400, 409, 207] as const) {
    await using hubspot = await new HubspotStandIn({ conflicts }).listen();
    const crm = new Delivering(crmHubspot(), { settings: { baseUrl: hubspot.url }, env: ENV });
    const callId = newCallId();
    const other = hubspot.add("contacts", { email: "ann@example.com" });
    const marked = hubspot.add("contacts", { parley_lead_id: callId });
    await crm.deliver("lead_qualified", { callId });
    const { contacts, deals } = hubspot.objects;
    assert.deepEqual([contacts.size, deals.size], [2, 1], `${conflicts}`);
    assert.equal(marked.properties["lastname"], "Smith");
    assert.deepEqual(other.properties, { email: "ann@example.com" });
    assert.equal(crm.receipts[0]?.["contact"], marked.id);
  }
});

Deno.test("crm_hubspot goes to the contact with the caller's e-mail, and never deletes it for ours", async () => {
  await using stage = await open();
  const { hubspot, crm } = stage;
  const [first, second] = [newCallId(), newCallId()];
  await crm.deliver("lead_qualified", { callId: first, lead: leadOf({ email: null }) });
  const customer = hubspot.add("contacts", { email: "ann@example.com" });
  await crm.deliver("lead_qualified", { callId: second });
  const [ours, theirs] = crm.receipts;
  assert.deepEqual([theirs!["contact"], theirs!["contactIsOurs"]], [customer.id, "no"]);
  await crm.deliver("erase_person", { callId: second });
  assert.deepEqual([hubspot.forgotten, hubspot.objects.contacts.has(customer.id)], [[], true]);
  await crm.deliver("erase_person", { callId: first });
  assert.deepEqual(hubspot.forgotten, [ours!["contact"]]);
});

Deno.test("crm_hubspot says what it can't do, and when it can be tried again", async () => {
  await using stage = await open({ contactProperties: { amount: "no_such_property" } });
  const { hubspot, crm } = stage;
  const callId = newCallId();
  hubspot.faults.next({ type: "status", status: 429, retryAfterSeconds: 7 });
  await assert.rejects(crm.deliver("lead_qualified", { callId }), {
    ...{ name: "RetryLater", afterMs: 7_000, pauses: true },
    message: "HubSpot answered HTTP 429 RATE_LIMITS",
  });
  await assert.rejects(crm.deliver("lead_qualified", { callId }), {
    name: "GiveUp",
    message: "HubSpot answered HTTP 400 PROPERTY_DOESNT_EXIST",
  });
  const settings = { baseUrl: hubspot.url };
  const none = new Delivering(crmHubspot(), { settings });
  await assert.rejects(none.deliver("lead_qualified", { callId }), {
    ...{ name: "RetryLater", afterMs: 900_000, pauses: true },
    message: "HUBSPOT_TOKEN is not set: crm_hubspot needs it",
  });
  const other = new Delivering(crmHubspot(), { settings, env: { HUBSPOT_TOKEN: "old" } });
  await assert.rejects(other.deliver("lead_qualified", { callId }), {
    ...{ name: "RetryLater", afterMs: 900_000, pauses: true },
    message: "HubSpot answered HTTP 401 INVALID_AUTHENTICATION: check HUBSPOT_TOKEN and its scopes",
  });
});
