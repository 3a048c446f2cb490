/** Salesforce: a Lead, a Task and a campaign member for each qualified lead, and their deletion. */
import { z } from "zod";
import { definePlugin, type Delivered, type Delivery } from "../../lib/plugin/contract.ts";
import { isUsed, type Reach } from "../destination.ts";
import { idsIn, mayBeSame, type Named } from "../identity.ts";
import { contactOf, linkTo, plain, summary } from "../lead_words.ts";
import { type Api, salesforceApi, type Upserted } from "./api.ts";
import { Login } from "./login.ts";

const API_NAME = /^[A-Za-z][A-Za-z0-9_]{0,79}$/;

const settings = z.object({
  /** The organisation's own address: "https://example.my.salesforce.com". */
  loginUrl: z.url(),
  apiVersion: z.string().regex(/^\d{2}\.0$/).default("62.0"),
  auth: z.enum(["client_credentials", "jwt"]).default("client_credentials"),
  clientId: z.string().min(1),
  /** For `jwt`: in whose name. */
  username: z.string().optional(),
  /** For `jwt`: whom the assertion is for. */
  audience: z.url().default("https://login.salesforce.com"),
  /** An external id of Lead: the id of the call. */
  externalId: z.string().regex(API_NAME).default("Parley_Call_Id__c"),
  /** Lead asks for one, and callers have none. */
  company: z.string().min(1).default("[not given]"),
  leadSource: z.string().default("Phone Inquiry"),
  ownerId: z.string().optional(),
  campaignId: z.string().optional(),
  memberStatus: z.string().default("Responded"),
  /** Field of the lead → field of Lead. */
  leadFields: z.record(z.string(), z.string().regex(API_NAME)).default({}),
  /** "https://crm.example.com/calls/{call}" */
  transcriptUrl: z.string().optional(),
});

type Settings = z.output<typeof settings>;
type Context = Reach<Settings>;
type Qualified = Delivery<"lead_qualified">;

const NO_NAME = "Caller";
/** A Task's description takes 32,000 characters. */
const DESCRIPTION_CHARS_MAX = 30_000;

export const crmSalesforce = () => {
  const login = new Login();
  return definePlugin({
    name: "crm_salesforce",
    version: "1.0.0",
    settings,
    permissions: {
      hosts: ["*.my.salesforce.com"],
      env: ["SALESFORCE_CLIENT_SECRET", "SALESFORCE_PRIVATE_KEY"],
    },
    reaches: ({ loginUrl }) => [new URL(loginUrl).host],
    shares: ["lead"],
    deliver: {
      lead_qualified: (delivery, context) => qualified(delivery, context, login),
      erase_person: (delivery, context) => erased(delivery, context, login),
    },
  });
};

async function qualified(
  delivery: Qualified,
  context: Context,
  login: Login,
): Promise<Delivered> {
  const { settings } = context;
  const api = await salesforceApi(context, login);
  const { id: lead, wasThere } = await storeLead(api, delivery, settings);
  const receipt: Record<string, string> = { call: delivery.callId, lead };
  if (wasThere) receipt["leadWasThere"] = "yes";
  const task = await api.findBy("Task", "CallObject", delivery.callId) ??
    await api.create("Task", taskOf(delivery, settings, lead));
  receipt["task"] = task;
  if (settings.campaignId !== undefined) {
    receipt["member"] = await addMember(api, settings, settings.campaignId, lead);
  }
  return { receipt };
}

/** One of the line's that may be the caller's, else by the external id. */
async function storeLead(api: Api, delivery: Qualified, settings: Settings): Promise<Upserted> {
  const { lead, call, callId, receipts } = delivery;
  const changes = changesOf(delivery, settings);
  for (const id of idsIn(receipts, "lead")) {
    const known = await api.lead(id);
    const isSame = known !== null && mayBeSame(withoutStandIn(known), contactOf(lead, call));
    if (isSame && await api.update(`Lead/${id}`, changes)) {
      return { id, wasThere: wasThereBefore(id, receipts) };
    }
  }
  const fields = { ...newLead(settings), ...changes };
  return await api.upsert("Lead", { field: settings.externalId, id: callId }, { fields, changes });
}

function withoutStandIn(known: Named): Named {
  return known.lastName === NO_NAME && !known.firstName ? { ...known, lastName: null } : known;
}

/** A Lead that was there before Parley wrote to it is somebody's. */
function wasThereBefore(id: string, receipts: Delivery["receipts"]): boolean {
  return receipts.some(({ lead, leadWasThere }) => lead === id && leadWasThere === "yes");
}

/** What Lead asks for and a caller may leave out, and who is to care for it: set once. */
function newLead({ company, leadSource, ownerId }: Settings): Record<string, string> {
  return {
    LastName: NO_NAME,
    Company: company,
    LeadSource: leadSource,
    ...(ownerId && { OwnerId: ownerId }),
  };
}

/** What the caller has said, also of a Lead that people have worked on. */
function changesOf({ lead, call }: Qualified, settings: Settings): Record<string, string> {
  const { firstName, lastName, email, phone } = contactOf(lead, call);
  const own = Object.entries(settings.leadFields).flatMap(([field, name]) => {
    const found = lead.fields[field];
    return found ? [[name, plain(found.value)] as const] : [];
  });
  return {
    ...(firstName && { FirstName: firstName }),
    ...(lastName && { LastName: lastName }),
    ...(email && { Email: email }),
    ...(phone && { Phone: phone }),
    ...Object.fromEntries(own),
  };
}

/** `CallObject` is Task's own field for the name of a call: by it a second try finds the first. */
function taskOf({ call, lead, callId }: Qualified, settings: Settings, leadId: string) {
  const { ended, startedAtMs } = call;
  return {
    WhoId: leadId,
    Subject: "Call",
    Status: "Completed",
    Priority: "Normal",
    TaskSubtype: "Call",
    CallType: "Inbound",
    CallObject: callId,
    ActivityDate: new Date(startedAtMs).toISOString().slice(0, 10),
    ...(ended && { CallDurationInSeconds: Math.round((ended.atMs - startedAtMs) / 1_000) }),
    Description: summary(call, lead, linkTo(settings.transcriptUrl, callId))
      .slice(0, DESCRIPTION_CHARS_MAX),
    ...(settings.ownerId && { OwnerId: settings.ownerId }),
  };
}

/** A campaign has each lead once: who is in it already is refused, and found. */
async function addMember(
  api: Api,
  { memberStatus: Status }: Settings,
  CampaignId: string,
  LeadId: string,
): Promise<string> {
  const query = `CampaignId = '${CampaignId}' AND LeadId = '${LeadId}'`;
  const known = await api.findWhere("CampaignMember", query);
  return known ?? await api.create("CampaignMember", { CampaignId, LeadId, Status });
}

async function erased(
  delivery: Delivery<"erase_person">,
  context: Context,
  login: Login,
): Promise<Delivered> {
  const { callId, receipts } = delivery;
  const api = await salesforceApi(context, login);
  const own = receipts.find(({ call, task }) => call === callId && task !== undefined);
  const found = {
    task: own?.["task"] ?? await api.findBy("Task", "CallObject", callId),
    lead: own?.["lead"] ?? await api.findBy("Lead", context.settings.externalId, callId),
  };
  const gone: Record<string, string> = { call: callId, erased: "yes" };
  if (found.task !== null) {
    await api.remove(`Task/${found.task}`);
    gone["erased_task"] = found.task;
  }
  const isKept = found.lead !== null &&
    (isUsed("lead", found.lead, delivery) || wasThereBefore(found.lead, receipts));
  if (found.lead !== null && isKept) {
    gone["kept_lead"] = found.lead;
  } else if (found.lead !== null) {
    await api.remove(`Lead/${found.lead}`); // its campaign members go with it
    gone["erased_lead"] = found.lead;
  }
  return { receipt: gone };
}
