/** Parley's own web pages: Request → Response, with no socket in sight. */
import { type BodyLimits, textOf } from "./body.ts";

/** What the pages tell; each is asked anew for each request, and keeps nobody waiting. */
export interface WebPort {
  readiness(): { readonly notReady: readonly string[]; readonly degraded: readonly string[] };
  /** Prometheus text format 0.0.4. */
  metricsText(): Promise<string>;
  /** Null where no plugin of the name hears; false where it is not from whom it says it is. */
  callback?(plugin: string, told: PluginCallback): Promise<boolean | null>;
  readonly callbackLimits?: Partial<BodyLimits>;
  /** A page threw: for the log. The client sees only that something failed. */
  failed(path: string, error: unknown): void;
}

/** Names of headers in lower case. */
export interface PluginCallback {
  readonly headers: Readonly<Record<string, string>>;
  /** With its "?"; empty where there is none. */
  readonly query: string;
  readonly body: string;
}

export type WebApp = (request: Request) => Promise<Response>;

type Page = (port: WebPort) => Response | Promise<Response>;

/**
 * Answers GET and HEAD of what stands in `PAGES`, and POST to `/plugins/NAME`; anything else is a
 * 404 or 405 in JSON.
 */
export function createWebApp(port: WebPort): WebApp {
  return async (request) => {
    const { pathname } = new URL(request.url);
    const plugin = PLUGIN_PATH.exec(pathname)?.[1];
    if (plugin !== undefined) return await hear(port, plugin, request);
    const page = PAGES.get(pathname);
    if (page === undefined) return problem(404, "There is no such page", request.method);
    if (!METHODS.includes(request.method)) return notAllowed(METHODS);
    try {
      return answered(await page(port), request.method);
    } catch (error) {
      port.failed(pathname, error);
      return problem(500, "Parley could not make this page; its log says why", request.method);
    }
  };
}

const METHODS = ["GET", "HEAD"];
const PLUGIN_PATH = /^\/plugins\/([a-z][a-z0-9_]{0,39})$/;
/** A form of a message service is some kilobytes, and comes in one go. */
const CALLBACK_LIMITS: BodyLimits = { bytes: 64 * 1_024, ms: 5_000 };
const UNREAD = { 408: "That came too slowly", 413: "That is too long" } as const;
/** Callbacks that are being heard at the same time; more are told to come again. */
const CALLBACKS_MAX = 20;
let callbacks = 0;

/** Plugins know who may tell them something: the answer gives nothing away. */
async function hear(port: WebPort, plugin: string, request: Request): Promise<Response> {
  if (request.method !== "POST") return notAllowed(["POST"]);
  if (callbacks >= CALLBACKS_MAX) return problem(503, "Come again later", "POST");
  callbacks++;
  try {
    const body = await textOf(request, { ...CALLBACK_LIMITS, ...port.callbackLimits });
    if (typeof body === "number") return problem(body, UNREAD[body], "POST");
    const query = new URL(request.url).search;
    const told = { headers: Object.fromEntries(request.headers), query, body };
    const isGenuine = await port.callback?.(plugin, told) ?? null;
    if (isGenuine === null) return problem(404, "There is no such page", "POST");
    if (!isGenuine) return problem(403, "It is not signed as it should be", "POST");
    return new Response(null, { status: 204, headers: HEADERS });
  } catch (error) {
    port.failed(`/plugins/${plugin}`, error);
    return problem(500, "Parley could not take this; its log says why", "POST");
  } finally {
    callbacks--;
  }
}

const PAGES: ReadonlyMap<string, Page> = new Map<string, Page>([
  ["/healthz", () => json(200, { status: "ok" })],
  ["/readyz", readyz],
  ["/metrics", async (port) =>
    new Response(await port.metricsText(), {
      headers: { ...HEADERS, "content-type": "text/plain; version=0.0.4; charset=utf-8" },
    })],
]);

/** Nothing here is to be framed, cached, sniffed or scripted. */
const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** 200 where a call would be taken now, else 503; the reasons are sentences. */
function readyz(port: WebPort): Response {
  const { notReady, degraded } = port.readiness();
  const ready = notReady.length === 0;
  return json(ready ? 200 : 503, { ready, reasons: notReady, degraded });
}

function notAllowed(methods: readonly string[]): Response {
  const response = problem(405, `Only ${methods.join(" and ")} are answered here`, "GET");
  response.headers.set("allow", methods.join(", "));
  return response;
}

function problem(status: number, error: string, method: string): Response {
  return answered(json(status, { error }), method);
}

function json(status: number, body: unknown): Response {
  const headers = { ...HEADERS, "content-type": "application/json; charset=utf-8" };
  return new Response(`${JSON.stringify(body)}\n`, { status, headers });
}

/** HEAD has the head of GET and no body. */
function answered(response: Response, method: string): Response {
  if (method !== "HEAD") return response;
  return new Response(null, { status: response.status, headers: response.headers });
}
