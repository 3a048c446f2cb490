/** A plugin's requests, made here: the process itself has no network. */
import { Budget } from "../plugin/budget.ts";
import type { FromPlugin, ToPlugin, WireRequest } from "./plugin_wire.ts";

/** Requests of one plugin at the same time. */
const AT_ONCE_MAX = 16;
/** Over its whole life; a service that takes more from one account is rare, and a loop asks more. */
const REQUESTS = { most: 600, everyMs: 60_000 } as const;
/** Sent and received: a lead has some kilobytes. */
const TRAFFIC = { bytes: 20_000_000, everyMs: 60_000 } as const;
/** A CRM's answer has some kilobytes. */
const ANSWER_BYTES_MAX = 1_000_000;
const METHOD = /^[A-Z]{1,10}$/;

type Asked = Extract<FromPlugin, { type: "fetch" }>;

export function fetchFor(
  guarded: typeof fetch,
  tell: (message: ToPlugin) => void,
): (asked: Asked) => void {
  const requests = new Budget(REQUESTS.most, REQUESTS.everyMs);
  const traffic = new Budget(TRAFFIC.bytes, TRAFFIC.everyMs);
  let underWay = 0;
  const whyNot = ({ body }: WireRequest): string | null => {
    const nowMs = performance.now();
    if (underWay >= AT_ONCE_MAX) return `${AT_ONCE_MAX} requests are under way`;
    if (!requests.take(1, nowMs)) return `${REQUESTS.most} requests in a minute are the most`;
    if (traffic.take(body?.length ?? 0, nowMs)) return null;
    return `${TRAFFIC.bytes} bytes in a minute are the most`;
  };
  return async ({ id, request }) => {
    const reason = whyNot(request);
    if (reason !== null) return tell({ type: "unreachable", id, name: "RetryLater", reason });
    underWay++;
    try {
      const response = await made(guarded, request);
      traffic.take(response.body.length, performance.now());
      tell({ type: "fetched", id, response });
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new TypeError("It failed");
      tell({ type: "unreachable", id, name, reason: message });
    } finally {
      underWay--;
    }
  };
}

async function made(guarded: typeof fetch, request: WireRequest) {
  const { url, method, headers, body, redirect } = request;
  if (!URL.canParse(url) || !METHOD.test(method)) throw new TypeError("That is no request");
  const response = await guarded(url, {
    ...{ method, body, redirect },
    headers: headers as [string, string][],
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length > ANSWER_BYTES_MAX) {
    throw new TypeError(`The answer has over ${ANSWER_BYTES_MAX} bytes`);
  }
  return { status: response.status, headers: [...response.headers], body: bytes.toBase64() };
}
