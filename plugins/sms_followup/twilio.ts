/** The few requests to Twilio's messages that the plugin makes, and what Twilio sends back. */
import { GiveUp, RetryLater } from "../../lib/plugin/contract.ts";
import { keyOf, type Reach, type Service, taken, textAt } from "../destination.ts";
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
/** A message is listed by when it was sent, and made before that. */
const LISTED_LATE_MS = 3_600_000;

/** In the query of the address that Twilio calls. */
export const DELIVERY = "delivery";

export interface SmsOrder {
  /** Of the delivery. */
  readonly key: string;
  readonly to: string;
  readonly text: string;
}

interface Listed {
  readonly sid: string;
  readonly from: string;
  readonly messaging_service_sid?: string | null;
  readonly body: string;
  readonly date_created: string;
  readonly direction: string;
}

/** Of attempts: from when the first began to when the last had surely ended. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

export function submit(context: Reach<SmsSettings>) {
  const { settings, fetch, signal } = context;
  const messages = `${settings.baseUrl}/2010-04-01/Accounts/${settings.accountSid}/Messages`;
  const headers = { authorization: authorization(context) };
  return {
    /** Resolves with the message's sid, or "stopped" where the person wants none. */
    async send({ key, to, text }: SmsOrder): Promise<string> {
      const { from, statusUrl } = settings;
      const body = new URLSearchParams({
        To: to,
        Body: text,
        ...(from.startsWith("MG") ? { MessagingServiceSid: from } : { From: from }),
        ...(statusUrl && { StatusCallback: callbackUrl(statusUrl, key) }),
      });
      const how = { method: "POST", headers, body, signal };
      const answer = await taken(await fetch(`${messages}.json`, how), SERVICE, [400]);
      if (answer.status !== 400) return textAt(answer.body, ["sid"], SERVICE);
      if (answer.code === UNSUBSCRIBED) return "stopped";
      throw new GiveUp({ reason: `Twilio answered HTTP 400 ${answer.code ?? ""}`.trim() });
    },
    async remove(sid: string): Promise<void> {
      const path = `${messages}/${encodeURIComponent(sid)}.json`;
      const request = await fetch(path, { method: "DELETE", headers, signal });
      const { status } = await taken(request, SERVICE, [404, 409]);
      if (status !== 409) return;
      throw new RetryLater({ reason: "Twilio deletes no SMS that is still on its way" });
    },
  };
}

/** `others`: messages that are known to be another call's. "unknown": one shows its text no more. */
export async function sentBefore(
  context: Reach<SmsSettings>,
  { to, text }: Pick<SmsOrder, "to" | "text">,
  { firstAtMs, others }: { readonly firstAtMs: number; readonly others: ReadonlySet<string> },
): Promise<{ state: "sent"; sid: string } | { state: "none" } | { state: "unknown" }> {
  const { since, isWhole } = await listed(context, { To: to }, firstAtMs);
  const left = since.filter(({ sid }) => !others.has(sid));
  const same = left.find((one) => lettersOf(one.body).endsWith(lettersOf(text)));
  if (same !== undefined) return { state: "sent", sid: same.sid };
  const isSure = isWhole && left.every((one) => one.body !== "");
  return { state: isSure ? "none" : "unknown" };
}

/** Where nobody knows any more to whom: how many there are, or null where that can't be told. */
export async function countSentIn(
  context: Reach<SmsSettings>,
  { fromMs, toMs }: Span,
  others: ReadonlySet<string>,
): Promise<number | null> {
  const { from } = context.settings;
  const until = new Date(toMs + LISTED_LATE_MS).toISOString().replace(/\.\d+/, "");
  const isService = from.startsWith("MG");
  const filter = { ...(isService ? {} : { From: from }), "DateSent<": until };
  const { since, isWhole } = await listed(context, filter, fromMs);
  const isOurs = (one: Listed) => !isService || one.messaging_service_sid === from;
  const left = since.filter((one) =>
    isOurs(one) && !others.has(one.sid) && Date.parse(one.date_created) <= toMs + CLOCKS_APART_MS
  );
  return isWhole || left.length > 0 ? left.length : null;
}

/** What Twilio is given to call back by: it tells which delivery it is about, also where its answer was lost. */
function callbackUrl(statusUrl: string, key: string): string {
  const url = new URL(statusUrl);
  url.searchParams.set(DELIVERY, key);
  return url.href;
}

/** Newest first, as far back as `firstAtMs`; `isWhole`: there are no more than so many pages of them. */
async function listed(
  { settings, env, fetch, signal }: Reach<SmsSettings>,
  filter: Readonly<Record<string, string>>,
  firstAtMs: number,
): Promise<{ since: readonly Listed[]; isWhole: boolean }> {
  const headers = { authorization: authorization({ settings, env }) };
  const since: Listed[] = [];
  let path: string | null = `/2010-04-01/Accounts/${settings.accountSid}/Messages.json?` +
    new URLSearchParams({ ...filter, PageSize: String(PAGE_SIZE) });
  for (let page = 0; page < PAGES_MAX && path !== null; page++) {
    const answer: Response = await fetch(`${settings.baseUrl}${path}`, { headers, signal });
    const { body } = await taken(answer, SERVICE);
    const list = body as { messages?: Listed[]; next_page_uri?: string | null };
    const messages = list.messages ?? [];
    const recent = messages.filter(({ date_created }) =>
      Date.parse(date_created) >= firstAtMs - CLOCKS_APART_MS
    );
    since.push(...recent.filter(({ direction }) => direction !== "inbound"));
    path = recent.length < PAGE_SIZE ? null : list.next_page_uri ?? null;
  }
  return { since, isWhole: path === null };
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

function authorization({ settings, env }: Pick<Reach<SmsSettings>, "settings" | "env">): string {
  const name = settings.apiKeySid ? "TWILIO_API_KEY_SECRET" : "TWILIO_AUTH_TOKEN";
  const secret = keyOf(env, name, "sms_followup");
  return `Basic ${btoa(`${settings.apiKeySid ?? settings.accountSid}:${secret}`)}`;
}
