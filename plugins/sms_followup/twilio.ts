/** The few requests to Twilio's messages that the plugin makes, and what Twilio sends back. */
import { GiveUp } from "../../lib/plugin/contract.ts";
import { type Reach, type Service, taken, textAt } from "../destination.ts";
import { sameText } from "../webhook/signature.ts";
import type { SmsSettings } from "./mod.ts";

const SERVICE: Service = {
  name: "Twilio",
  key: "TWILIO_AUTH_TOKEN, or the API key and its secret",
  codeOf: (body) => (body as { code?: unknown }).code,
};
/** The recipient has answered STOP. */
const UNSUBSCRIBED = "21610";
/** Between our clock and theirs. */
const CLOCKS_APART_MS = 120_000;
const PAGE_SIZE = 100;
const PAGES_MAX = 5;

export interface SmsOrder {
  readonly to: string;
  readonly text: string;
}

interface Listed {
  readonly sid: string;
  readonly body: string;
  readonly date_created: string;
  readonly direction: string;
}

export function submit(context: Reach<SmsSettings>) {
  const { settings, fetch, signal } = context;
  const messages = `${settings.baseUrl}/2010-04-01/Accounts/${settings.accountSid}/Messages`;
  const headers = { authorization: authorization(context) };
  return {
    /** Resolves with the message's sid, or "stopped" where the person wants none. */
    async send({ to, text }: SmsOrder): Promise<string> {
      const { from, statusUrl } = settings;
      const body = new URLSearchParams({
        To: to,
        Body: text,
        ...(from.startsWith("MG") ? { MessagingServiceSid: from } : { From: from }),
        ...(statusUrl && { StatusCallback: statusUrl }),
      });
      const how = { method: "POST", headers, body, signal };
      const answer = await taken(await fetch(`${messages}.json`, how), SERVICE, [400]);
      if (answer.status !== 400) return textAt(answer.body, ["sid"], SERVICE);
      if (answer.code === UNSUBSCRIBED) return "stopped";
      throw new GiveUp({ reason: `Twilio answered HTTP 400 ${answer.code ?? ""}`.trim() });
    },
    async remove(sid: string): Promise<void> {
      const path = `${messages}/${encodeURIComponent(sid)}.json`;
      await taken(await fetch(path, { method: "DELETE", headers, signal }), SERVICE, [404]);
    },
  };
}

/** Newest first, as far back as the first attempt. "unknown": one of them shows its text no more. */
export async function sentBefore(
  context: Reach<SmsSettings>,
  { to, text }: SmsOrder,
  firstAtMs: number,
): Promise<{ state: "sent"; sid: string } | { state: "none" } | { state: "unknown" }> {
  const { settings, fetch, signal } = context;
  const headers = { authorization: authorization(context) };
  let path: string | null = `/2010-04-01/Accounts/${settings.accountSid}/Messages.json?` +
    new URLSearchParams({ To: to, PageSize: String(PAGE_SIZE) });
  for (let page = 0; page < PAGES_MAX && path !== null; page++) {
    const { body } = await taken(
      await fetch(`${settings.baseUrl}${path}`, { headers, signal }),
      SERVICE,
    );
    const list = body as { messages?: Listed[]; next_page_uri?: string | null };
    const since = (list.messages ?? []).filter((one) =>
      Date.parse(one.date_created) >= firstAtMs - CLOCKS_APART_MS && one.direction !== "inbound"
    );
    const same = since.find((one) => lettersOf(one.body).endsWith(lettersOf(text)));
    if (same !== undefined) return { state: "sent", sid: same.sid };
    if (since.some((one) => one.body === "")) return { state: "unknown" };
    path = since.length < PAGE_SIZE ? null : list.next_page_uri ?? null;
  }
  return path === null ? { state: "none" } : { state: "unknown" };
}

/** Twilio may put plain signs for typographic ones, and a trial account's notice before the text. */
function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, "");
}

/** What Twilio signs: the address as it was given to it, then each name and value in order. */
export async function isFromTwilio(
  { url, form, signature, authToken }: {
    readonly url: string;
    readonly form: URLSearchParams;
    readonly signature: string;
    readonly authToken: string;
  },
): Promise<boolean> {
  const names = [...new Set(form.keys())].sort();
  const text = url + names.map((name) => name + form.getAll(name).join("")).join("");
  const encoder = new TextEncoder();
  const how = { name: "HMAC", hash: "SHA-1" };
  const key = await crypto.subtle.importKey("raw", encoder.encode(authToken), how, false, ["sign"]);
  const bytes = await crypto.subtle.sign("HMAC", key, encoder.encode(text));
  return sameText(btoa(String.fromCharCode(...new Uint8Array(bytes))), signature);
}

function authorization({ settings, env }: Reach<SmsSettings>): string {
  const name = settings.apiKeySid ? "TWILIO_API_KEY_SECRET" : "TWILIO_AUTH_TOKEN";
  const secret = env[name];
  if (!secret) throw new GiveUp({ reason: `${name} is not set: sms_followup needs it` });
  return `Basic ${btoa(`${settings.apiKeySid ?? settings.accountSid}:${secret}`)}`;
}
