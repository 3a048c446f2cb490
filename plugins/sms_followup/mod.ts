/** An SMS after the call, by Twilio: with consent, by day, once. See README.md. */
import { z } from "zod";
import {
  definePlugin,
  type Delivered,
  type Delivery,
  RetryLater,
} from "../../lib/plugin/contract.ts";
import type { Reach } from "../destination.ts";
import { contactOf } from "../lead_words.ts";
import { waitMs } from "./quiet_hours.ts";
import { segmentsOf } from "./segments.ts";
import { heardFromTwilio } from "./callbacks.ts";
import { textOf } from "./text.ts";
import { submit } from "./twilio.ts";
import { assertNoneLeft, lookedUp } from "./unclear.ts";

const TIME = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

const settings = z.object({
  baseUrl: z.url().default("https://api.twilio.com"),
  accountSid: z.string().regex(/^AC[0-9a-f]{32}$/),
  /** An API key; without it the account's own token is used. */
  apiKeySid: z.string().regex(/^SK[0-9a-f]{32}$/).optional(),
  /** "+12025550100", or a messaging service: "MG…". */
  from: z.string().regex(/^(\+[1-9]\d{5,14}|MG[0-9a-f]{32})$/),
  /** By language (BCP 47): `{name}`, `{summary}` and `{next}` are filled in. */
  templates: z.record(z.string(), z.string().min(1).max(1_000)).default({
    en: "Thank you for your call. We noted: {summary}. {next} Reply STOP to opt out.",
  }),
  /** By language, what `{next}` says: with `{time}` where one was agreed on, else the second. */
  nextSteps: z.record(z.string(), z.object({ agreed: z.string(), open: z.string() })).default({
    en: { agreed: "We will call you back on {time}.", open: "We will be in touch." },
  }),
  /** No SMS between these, by the clock of the person's place. */
  quietFrom: TIME.default("21:00"),
  quietTo: TIME.default("08:00"),
  /** Where a person is whose number tells nothing. */
  timeZone: z.string().default("UTC"),
  /** Fields of the lead that the summary names. */
  summaryFields: z.array(z.string()).default(["investmentType", "amount", "timeline"]),
  segmentsMax: z.int().min(1).max(10).default(3),
  /** Millionths of the currency for each segment. */
  segmentPriceMicros: z.int().min(0).default(8_300),
  currency: z.string().regex(/^[A-Z]{3}$/).default("USD"),
  /** Where Twilio tells what became of it, and what was answered: "https://parley.example.com/plugins/sms_followup". */
  statusUrl: z.url().optional(),
  /** After the call: a plugin that was off for long has nothing to say any more. */
  lateAfterHours: z.int().min(1).max(720).default(72),
  /** How long a request may be on its way before its SMS is looked up. */
  settleSeconds: z.int().min(0).max(600).default(60),
});

export type SmsSettings = z.output<typeof settings>;
type Ended = Delivery<"call_ended">;

export const smsFollowup = () =>
  definePlugin({
    name: "sms_followup",
    version: "1.0.0",
    settings,
    permissions: {
      hosts: ["api.twilio.com"],
      env: ["TWILIO_AUTH_TOKEN", "TWILIO_API_KEY_SECRET"],
    },
    reaches: ({ baseUrl }) => [new URL(baseUrl).host],
    metrics: {
      sms_segments: { kind: "counter", about: "Segments of SMS that were sent" },
      sms_cost_micros: { kind: "counter", about: "Their price, in millionths of the currency" },
    },
    hear: {
      callback: (callback, { settings: { statusUrl }, env }) =>
        heardFromTwilio(callback, { url: statusUrl, authToken: env["TWILIO_AUTH_TOKEN"] }),
    },
    deliver: {
      async call_ended(delivery, context) {
        const { delivered, segments } = await followUp(delivery, context);
        if (segments > 0) {
          context.measure("sms_segments", segments);
          context.measure("sms_cost_micros", segments * context.settings.segmentPriceMicros);
        }
        return delivered;
      },
      erase_person: erased,
    },
  });

async function erased(
  delivery: Delivery<"erase_person">,
  context: Reach<SmsSettings>,
): Promise<Delivered> {
  const { callId, receipts } = delivery;
  const sent = receipts.find(({ call, sid }) => call === callId && sid !== undefined);
  if (sent === undefined) {
    await assertNoneLeft(delivery, context);
    return { receipt: { call: callId } };
  }
  await submit(context).remove(sent["sid"]!);
  return { receipt: { call: callId, erased_sms: sent["sid"]! } };
}

async function followUp(
  delivery: Ended,
  context: Reach<SmsSettings>,
): Promise<{ delivered: Delivered; segments: number }> {
  const { settings, now } = context;
  const { callId, lead, call, receipts } = delivery;
  const skipped = (why: string) => ({
    ...{ delivered: { receipt: { call: callId, skipped: why } }, segments: 0 },
  });
  const { phone, consents } = contactOf(lead, call);
  if (phone === null) return skipped("no number");
  if (!consents) return skipped("no consent");
  if (receipts.some(({ stopped }) => stopped === "yes")) return skipped("stopped");
  const text = textOf(call, lead, settings);
  const order = { key: delivery.key, to: phone, text };
  if (delivery.lastAtMs !== null) {
    const known = receipts.find(({ call, sid }) => call === callId && sid !== undefined)?.["sid"] ??
      await lookedUp(order, delivery, context);
    if (known !== null) return { delivered: receiptOf(callId, known, text, settings), segments: 0 };
  }
  const sinceMs = now() - (call.ended?.atMs ?? call.startedAtMs);
  if (sinceMs > settings.lateAfterHours * 3_600_000) return skipped("too late");
  const quietMs = waitMs(phone, now(), settings);
  if (quietMs > 0) throw new RetryLater({ afterMs: quietMs, reason: "It is night there" });
  const sid = await submit(context).send(order);
  if (sid === "stopped") {
    return { delivered: { receipt: { call: callId, stopped: "yes" } }, segments: 0 };
  }
  return {
    delivered: receiptOf(callId, sid, text, settings),
    segments: segmentsOf(text).segments,
  };
}

function receiptOf(call: string, sid: string, text: string, settings: SmsSettings): Delivered {
  const { segments } = segmentsOf(text);
  const cost = segments * settings.segmentPriceMicros;
  return {
    receipt: { call, sid, segments: String(segments), cost: `${cost} µ${settings.currency}` },
  };
}
