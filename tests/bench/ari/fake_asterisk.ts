/**
 * A fake Asterisk in a process of its own: `fake_asterisk.ts PORT DOCS.json`. What it sends is in the
 * application's name: "flood-100000", "paced-20000-2000" (events, a second), "ticks" (ten a second).
 */
import { readFile } from "node:fs/promises";
import { createServer, type Socket } from "node:net";
import { clockMs, eventText } from "./events.ts";
import { type Answers, FakeConnection, type Request } from "./fake_connection.ts";

/** For a client that says that it is connected before it listens, and one that looks around first. */
const SETTLE_MS = 300;
const TICK_MS = 100;
const PACE_MS = 5;

const [portText = "0", docsPath = ""] = Deno.args;
const docs: Readonly<Record<string, string>> = docsPath
  ? JSON.parse(await readFile(docsPath, "utf8"))
  : {};
const connections = new Set<FakeConnection>();
const connectionOf = new Map<string, FakeConnection>();
let vanished = false;

const server = createServer((socket: Socket) => {
  const connection = new FakeConnection(socket, answers, vanished);
  connections.add(connection);
  socket.on("close", () => connections.delete(connection));
});
server.listen(Number(portText), "127.0.0.1", () => {
  console.log(`PORT ${(server.address() as { port: number }).port}`);
});
void obey();

/** Who started us has ended when there are no more words. */
async function obey(): Promise<void> {
  for await (const line of lines(Deno.stdin.readable)) {
    if (line === "vanish") vanish();
    if (line === "back") vanished = false;
  }
  Deno.exit(0);
}

/** The path breaks: what is open stays so and is silent for ever, what comes is taken and not answered. */
function vanish(): void {
  vanished = true;
  for (const connection of connections) connection.mute();
}

const answers: Answers = {
  rest: answerTo,
  opened: (connection, app) => {
    connectionOf.set(app, connection);
    const [script, count = "0", rate = "0"] = app.split("-");
    setTimeout(() => {
      if (script === "flood") void flood(connection, Number(count));
      if (script === "paced") pace(connection, Number(count), Number(rate));
      if (script === "ticks") pace(connection, Infinity, 1_000 / TICK_MS);
    }, SETTLE_MS);
  },
};

function answerTo({ method, url }: Request): unknown {
  const path = url.pathname.replace(/^\/ari\//, "");
  if (path.startsWith("api-docs/")) {
    return JSON.parse(docs[path]?.replaceAll("{origin}", `http://127.0.0.1:${port()}`) ?? "{}");
  }
  if (path === "channels/never") return null;
  if (path === "asterisk/ping") {
    return { asterisk_id: "bench", ping: "pong", timestamp: new Date().toISOString() };
  }
  if (path.startsWith("applications/")) {
    const name = path.slice("applications/".length);
    const none = { channel_ids: [], bridge_ids: [], endpoint_ids: [], device_names: [] };
    return { name, ...none, events_allowed: [], events_disallowed: [] };
  }
  if (path.startsWith("events/user/")) tellUserEvent(path, url.searchParams.get("application")!);
  return method === "GET" ? [] : {};
}

function tellUserEvent(path: string, application: string): void {
  const texts = [JSON.stringify({
    type: "ChannelUserevent",
    ...{ application, timestamp: "2026-01-01T00:00:00.000+0000", asterisk_id: "bench" },
    eventname: path.slice("events/user/".length),
    userevent: {},
  })];
  void connectionOf.get(application)?.send(() => texts.pop() ?? null);
}

function port(): number {
  return (server.address() as { port: number }).port;
}

/** As fast as it is read. */
async function flood(connection: FakeConnection, count: number): Promise<void> {
  let index = 0;
  const next = () => index < count ? eventText(index, `${index++}`) : null;
  while (index < count && connection.isOpen) await connection.send(next);
}

/** As many as are due; each says when it left. */
function pace(connection: FakeConnection, count: number, aSecond: number): void {
  const startMs = performance.now();
  let index = 0;
  const timer = setInterval(() => {
    const due = Math.min(count, Math.floor((performance.now() - startMs) / 1_000 * aSecond));
    const next = () => index < due ? eventText(index, `${index++}/${clockMs()}`) : null;
    void connection.send(next);
    if (index >= count || !connection.isOpen) clearInterval(timer);
  }, PACE_MS);
}

async function* lines(bytes: ReadableStream<Uint8Array>): AsyncIterable<string> {
  let rest = "";
  for await (const text of bytes.pipeThrough(new TextDecoderStream() as never)) {
    const parts = (rest + text).split("\n");
    rest = parts.pop()!;
    yield* parts;
  }
}
