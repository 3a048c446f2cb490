/** A plugin's requests, made here: the process itself has no network. */
import type { FromPlugin, ToPlugin, WireRequest } from "./plugin_wire.ts";

/** Requests of one plugin at the same time. */
const AT_ONCE_MAX = 16;
/** A CRM's answer has some kilobytes. */
const ANSWER_BYTES_MAX = 1_000_000;
const METHOD = /^[A-Z]{1,10}$/;

type Asked = Extract<FromPlugin, { type: "fetch" }>;

export function fetchFor(
  guarded: typeof fetch,
  tell: (message: ToPlugin) => void,
): (asked: Asked) => void {
  let underWay = 0;
  return async ({ id, request }) => {
    if (underWay >= AT_ONCE_MAX) {
      return tell({
        ...{ type: "unreachable", id, name: "RetryLater" },
        reason: `${AT_ONCE_MAX} requests are under way`,
      });
    }
    underWay++;
    try {
      tell({ type: "fetched", id, response: await made(guarded, request) });
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
