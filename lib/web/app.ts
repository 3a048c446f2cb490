/** Parley's own web pages: Request → Response, with no socket and no clock in sight. */

/** What the pages tell; each is asked anew for each request, and keeps nobody waiting. */
export interface WebPort {
  readiness(): { readonly notReady: readonly string[]; readonly degraded: readonly string[] };
  /** Prometheus text format 0.0.4. */
  metricsText(): Promise<string>;
  /** A page threw: for the log. The client sees only that something failed. */
  failed(path: string, error: unknown): void;
}

export type WebApp = (request: Request) => Promise<Response>;

type Page = (port: WebPort) => Response | Promise<Response>;

/** Answers GET and HEAD of what stands in `PAGES`; anything else is a 404 or 405 in JSON. */
export function createWebApp(port: WebPort): WebApp {
  return async (request) => {
    const { pathname } = new URL(request.url);
    const page = PAGES.get(pathname);
    if (page === undefined) return problem(404, "There is no such page", request.method);
    if (!METHODS.includes(request.method)) return notAllowed();
    try {
      return answered(await page(port), request.method);
    } catch (error) {
      port.failed(pathname, error);
      return problem(500, "Parley could not make this page; its log says why", request.method);
    }
  };
}

const METHODS = ["GET", "HEAD"];

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

function notAllowed(): Response {
  const response = problem(405, `Only ${METHODS.join(" and ")} are answered here`, "GET");
  response.headers.set("allow", METHODS.join(", "));
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
