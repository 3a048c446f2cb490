/** A signed HTTP request for what happens, to an address of the operator's. See README.md. */
import { z } from "zod";
import { definePlugin, type Delivered, type Delivery } from "../../lib/plugin/contract.ts";
import { keyOf, type Reach, type Service, taken, untilPersonActs } from "../destination.ts";
import { signatureOf } from "./signature.ts";

const settings = z.object({
  url: z.url(),
  kinds: z.array(z.enum(["lead_qualified", "call_ended", "erase_person"]))
    .default(["lead_qualified", "call_ended", "erase_person"]),
  /** Words of the call beside the lead. */
  transcript: z.boolean().default(true),
});

const SERVICE: Service = {
  name: "The webhook",
  key: "WEBHOOK_SECRET, and what the receiver refuses",
  codeOf: () => null,
  keyRefused: [401], // a firewall's 403 is about what one message says
};

type Settings = z.output<typeof settings>;
type Told = Delivery<"lead_qualified" | "call_ended" | "erase_person">;

export const webhook = () =>
  definePlugin({
    name: "webhook",
    version: "1.0.0",
    settings,
    permissions: { env: ["WEBHOOK_SECRET"] },
    reaches: ({ url }) => [new URL(url).host],
    deliver: { lead_qualified: send, call_ended: send, erase_person: send },
  });

async function send(delivery: Told, context: Reach<Settings>): Promise<Delivered> {
  const { settings, env, fetch, signal, now } = context;
  const secret = keyOf(env, "WEBHOOK_SECRET", "webhook");
  if (!settings.kinds.includes(delivery.kind)) return {};
  const body = JSON.stringify(bodyOf(delivery, settings));
  const seconds = Math.floor(now() / 1_000);
  const response = await fetch(settings.url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "user-agent": "Parley",
      "idempotency-key": delivery.key,
      "parley-signature": await signatureOf(secret, seconds, body),
    },
    body,
    redirect: "manual", // to follow one would make a GET of it, which any page takes
    signal,
  });
  if (response.status >= 300 && response.status < 400) {
    throw untilPersonActs(
      `The webhook redirects (HTTP ${response.status}): set url to where it is now`,
    );
  }
  const { status } = await taken(response, SERVICE);
  return { receipt: { call: delivery.callId, status: String(status) } };
}

function bodyOf({ key, kind, callId, call, lead }: Told, { transcript }: Settings) {
  const { turns, ...rest } = call ?? { turns: [] };
  return {
    key,
    kind,
    callId,
    call: call === null ? null : { ...rest, ...(transcript && { turns }) },
    lead,
  };
}
