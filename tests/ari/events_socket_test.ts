import assert from "node:assert/strict";
import { EventsSocket } from "../../lib/ari/mod.ts";
import { eventFrame, snapshot } from "./fake_asterisk.ts";

const START = eventFrame({ type: "StasisStart", args: [], channel: snapshot("1.2") });

/** A server that takes event sockets and lets the test speak into the newest one. */
class FakeAsterisk implements AsyncDisposable {
  readonly requests: { readonly url: string; readonly login: string | null }[] = [];
  newest = Promise.withResolvers<WebSocket>();
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  constructor() {
    this.#server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
      this.requests.push({ url: request.url, login: request.headers.get("authorization") });
      const { socket, response } = Deno.upgradeWebSocket(request);
      socket.onopen = () => this.newest.resolve(socket);
      return response;
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}/ari`;
  }

  async next(): Promise<WebSocket> {
    const socket = await this.newest.promise;
    this.newest = Promise.withResolvers();
    return socket;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

/** Collects what is told, and lets a test wait for the next thing. */
class Told {
  readonly log: string[] = [];
  #waiting = Promise.withResolvers<void>();

  add = (what: string) => {
    this.log.push(what);
    this.#waiting.resolve();
    this.#waiting = Promise.withResolvers();
  };

  async until(what: string): Promise<void> {
    while (!this.log.includes(what)) await this.#waiting.promise;
  }
}

function open(server: FakeAsterisk, told: Told): EventsSocket {
  return new EventsSocket({
    url: server.url,
    username: "parley",
    password: "secret",
    app: "a/b",
    ping: () => Promise.resolve(),
    connected: () => told.add("connected"),
    disconnected: () => told.add("disconnected"),
    event: (event) => {
      told.add(event.type === "Unhandled" && event.name === "end" ? "end" : event.type);
    },
    replaced: () => told.add("replaced"),
    random: () => 0,
  });
}

Deno.test("EventsSocket logs in by header, and hands events on in order", async () => {
  await using server = new FakeAsterisk();
  const told = new Told();
  const events = open(server, told);
  const socket = await server.next();
  for (
    const frame of [START, "{", "[]", '{"type":"StasisEnd"}', '{"type":"New"}', '{"type":"end"}']
  ) {
    socket.send(frame);
  }
  await told.until("end");
  const unread = ["Unhandled", "Unhandled", "Unhandled", "Unhandled"];
  assert.deepEqual(told.log, ["connected", "StasisStart", ...unread, "end"]);
  const [request] = server.requests;
  assert.equal(new URL(request!.url).search, "?app=a%2Fb");
  assert.equal(request!.login, `Basic ${btoa("parley:secret")}`);
  events.close();
});

Deno.test("EventsSocket connects again after a cut, and tells of it once", async () => {
  await using server = new FakeAsterisk();
  const told = new Told();
  const events = open(server, told);
  (await server.next()).close();
  await told.until("disconnected");
  (await server.next()).send(START);
  await told.until("StasisStart");
  assert.deepEqual(told.log, ["connected", "disconnected", "connected", "StasisStart"]);
  events.close();
});

Deno.test("EventsSocket tells that another program has taken the name, and keeps quiet", async () => {
  await using server = new FakeAsterisk();
  const told = new Told();
  const events = open(server, told);
  (await server.next()).send(eventFrame({ type: "ApplicationReplaced" }));
  await told.until("replaced");
  assert.equal(server.requests.length, 1);
  events.close();
});
