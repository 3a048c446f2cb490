/**
 * `fetch` for plugins: to the hosts that they may reach and to the public internet only. The address
 * that was checked is the one that is dialled, and every redirect is checked anew.
 */
import { lookup } from "node:dns/promises";
import { type IncomingMessage, request as plainRequest, type RequestOptions } from "node:http";
import { request as tlsRequest } from "node:https";
import { GiveUp, RetryLater } from "../plugin/contract.ts";
import { isAddress, isLoopback, isPublic } from "./public_address.ts";

/** Where a browser stops at 20, a destination that is set by hand needs one or two. */
const REDIRECTS_MAX = 5;
/** Nothing that a plugin sends or is answered is near this. */
const BODY_BYTES_MAX = 8 * 1_024 * 1_024;
/** From the first byte out to the last one in, where the caller has no patience of its own. */
const ANSWER_MS = 30_000;
/** A resolver asks its servers again after five seconds; who has no answer then gets none soon. */
const LOOKUP_MS = 5_000;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** What belongs to one origin and is told no other. */
const SECRET_HEADERS = ["authorization", "cookie", "proxy-authorization"];
/** Of the connection, or of the host that was checked: ours to set, and no plugin's (RFC 9110, 7.6.1). */
const OUR_HEADERS = [
  ...["host", "connection", "keep-alive", "proxy-connection", "proxy-authenticate", "te"],
  ...["trailer", "transfer-encoding", "upgrade", "expect", "content-length", "http2-settings"],
];
/** Codes of sockets and resolvers: they name a cause and hold no data. */
const PLAIN_CODE = /^[A-Z][A-Z0-9_]{2,40}$/;

export interface GuardOptions {
  /**
   * "api.example.com", "*.example.com", "example.com:8443". Only HTTPS, and no private address; but
   * a loopback address or "localhost" that stands here itself is reached, also by plain HTTP.
   */
  readonly hosts: readonly string[];
  /** All addresses of a name; the system's resolver unless given. */
  readonly resolve?: (host: string) => Promise<readonly string[]>;
  readonly answerMs?: number;
}

/** Throws `GiveUp` for what is not allowed, `RetryLater` for what can't be reached now. */
export function guardedFetch(options: GuardOptions): typeof fetch {
  return async (input, init) => {
    const asked = new Request(input, { ...init, redirect: "manual" });
    const redirect = init?.redirect ?? (input instanceof Request ? input.redirect : "follow");
    const patience = AbortSignal.timeout(options.answerMs ?? ANSWER_MS);
    const signal = AbortSignal.any([asked.signal, patience]);
    let hop: Hop = {
      url: new URL(asked.url),
      method: asked.method,
      headers: allowedOf(asked.headers),
      body: await bodyOf(asked),
    };
    for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects++) {
      const address = await checked(hop.url, options, signal);
      const response = await sent(hop, address, signal);
      const next = response.headers.get("location");
      const goesOn = REDIRECTS.has(response.status) && next !== null && redirect !== "manual";
      if (!goesOn) return response;
      if (redirect === "error") throw new GiveUp({ reason: `${hop.url.host} redirects` });
      hop = hopAfter(hop, response.status, next);
    }
    throw new GiveUp({ reason: `${hop.url.host} redirects more than ${REDIRECTS_MAX} times` });
  };
}

interface Hop {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Uint8Array | null;
}

function allowedOf(headers: Headers): Headers {
  const allowed = new Headers(headers);
  const named = (headers.get("connection") ?? "").split(",").map((name) => name.trim());
  for (const name of [...OUR_HEADERS, ...named.filter((each) => /^[\w-]+$/.test(each))]) {
    allowed.delete(name);
  }
  return allowed;
}

/** The address to dial; throws where there is none that may be. */
async function checked(url: URL, options: GuardOptions, signal: AbortSignal): Promise<string> {
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
  const refuse = (why: string) => new GiveUp({ reason: `A request to ${url.host} ${why}` });
  if (!["https:", "http:"].includes(url.protocol)) throw refuse("is neither HTTPS nor HTTP");
  if (url.username !== "" || url.password !== "") throw refuse("has a password in its address");
  const granted = grantOf(url, host, options.hosts);
  if (granted === undefined) throw refuse("is not allowed: the plugin has no leave for that host");
  const addresses = isAddress(host) ? [host] : await resolved(host, options, signal);
  const isNamed = (isAddress(host) || host === "localhost") && addresses.every(isLoopback);
  const isClosed = addresses.length === 0 || !addresses.every((address) => isPublic(address));
  if (isClosed && !isNamed) throw refuse("is not allowed: it leads into a private network");
  if (url.protocol === "http:" && !addresses.every(isLoopback)) throw refuse("is not encrypted");
  return addresses[0]!;
}

function grantOf(url: URL, host: string, hosts: readonly string[]): string | undefined {
  const usual = url.protocol === "https:" ? "443" : "80";
  return hosts.find((grant) => {
    if (!URL.canParse(`https://${grant}`)) return false;
    const { hostname, port } = new URL(`https://${grant}`);
    const name = hostname.replace(/^\[(.*)\]$/, "$1");
    if ((url.port || usual) !== (port || usual)) return false;
    return name.startsWith("*.") ? !isAddress(host) && host.endsWith(name.slice(1)) : host === name;
  });
}

/** A resolver can't be stopped: it goes on, and nobody waits for it. */
async function resolved(
  host: string,
  { resolve = addressesOf }: GuardOptions,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const late = Promise.withResolvers<never>();
  const giveUp = () => late.reject(Object.assign(new Error(), { code: "ETIMEOUT" }));
  const timer = setTimeout(giveUp, LOOKUP_MS);
  signal.addEventListener("abort", giveUp);
  if (signal.aborted) giveUp();
  try {
    return await Promise.race([resolve(host), late.promise]);
  } catch (error) {
    throw new RetryLater({ reason: `Cannot find the address of ${host}: ${causeOf(error)}` });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", giveUp);
  }
}

async function addressesOf(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

async function bodyOf(asked: Request): Promise<Uint8Array | null> {
  if (asked.body === null) return null;
  const bytes = new Uint8Array(await asked.arrayBuffer());
  if (bytes.length > BODY_BYTES_MAX) {
    throw new GiveUp({ reason: `A request of ${bytes.length} bytes is over ${BODY_BYTES_MAX}` });
  }
  return bytes;
}

async function sent(hop: Hop, address: string, signal: AbortSignal): Promise<Response> {
  const { url, method, headers, body } = hop;
  const isTls = url.protocol === "https:";
  const options = {
    protocol: url.protocol,
    hostname: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port || (isTls ? 443 : 80),
    path: `${url.pathname}${url.search}`,
    method,
    headers: {
      ...Object.fromEntries(headers),
      "accept-encoding": "identity",
      "content-length": String(body?.length ?? 0),
      "connection": "close",
    },
    agent: false,
    signal,
    lookup: pinnedTo(address),
  } as RequestOptions;
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const request = (isTls ? tlsRequest : plainRequest)(options, resolve);
      request.on("error", reject);
      request.end(body ?? undefined);
    });
    return await responseOf(answer, method);
  } catch (error) {
    if (error instanceof GiveUp) throw error;
    const cause = signal.aborted ? "no answer in time" : causeOf(error);
    throw new RetryLater({ reason: `Cannot reach ${url.host}: ${cause}` });
  }
}

/** Whatever is asked for, in both forms in which a socket asks. */
function pinnedTo(address: string) {
  const family = address.includes(":") ? 6 : 4;
  return (
    _host: string,
    { all }: { readonly all?: boolean },
    tell: (error: null, address: unknown, family?: number) => void,
  ) => all ? tell(null, [{ address, family }]) : tell(null, address, family);
}

async function responseOf(answer: IncomingMessage, method: string): Promise<Response> {
  const status = answer.statusCode ?? 0;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer) {
    chunks.push(chunk);
    size += chunk.length;
    if (size <= BODY_BYTES_MAX) continue;
    answer.destroy();
    throw new GiveUp({ reason: `An answer is over ${BODY_BYTES_MAX} bytes` });
  }
  if (!answer.complete) throw new Error("the answer broke off");
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    for (const each of [value ?? []].flat()) headers.append(name, each);
  }
  const hasBody = method !== "HEAD" && ![204, 205, 304].includes(status);
  return new Response(hasBody ? new Blob(chunks as BlobPart[]).stream() : null, {
    status,
    headers,
  });
}

function hopAfter({ url, method, headers, body }: Hop, status: number, location: string): Hop {
  if (!URL.canParse(location, url)) {
    throw new GiveUp({ reason: `${url.host} redirects to what is no address` });
  }
  const next = new URL(location, url);
  const kept = new Headers(headers);
  if (next.origin !== url.origin) { for (const name of SECRET_HEADERS) kept.delete(name); }
  const becomesGet = status === 303 || status < 303 && method === "POST";
  if (!becomesGet) return { url: next, method, headers: kept, body };
  for (const name of ["content-type", "content-length"]) kept.delete(name);
  return { url: next, method: method === "HEAD" ? "HEAD" : "GET", headers: kept, body: null };
}

/** Messages of the driver may quote headers: only codes are told. */
function causeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return PLAIN_CODE.test(code) ? code : "the connection broke";
}
