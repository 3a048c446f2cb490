/** What Twilio tells by HTTP: what became of an SMS, and that a person wants no more of them. */
import type { Callback, Heard } from "../../lib/plugin/contract.ts";
import { isFromTwilio } from "./twilio.ts";

/** Before them, a message is still on its way; they may come in any order. */
const LAST_STATUSES = ["delivered", "undelivered", "failed", "read"];
/** As Twilio takes them, where it isn't told otherwise: a word alone in the message. */
const STOP = new Set("STOP STOPALL UNSUBSCRIBE CANCEL END QUIT OPTOUT REVOKE".split(" "));
const START = new Set(["START", "UNSTOP", "YES"]);

/** `url` is what was given to Twilio: its signature is over that, not over what a proxy made of it. */
export async function heardFromTwilio(
  { headers, body }: Callback,
  { url, authToken }: { readonly url: string | undefined; readonly authToken: string | undefined },
): Promise<Heard> {
  const form = new URLSearchParams(body);
  const signature = headers["x-twilio-signature"] ?? "";
  if (!url || !authToken) return { isGenuine: false };
  if (!await isFromTwilio({ url, form, signature, authToken })) return { isGenuine: false };
  const [sid, status, from] = ["MessageSid", "MessageStatus", "From"].map((name) => form.get(name));
  if (sid && status && LAST_STATUSES.includes(status)) {
    const error = form.get("ErrorCode");
    return { isGenuine: true, keep: { of: { sid }, receipt: { status, ...(error && { error }) } } };
  }
  const wish = status ? null : wishOf(form);
  if (wish === null || !from) return { isGenuine: true };
  const receipt = { stopped: wish === "stop" ? "yes" : "no" };
  return { isGenuine: true, keep: { person: from, receipt } };
}

function wishOf(form: URLSearchParams): "stop" | "start" | null {
  const word = (form.get("OptOutType") ?? form.get("Body") ?? "").trim().toUpperCase();
  if (STOP.has(word)) return "stop";
  return START.has(word) ? "start" : null;
}
