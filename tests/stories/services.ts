/** The services that shipped plugins write to, as stand-ins, and settings that lead there. */
import { createHmac } from "node:crypto";
import { HubspotStandIn } from "../standins/hubspot.ts";
import { SalesforceStandIn } from "../standins/salesforce.ts";
import { SmtpStandIn } from "../standins/smtp.ts";
import { ACCOUNT_SID, AUTH_TOKEN, TwilioStandIn } from "../standins/twilio.ts";

const WEBHOOK_SECRET = "a secret";
const LOGIN = { user: "parley", password: "a password" };

/** Which of their own things the operator has named. */
export const OWN = {
  hubspotOwner: "4711",
  pipeline: "phone",
  stage: "first_call",
  salesforceOwner: "0055e000001abcdAAA",
  campaign: "7015e000001abcdAAA",
  smsFrom: "+12025550100",
  mailFrom: "parley@example.com",
  mailTo: ["boss@example.com", "ops@example.com"],
  transcripts: "https://crm.example.com/calls/",
} as const;

/** One request to the webhook's receiver. */
export interface Hook {
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
  /** By the secret, over the time and the body. */
  readonly isSigned: boolean;
}

export class Services implements AsyncDisposable {
  readonly hubspot = new HubspotStandIn({
    properties: { contacts: ["wants"], deals: ["time_frame"] },
  });
  readonly salesforce = new SalesforceStandIn();
  readonly twilio = new TwilioStandIn();
  readonly smtp = new SmtpStandIn({ login: LOGIN });
  readonly hooks: Hook[] = [];
  readonly #receiver = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    async (request) => {
      this.hooks.push(hookOf(request.headers, await request.text()));
      return new Response();
    },
  );

  static async open(): Promise<Services> {
    const services = new Services();
    const { hubspot, salesforce, twilio } = services;
    await Promise.all([hubspot, salesforce, twilio].map((one) => one.listen()));
    return services;
  }

  /** For the program; `modelUrl` is what judges turns. */
  env(modelUrl: string): Readonly<Record<string, string>> {
    return {
      PLUGIN_SETTINGS: this.#settings(modelUrl),
      HUBSPOT_TOKEN: "test-token",
      SALESFORCE_CLIENT_SECRET: "test-secret",
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      WEBHOOK_SECRET,
      SMTP_USER: LOGIN.user,
      SMTP_PASSWORD: LOGIN.password,
    };
  }

  /** How many there are of each. */
  get counts() {
    const { contacts, deals, notes } = this.hubspot.objects;
    const { Lead, Task, CampaignMember } = this.salesforce.records;
    return {
      ...{ contacts: contacts.size, deals: deals.size, notes: notes.size },
      ...{ leads: Lead.size, tasks: Task.size, members: CampaignMember.size },
      ...{ sms: this.twilio.sent.length, mails: this.smtp.mails.length },
      hooks: this.hooks.map(({ body }) => body["kind"]).sort(),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#receiver.shutdown();
    for (const one of [this.hubspot, this.salesforce, this.twilio, this.smtp]) {
      await one[Symbol.asyncDispose]();
    }
  }

  #settings(modelUrl: string): string {
    const plugins = {
      ...{ pronounce: { words: { SQL: "sequel" } }, sentiment: { baseUrl: modelUrl } },
      ...this.#crm(),
      ...this.#others(),
    };
    return JSON.stringify({
      plugins: Object.entries(plugins).map(([name, settings]) => ({ name, settings })),
    });
  }

  #crm() {
    const transcriptUrl = `${OWN.transcripts}{call}`;
    return {
      crm_hubspot: {
        ...{ baseUrl: this.hubspot.url, owner: OWN.hubspotOwner, transcriptUrl },
        ...{ pipeline: OWN.pipeline, stage: OWN.stage },
        contactProperties: { investmentType: "wants" },
        dealProperties: { timeline: "time_frame" },
      },
      crm_salesforce: {
        ...{ loginUrl: this.salesforce.url, clientId: "test-client", transcriptUrl },
        ...{ ownerId: OWN.salesforceOwner, campaignId: OWN.campaign },
        leadFields: { amount: "Budget__c" },
      },
    };
  }

  #others() {
    return {
      sms_followup: {
        ...{ baseUrl: this.twilio.url, accountSid: ACCOUNT_SID, from: OWN.smsFrom },
        ...{ quietFrom: "00:00", quietTo: "00:00" },
      },
      webhook: { url: `http://127.0.0.1:${this.#receiver.addr.port}/` },
      email_report: {
        ...{ host: "127.0.0.1", port: this.smtp.port, from: OWN.mailFrom, to: OWN.mailTo },
      },
    };
  }
}

function hookOf(headers: Headers, text: string): Hook {
  const [, seconds, signature] = /^t=(\d+),v1=(\w+)$/.exec(headers.get("parley-signature")!) ?? [];
  const wanted = createHmac("sha256", WEBHOOK_SECRET).update(`${seconds}.${text}`).digest("hex");
  const isFresh = Math.abs(Date.now() / 1_000 - Number(seconds)) < 60;
  return { headers, body: JSON.parse(text), isSigned: isFresh && signature === wanted };
}
