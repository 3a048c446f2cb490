/** HubSpot: a contact, a deal and a note for each qualified lead, and their deletion. See README.md. */
import { z } from "zod";
import { definePlugin, type Delivered, type Delivery, GiveUp } from "../../lib/plugin/contract.ts";
import { isUsed, type Reach } from "../destination.ts";
import { idsIn, mayBeSame } from "../identity.ts";
import { amountOf, contactOf, linkTo, plain, summary } from "../lead_words.ts";
import { type Api, hubspotApi, type Stored } from "./api.ts";

const settings = z.object({
  baseUrl: z.url().default("https://api.hubapi.com"),
  /** A property with unique values of contacts, deals and notes: the id of the call. */
  idProperty: z.string().regex(/^[a-z][a-z0-9_]*$/).default("parley_lead_id"),
  deal: z.boolean().default(true),
  pipeline: z.string().default("default"),
  stage: z.string().default("appointmentscheduled"),
  /** `hubspot_owner_id` of all three. */
  owner: z.string().optional(),
  /** The field of the lead that is the deal's amount. */
  amountField: z.string().default("amount"),
  /** Field of the lead → property of the contact. */
  contactProperties: z.record(z.string(), z.string()).default({}),
  /** Field of the lead → property of the deal. */
  dealProperties: z.record(z.string(), z.string()).default({}),
  /** "https://crm.example.com/calls/{call}" */
  transcriptUrl: z.string().optional(),
});

type Settings = z.output<typeof settings>;
type Context = Reach<Settings>;
type Qualified = Delivery<"lead_qualified">;

export const crmHubspot = () =>
  definePlugin({
    name: "crm_hubspot",
    version: "1.0.0",
    settings,
    permissions: { hosts: ["api.hubapi.com"], env: ["HUBSPOT_TOKEN"] },
    reaches: ({ baseUrl }) => [new URL(baseUrl).host],
    deliver: { lead_qualified: qualified, erase_person: erased },
    shares: ["contact"],
  });

async function qualified(delivery: Qualified, context: Context): Promise<Delivered> {
  const { settings } = context;
  const api = hubspotApi(context);
  const contact = await storeContact(api, delivery, settings);
  const links = [`contacts/${contact.id}`];
  const receipt: Record<string, string> = {
    call: delivery.callId,
    contact: contact.id,
    contactIsOurs: isOurs(contact, delivery) ? "yes" : "no",
  };
  if (settings.deal) {
    receipt["deal"] = (await api.upsert("deals", settings.idProperty, delivery.callId, {
      ...dealOf(delivery, settings),
      ...owned(settings),
    })).id;
    await api.link(`deals/${receipt["deal"]}`, links[0]!);
    links.push(`deals/${receipt["deal"]}`);
  }
  const note = await api.upsert("notes", settings.idProperty, delivery.callId, {
    hs_note_body: noteOf(delivery, settings),
    hs_timestamp: new Date(delivery.call.startedAtMs).toISOString(),
    ...owned(settings),
  });
  for (const link of links) await api.link(`notes/${note.id}`, link);
  return { receipt: { ...receipt, note: note.id } };
}

/** One that was there before keeps its owner. */
async function storeContact(api: Api, delivery: Qualified, settings: Settings): Promise<Stored> {
  const stored = await contactFor(api, delivery, settings);
  if (settings.owner !== undefined && isMadeNow(stored, delivery)) {
    await api.update(`contacts/${stored.id}`, owned(settings));
  }
  return stored;
}

/** One of the line's that may be the caller's, else by e-mail, else by the call. */
async function contactFor(api: Api, delivery: Qualified, settings: Settings): Promise<Stored> {
  const { callId, receipts, lead, call } = delivery;
  const properties = contactProperties(delivery, settings);
  for (const id of idsIn(receipts, "contact")) {
    const known = await api.contact(id);
    if (known === null || !mayBeSame(known, contactOf(lead, call))) continue;
    const updated = await api.update(`contacts/${id}`, properties);
    if (updated !== null) return updated;
  }
  const email = properties["email"];
  return email === undefined
    ? await api.upsert("contacts", settings.idProperty, callId, properties)
    : await api.upsert("contacts", "email", email, {
      ...properties,
      [settings.idProperty]: callId,
    });
}

function contactProperties({ lead, call }: Qualified, settings: Settings): Record<string, string> {
  const { firstName, lastName, email, phone } = contactOf(lead, call);
  return {
    ...(firstName && { firstname: firstName }),
    ...(lastName && { lastname: lastName }),
    ...(email && { email }),
    ...(phone && { phone }),
    ...mapped(lead, settings.contactProperties),
  };
}

function dealOf({ lead, call }: Qualified, settings: Settings): Record<string, string> {
  const amount = amountOf(lead, settings.amountField);
  return {
    dealname: `${contactOf(lead, call).lastName ?? "Caller"}, ${call.campaign}`,
    pipeline: settings.pipeline,
    dealstage: settings.stage,
    ...(amount && { amount: amount.major, deal_currency_code: amount.currency }),
    ...mapped(lead, settings.dealProperties),
  };
}

function mapped(lead: Qualified["lead"], properties: Settings["dealProperties"]) {
  const entries = Object.entries(properties).map(([field, property]) => {
    const found = lead.fields[field];
    return found ? [[property, plain(found.value)] as const] : [];
  });
  return Object.fromEntries(entries.flat());
}

function owned({ owner }: Settings): Record<string, string> {
  return owner === undefined ? {} : { hubspot_owner_id: owner };
}

/** Of a contact that bears the call's mark. */
function unknown(contact: string): string {
  return `Nothing is left that says whether Parley made contact ${contact} or found it there: ` +
    "delete it at HubSpot if it is nobody's customer, and then cancel this delivery";
}

/** A note's body is HTML. */
function noteOf({ call, lead, callId }: Qualified, { transcriptUrl }: Settings): string {
  const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  return summary(call, lead, linkTo(transcriptUrl, callId))
    .replace(/[&<>"]/g, (sign) => signs[sign]!)
    .replaceAll("\n", "<br>");
}

/** A contact that was there before Parley wrote to it is somebody's customer. */
function isOurs(stored: Stored, delivery: Qualified): boolean {
  return madeByUs(stored.id, delivery.receipts) || isMadeNow(stored, delivery);
}

function isMadeNow({ isNew, createdAtMs }: Stored, { firstAtMs }: Qualified): boolean {
  return isNew || firstAtMs !== null && createdAtMs >= firstAtMs;
}

function madeByUs(contact: string, receipts: Delivery["receipts"]): boolean {
  return receipts.some((one) => one["contact"] === contact && one["contactIsOurs"] === "yes");
}

async function erased(delivery: Delivery<"erase_person">, context: Context): Promise<Delivered> {
  const { settings: { idProperty } } = context;
  const { callId, receipts } = delivery;
  const api = hubspotApi(context);
  const own = receipts.find(({ call, note }) => call === callId && note !== undefined);
  const gone: Record<string, string> = { call: callId, erased: "yes" };
  for (const kind of ["notes", "deals"] as const) {
    const name = kind.slice(0, -1);
    const id = own ? own[name] : (await api.find(kind, idProperty, callId))?.id;
    if (id === undefined) continue;
    await api.remove(`${kind}/${id}`);
    gone[`erased_${name}`] = id;
  }
  const marked = own ? null : await api.find("contacts", idProperty, callId);
  const contact = own?.["contact"] ?? marked?.id;
  if (contact === undefined) return { receipt: gone };
  if (isUsed("contact", contact, delivery)) return { receipt: { ...gone, kept_contact: contact } };
  if (!isOursToErase(contact, marked, delivery)) {
    await api.update(`contacts/${contact}`, { [idProperty]: "" });
    return { receipt: { ...gone, kept_contact: contact } };
  }
  await api.forget(contact);
  return { receipt: { ...gone, erased_contact: contact } };
}

/** By the receipts; where the lead's delivery came to none, by when the contact was made. */
function isOursToErase(
  contact: string,
  marked: Stored | null,
  { receipts, unclear }: Delivery<"erase_person">,
): boolean {
  if (receipts.some((one) => one["contact"] === contact)) return madeByUs(contact, receipts);
  const began = unclear.find(({ kind }) => kind === "lead_qualified");
  if (began && marked) return marked.createdAtMs >= began.firstAtMs;
  throw new GiveUp({ reason: unknown(contact) }); // it can't be brought back
}
