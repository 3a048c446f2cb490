/**
 * Runs in a plugin's own process, which may do nothing: it asks Parley for all it needs. This module
 * is loaded before the plugin, so that what the plugin logs and fetches comes by here.
 */
import { Socket } from "node:net";
import type { FromPlugin, ToPlugin, WireResponse } from "./plugin_wire.ts";

type Handler = (value: unknown, context: unknown) => unknown;
type PluginLike = {
  readonly name: string;
  readonly settings: {
    safeParse(value: unknown): { success: boolean; data?: unknown; error?: Error };
  };
} & Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** As many lines as Parley would write; the rest is not even sent. */
const LOG_BUDGET = { lines: 100, everyMs: 10_000 } as const;
/** As the host says it; this module loads nothing of Parley's. */
const WRONG_ARGUMENTS = "not available: the arguments are not as the tool's parameters say";
const KINDS = ["notify", "decide", "change", "deliver", "tools", "columns"] as const;

const encoder = new TextEncoder();
const fetches = new Map<number, PromiseWithResolvers<Response>>();
const asked = new Map<number, AbortController>();
const logged = { untilMs: 0, lines: 0, dropped: 0 };
let lastFetch = 0;

globalThis.fetch = fetchByParley as typeof fetch;
for (const level of ["debug", "log", "info", "warn", "error", "trace"] as const) {
  console[level] = (...parts: unknown[]) => log(parts.map(String).join(" "));
}

/** Ends with the process: when Parley closes standard input. */
export async function serve(exported: unknown): Promise<void> {
  const plugin = (typeof exported === "function" ? exported() : exported) as PluginLike;
  let context: Record<string, unknown> = {};
  for await (const message of messages()) {
    switch (message.type) {
      case "start":
        context = start(plugin, message);
        break;
      case "ask":
        answer(plugin, context, message);
        break;
      case "ping":
        send({ type: "pong" });
        break;
      case "abort":
        asked.get(message.id)?.abort();
        break;
      default:
        fetched(message);
    }
  }
  Deno.exit(0);
}

function start(
  plugin: PluginLike,
  { settings, env }: Extract<ToPlugin, { type: "start" }>,
): Record<string, unknown> {
  const read = plugin?.settings?.safeParse(settings);
  if (read?.success === true) {
    const hooks = KINDS.flatMap((kind) =>
      Object.keys(plugin[kind] ?? {}).map((name) => `${kind}.${name}`)
    );
    send({ type: "ready", name: plugin.name, hooks });
  } else {
    const reason = read?.error?.message ?? "its default export is no plugin";
    send({ type: "unfit", reason: reason.slice(0, 1_000) });
  }
  const measure = (metric: string, value: number) => send({ type: "measure", metric, value });
  return { settings: read?.data, env, fetch: fetchByParley, log, measure, now: Date.now };
}

async function answer(
  plugin: PluginLike,
  context: Record<string, unknown>,
  { id, hook, value, call, said }: Extract<ToPlugin, { type: "ask" }>,
): Promise<void> {
  const abort = new AbortController();
  asked.set(id, abort);
  try {
    const whole = { ...context, call, said, signal: abort.signal };
    send({ type: "answer", id, value: await handlerOf(plugin, hook)(value, whole) });
  } catch (error) {
    const { name = "Error", message = String(error), afterMs, pauses } = (error ?? {}) as Error & {
      afterMs?: number;
      pauses?: boolean;
    };
    const threw = { name: String(name).slice(0, 60), message: String(message).slice(0, 500) };
    const rest = { ...(typeof afterMs === "number" && { afterMs }), pauses: pauses === true };
    send({ type: "threw", id, ...threw, ...rest });
  } finally {
    asked.delete(id);
  }
}

function handlerOf(plugin: PluginLike, hook: string): Handler {
  const [kind, name] = hook.split(".") as [string, string];
  const one = plugin[kind]![name]!;
  if (kind === "tools") {
    const { parameters, run } = one as {
      parameters: PluginLike["settings"];
      run: Handler;
    };
    return (value, context) => {
      const read = parameters.safeParse(value);
      return read.success ? run(read.data, context) : WRONG_ARGUMENTS;
    };
  }
  if (kind === "columns") {
    const { value: cell } = one as {
      value: (call: unknown, lead: unknown, context: unknown) => unknown;
    };
    return (value, context) => {
      const { call, lead } = value as { call: unknown; lead: unknown };
      return cell(call, lead, context);
    };
  }
  return (value, context) => (one as Handler)(value, context);
}

function log(message: string, fields?: Readonly<Record<string, unknown>>): void {
  const nowMs = Date.now();
  if (nowMs >= logged.untilMs) {
    if (logged.dropped > 0) {
      send({ type: "log", message: "Lines were dropped", fields: { lines: logged.dropped } });
    }
    Object.assign(logged, { untilMs: nowMs + LOG_BUDGET.everyMs, lines: 0, dropped: 0 });
  }
  if (++logged.lines > LOG_BUDGET.lines) logged.dropped++;
  else send({ type: "log", message: String(message).slice(0, 2_000), ...(fields && { fields }) });
}

async function fetchByParley(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const id = ++lastFetch;
  const waiting = Promise.withResolvers<Response>();
  fetches.set(id, waiting);
  const body = request.body === null ? null : await request.text();
  const { url, method, redirect } = request;
  send({
    type: "fetch",
    id,
    request: { url, method, redirect, headers: [...request.headers], body },
  });
  return await waiting.promise;
}

function fetched(message: Extract<ToPlugin, { type: "fetched" | "unreachable" }>): void {
  const waiting = fetches.get(message.id);
  fetches.delete(message.id);
  if (message.type === "unreachable") {
    waiting?.reject(Object.assign(new TypeError(message.reason), { name: message.name }));
  } else waiting?.resolve(responseOf(message.response));
}

function responseOf({ status, headers, body }: WireResponse): Response {
  const mayHaveBody = ![101, 204, 205, 304].includes(status);
  const bytes = mayHaveBody ? Uint8Array.fromBase64(body) : null;
  return new Response(bytes, { status, headers: headers as [string, string][] });
}

function send(message: FromPlugin): void {
  let bytes = encoder.encode(`${JSON.stringify(message)}\n`);
  while (bytes.length > 0) bytes = bytes.subarray(Deno.stdout.writeSync(bytes));
}

async function* messages(): AsyncIterable<ToPlugin> {
  const decoder = new TextDecoder();
  let rest = "";
  // `Deno.stdin` reads in a thread that first has to wake up: that takes longer than all the rest.
  for await (const chunk of new Socket({ fd: 0, readable: true })) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop()!;
    for (const line of lines) yield JSON.parse(line);
  }
}
