/** What Twilio tells by HTTP: what became of an SMS, and that a person wants no more of them. */
import type { Callback, Heard } from "../../lib/plugin/contract.ts";
import { DELIVERY, isFromTwilio } from "./twilio.ts";

/** Before them, a message is still on its way; they may come in any order. */
const LAST_STATUSES = ["delivered", "undelivered", "failed", "read"];
/** As Twilio takes them, where it isn't told otherwise: a word alone in the message. */
const STOP = new Set("STOP STOPALL UNSUBSCRIBE CANCEL END QUIT OPTOUT REVOKE".split(" "));
const START = new Set(["START", "UNSTOP", "YES"]);

/** `url` is what was given to Twilio: its signature is over that, not over what a proxy made of it. */
export async function heardFromTwilio(
  { headers, query, body }: Callback,
  { url, authToken }: { readonly url: string | undefined; readonly authToken: string | undefined },
): Promise<Heard> {
  const form = new URLSearchParams(body);
  const signature = headers["x-twilio-signature"] ?? "";
  if (!url || !authToken) return { isGenuine: false };
  const called = `${url.split("?")[0]}${query}`;
  if (!await isFromTwilio({ url: called, form, signature, authToken })) return { isGenuine: false };
  const [sid, status, from] = ["MessageSid", "MessageStatus", "From"].map((name) => form.get(name));
  const key = new URLSearchParams(query).get(DELIVERY);
  if (sid && status) {
    return { isGenuine: true, ...kept({ sid, status, key, error: form.get("ErrorCode") }) };
  }
  const wish = status ? null : wishOf(form);
  if (wish === null || !from) return { isGenuine: true };
  const receipt = { stopped: wish === "stop" ? "yes" : "no" };
  return { isGenuine: true, keep: { person: from, receipt } };
}

function kept(
  { sid, status, key, error }: {
    readonly sid: string;
    readonly status: string;
    readonly key: string | null;
    readonly error: string | null;
  },
): Pick<Heard, "keep"> {
  const end = LAST_STATUSES.includes(status) ? { status, ...(error && { error }) } : null;
  const [call] = key?.split(":") ?? [];
  if (key !== null && call) return { keep: { key, receipt: { call, sid, ...end } } };
  return end === null ? {} : { keep: { of: { sid }, receipt: end } };
}

function wishOf(form: URLSearchParams): "stop" | "start" | null {
  const word = (form.get("OptOutType") ?? form.get("Body") ?? "").trim().toUpperCase();
  if (STOP.has(word)) return "stop";
  return START.has(word) ? "start" : null;
}
