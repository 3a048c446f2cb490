/**
 * Attempts that nobody lived to report on. Twilio knows no idempotency key: what they may have sent is
 * looked for by its recipient, text and time; in an erasure, which knows no recipient any more, by time.
 */
import { type Delivery, GiveUp, RetryLater } from "../../lib/plugin/contract.ts";
import type { Reach } from "../destination.ts";
import type { SmsSettings } from "./mod.ts";
import { countSentIn, sentBefore, type SmsOrder } from "./twilio.ts";

type Context = Reach<SmsSettings>;
type Receipts = Delivery["receipts"];

/** Null: it was surely not sent. */
export async function lookedUp(
  order: SmsOrder,
  { callId, firstAtMs, lastAtMs, receipts }: Delivery<"call_ended">,
  context: Context,
): Promise<string | null> {
  const others = sidsIn(receipts.filter(({ call }) => call !== callId));
  const found = await sentBefore(context, order, { firstAtMs: firstAtMs!, others });
  if (found.state === "sent") return found.sid;
  if (found.state === "unknown") {
    throw new GiveUp({
      reason: "Twilio does not tell whether the SMS was sent: look there, then retry or cancel",
    });
  }
  waitUntilSettled(lastAtMs!, context);
  return null;
}

/** Throws where Twilio has an SMS that may be the erased call's: a person has to look. */
export async function assertNoneLeft(
  { unclear, receipts }: Delivery<"erase_person">,
  context: Context,
): Promise<void> {
  const tried = unclear.find(({ kind }) => kind === "call_ended");
  if (tried === undefined) return;
  waitUntilSettled(tried.lastAtMs, context);
  const toMs = tried.lastAtMs + context.settings.settleSeconds * 1_000;
  const others = sidsIn([...receipts, ...tried.others]);
  const count = await countSentIn(context, { fromMs: tried.firstAtMs, toMs }, others);
  if (count === 0) return;
  throw new GiveUp({
    reason:
      `Twilio has ${count ?? "too many"} SMS of the time of the call's attempts that may be ` +
      "the erased person's: delete theirs at Twilio, and then cancel this delivery",
  });
}

function waitUntilSettled(lastAtMs: number, { settings, now }: Context): void {
  const settlesInMs = lastAtMs + settings.settleSeconds * 1_000 - now();
  if (settlesInMs <= 0) return;
  throw new RetryLater({ afterMs: settlesInMs, reason: "An SMS may still be on its way" });
}

function sidsIn(receipts: Receipts): ReadonlySet<string> {
  return new Set(receipts.flatMap(({ sid }) => sid ?? []));
}
