/** Puts the web pages on a port. */
import type { WebApp } from "../web/app.ts";
import type { HttpConfig } from "./config.ts";

export interface WebServer {
  /** "http://127.0.0.1:8070", as it was really bound; for people: a wildcard shows as loopback. */
  readonly address: string;
  /** Answers what was asked already, for at most `PATIENCE_MS`, and frees the port. Idempotent. */
  close(): Promise<void>;
}

/** How long a slow reader may hold up the end. */
const PATIENCE_MS = 1_000;

/** Throws one sentence when the port can't be had. */
export function serveWeb({ host, port }: HttpConfig, app: WebApp): WebServer {
  const ends = new AbortController();
  const server = listen(host, port, app, ends.signal);
  return {
    address: `http://${shown(host)}:${server.addr.port}`,
    async close() {
      const timer = setTimeout(() => ends.abort(), PATIENCE_MS);
      await server.shutdown().catch(() => {}); // it was closed before
      clearTimeout(timer);
    },
  };
}

function listen(
  hostname: string,
  port: number,
  app: WebApp,
  signal: AbortSignal,
): Deno.HttpServer<Deno.NetAddr> {
  try {
    return Deno.serve({ hostname, port, signal, onListen: () => {} }, (request) => app(request));
  } catch (cause) {
    throw new Error(`Cannot serve web pages on ${hostname} port ${port}: ${cureOf(cause)}`, {
      cause,
    });
  }
}

function cureOf(cause: unknown): string {
  if (cause instanceof Deno.errors.AddrInUse) {
    return "another program has it; end that one, or set HTTP_PORT to another or to 0 for any";
  }
  if (cause instanceof Deno.errors.PermissionDenied) {
    return "ports below 1024 belong to root; set HTTP_PORT to a higher one";
  }
  if (cause instanceof Deno.errors.AddrNotAvailable) {
    return "this machine has no such address; set HTTP_HOST to one that it has";
  }
  return `${cause instanceof Error ? cause.message : cause}; set HTTP_HOST and HTTP_PORT`;
}

function shown(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}
