/** What a connection makes of gaps, late news and strangers, without an Asterisk. */
import assert from "node:assert/strict";
import { type AriEnded, AriError, AriLimit, type Channel } from "../../lib/ari/mod.ts";
import { Connection } from "../../lib/ari/connection.ts";
import { Line } from "../../lib/ari/line.ts";
import { Ways } from "../../lib/ari/ways.ts";
import { eventFrame, FakeSocket, type Sent, snapshot } from "./fake_asterisk.ts";

/** An Asterisk with these channels and bridges, to which one connection goes socket after socket. */
class World {
  channels = ["1", "2"];
  bridges = ["b"];
  readonly told: string[] = [];
  readonly ways = new Ways({ http: null, preferSocket: true });
  readonly connection: Connection;
  socket = new FakeSocket();
  redials = 0;
  isStarting = false;
  /** It answers, and tells nothing. */
  isDead = false;
  isGhost = false;
  asked: string[] = [];

  constructor() {
    const redial = () => this.redials++;
    this.connection = new Connection({
      apps: ["hello"],
      ways: this.ways,
      redial,
      closed: () => {},
      isGhost: () => this.isGhost,
    });
    for (
      const name of ["StasisStart", "StasisEnd", "ChannelDestroyed", "BridgeDestroyed"] as const
    ) {
      this.connection.on(name, (event) => {
        const about = "channel" in event ? event.channel.id : event.bridge.id;
        this.told.push(`${name} ${about}${event.synthesized ? " untold" : ""}`);
      });
    }
    this.connection.on("stale", ({ channelId }) => void this.told.push(`stale ${channelId}`));
    this.connection.on("replaced", () => void this.told.push("replaced"));
  }

  /** A new socket, on which `early` was waiting. */
  async connect(...early: string[]): Promise<void> {
    const socket = this.socket = new FakeSocket((request) => this.#answer(request));
    const line: Line = new Line({
      socket,
      event: (event) => this.connection.event(line, event),
      down: (reason) => this.connection.lost(line, reason),
    });
    this.connection.opened(line);
    for (const frame of early) socket.say(frame);
    await this.connection.up();
  }

  start(id: string): string {
    return eventFrame({ type: "StasisStart", args: [], channel: snapshot(id) });
  }

  #answer(request: Sent): unknown {
    const { method, uri } = request;
    this.asked.push(`${method} ${uri}`);
    if (this.isStarting && uri !== "asterisk/ping") {
      this.socket.respond(request, 503, { message: "Asterisk not booted" });
      return null;
    }
    if (uri === "channels") return this.channels.map((id) => snapshot(id));
    if (uri === "bridges") return this.bridges.map((id) => ({ id, channels: [] }));
    if (uri.startsWith("applications/")) return { name: "hello", channel_ids: [], bridge_ids: [] };
    if (uri.startsWith("events/user/") && !this.isDead) {
      const eventname = uri.slice("events/user/".length);
      this.socket.say(eventFrame({ type: "ChannelUserevent", eventname, userevent: {} }));
    }
    return { id: uri.split("/").at(-1), state: "queued" };
  }
}

/** A connection with one call on it. */
async function withCall(): Promise<{ readonly world: World; readonly call: Channel }> {
  const world = new World();
  await world.connect();
  world.socket.say(world.start("1"));
  await Promise.resolve();
  return { world, call: world.connection.live[0]! };
}

Deno.test("a call from before the socket counts only if its channel is still there", async () => {
  const world = new World();
  await world.connect(
    world.start("1"),
    world.start("gone"),
    eventFrame({
      type: "StasisEnd",
      channel: snapshot("gone"),
    }),
  );
  assert.deepEqual(world.told, ["stale gone", "StasisStart 1"]);
  assert.deepEqual(world.connection.live.map(({ id }) => id), ["1"]);
  world.connection.close();
});

Deno.test("what came while Asterisk was still starting, or on a socket that broke, is not lost", async () => {
  const world = new World();
  const troubles: unknown[] = [];
  world.connection.on("trouble", ({ error }) => void troubles.push(error));
  world.isStarting = true;
  const connected = world.connect(world.start("1"), world.start("gone"));
  await new Promise((turn) => setTimeout(turn, 0));
  world.socket.vanish();
  const again = world.connect(world.start("2"));
  await new Promise((turn) => setTimeout(turn, 0));
  assert.deepEqual([world.told, world.connection.phase], [[], "opening"]);
  world.isStarting = false;
  await Promise.all([connected, again]);
  assert.deepEqual(world.told, ["stale gone", "StasisStart 1", "StasisStart 2"]);
  assert.deepEqual(troubles, []);
  world.connection.close();
});

Deno.test("a gap ends what is gone, cuts what was under way, and keeps what lives", async () => {
  const world = new World();
  await world.connect();
  for (const id of ["1", "2"]) world.socket.say(world.start(id));
  const bridge = await world.connection.createBridge({ bridgeId: "b" });
  const [one, two] = world.connection.live;
  const playing = await two!.play("sound:hello-world");
  const digit = two!.nextDigit();
  world.socket.vanish();
  assert.equal(world.redials, 1);
  await assert.rejects(playing.finished, (error) => (error as AriEnded).how === "disconnected");
  world.channels = ["2", "3"];
  world.bridges = [];
  await world.connect();
  assert.deepEqual(await one!.ended, { how: "destroyed", causeCode: 0 });
  await bridge.ended;
  const untold = ["ChannelDestroyed 1 untold", "BridgeDestroyed b untold"];
  assert.deepEqual(world.told, ["StasisStart 1", "StasisStart 2", ...untold]);
  const pressed = { type: "ChannelDtmfReceived", digit: "7", duration_ms: 80 };
  world.socket.say(eventFrame({ ...pressed, channel: snapshot("2") }));
  assert.equal(await digit, "7");
  const orphan = new Promise<string>((resolve) => {
    world.connection.on("orphan", ({ channel }) => resolve(channel.id));
  });
  assert.equal(await orphan, "3");
  world.connection.close();
  assert.equal((await two!.ended).how, "closed");
});

Deno.test("subscriptions and filters are made anew on every socket", async () => {
  const world = new World();
  await world.connect();
  await world.connection.subscribe("endpoint:PJSIP");
  await world.connection.filter({ disallowed: [{ type: "ChannelVarset" }] });
  world.socket.vanish();
  world.asked = [];
  await world.connect();
  assert.deepEqual(world.asked.slice(0, 3), [
    "GET asterisk/ping",
    "PUT applications/hello/eventFilter",
    "POST applications/hello/subscription",
  ]);
  world.connection.close();
});

Deno.test("every wait ends when the channel does, and when this side closes", async () => {
  const { world, call } = await withCall();
  const how = (error: unknown) => (error as AriEnded).how;
  const playing = await call.play("sound:hello-world");
  const taping = await call.record({ format: "wav" });
  const ringing = await world.connection.originate({ endpoint: "PJSIP/2" });
  const digit = call.nextDigit();
  world.socket.say(eventFrame({ type: "StasisEnd", channel: snapshot("1") }));
  for (const wait of [playing.finished, playing.started, taping.finished, digit]) {
    await assert.rejects(wait, (error) => how(error) === "left");
  }
  await assert.rejects(call.nextDigit(), (error) => how(error) === "left");
  world.connection.close();
  await assert.rejects(ringing.inStasis, (error) => how(error) === "closed");
  assert.equal((await ringing.ended).how, "closed");
  await assert.rejects(world.connection.up(), (error) => how(error) === "closed");
});

Deno.test("on a socket, what waits for a channel waits here, so that its playback can be stopped", async () => {
  const { world, call } = await withCall();
  const playing = await call.play("sound:demo-congrats");
  world.asked = [];
  const set = call.setVariable("X", "1");
  const enough = new AbortController();
  const given = call.answer({ signal: enough.signal });
  enough.abort(new Error("enough"));
  await assert.rejects(given, /^Error: enough$/);
  await playing.stop();
  assert.deepEqual(world.asked, [`DELETE playbacks/${playing.id}`]);
  const playback = { id: playing.id, media_uri: "", target_uri: "channel:1", state: "done" };
  world.socket.say(eventFrame({ type: "PlaybackFinished", playback }));
  await set;
  assert.equal(world.asked.at(-1), "POST channels/1/variable");
  world.connection.close();
});

Deno.test("Channel.dial() dials once: Asterisk can die of a second time", async () => {
  const world = new World();
  await world.connect();
  const leg = await world.connection.create({ endpoint: "Local/1" });
  await leg.dial();
  world.asked = [];
  await assert.rejects(leg.dial(), AriLimit);
  assert.deepEqual(world.asked, []);
  world.connection.close();
});

Deno.test("nextDigit() gives up when it is told to", async () => {
  const { world, call } = await withCall();
  const how = (error: unknown) => (error as AriEnded).how;
  await assert.rejects(call.nextDigit({ withinMs: 1 }), (error) => how(error) === "late");
  const signal = AbortSignal.abort();
  await assert.rejects(call.nextDigit({ signal }), (error) => how(error) === "aborted");
  world.connection.close();
});

Deno.test("a script that ends because its caller has hung up is no trouble, any other is", async () => {
  const world = new World();
  const troubles: string[] = [];
  world.connection.on("trouble", ({ error }) => void troubles.push((error as Error).message));
  await world.connect();
  const refused = (status: number) => new AriError(status, "POST x", "Channel not in Stasis");
  const scripts = new Map([
    ["1", (call: Channel) => call.nextDigit()],
    ["2", (call: Channel) => call.ended.then(() => Promise.reject(refused(409)))],
    ["3", (call: Channel) => call.ended.then(() => Promise.reject(new Error("a mistake")))],
    ["4", (call: Channel) => call.ended.then(() => Promise.reject(refused(400)))],
  ]);
  world.connection.onCall((call) => scripts.get(call.id)!(call));
  for (const id of scripts.keys()) world.socket.say(world.start(id));
  for (const id of scripts.keys()) {
    world.socket.say(eventFrame({ type: "StasisEnd", channel: snapshot(id) }));
  }
  await new Promise((turn) => setTimeout(turn, 0));
  assert.deepEqual(troubles, ["a mistake", refused(400).message]);
  world.connection.close();
});

Deno.test("a name that is taken over is not fought for", async () => {
  const world = new World();
  await world.connect();
  world.socket.say(eventFrame({ type: "ApplicationReplaced" }));
  await Promise.resolve();
  assert.deepEqual([world.connection.phase, world.redials], ["replaced", 0]);
  assert.deepEqual(world.told, ["replaced"]);
});

Deno.test("a name that an old try of ours takes over is taken back", async () => {
  const world = new World();
  await world.connect();
  world.isGhost = true;
  world.socket.say(eventFrame({ type: "ApplicationReplaced" }));
  await Promise.resolve();
  assert.deepEqual([world.connection.phase, world.redials], ["connecting", 1]);
  world.connection.close();
});

Deno.test("a socket on which Asterisk answers and tells nothing is none", async () => {
  const world = new World();
  world.isDead = true;
  const down = Promise.withResolvers<string>();
  world.connection.on("down", ({ reason }) => down.resolve(reason));
  await world.connect();
  assert.equal(await down.promise, "Asterisk tells nothing");
  assert.deepEqual([world.connection.phase, world.redials], ["connecting", 1]);
  world.connection.close();
});

Deno.test("what a connection tells itself is told nobody else", async () => {
  const world = new World();
  const told: string[] = [];
  world.connection.on("event", ({ type }) => void told.push(type));
  await world.connect();
  await new Promise((turn) => setTimeout(turn, 10));
  assert.ok(world.asked.some((asked) => asked.startsWith("POST events/user/")));
  assert.deepEqual(told, []);
  world.connection.close();
});

Deno.test("a listener that throws harms nobody, and is told of", async () => {
  const world = new World();
  const troubles: unknown[] = [];
  world.connection.on("StasisStart", () => assert.fail("at once"));
  world.connection.on("StasisStart", () => Promise.reject(new Error("later")));
  world.connection.on("trouble", ({ error }) => {
    troubles.push((error as Error).message);
    throw error;
  });
  await world.connect(world.start("1"));
  await new Promise((turn) => setTimeout(turn, 0));
  assert.deepEqual(troubles.toSorted(), ["at once", "later"]);
  assert.ok(world.told.includes("StasisStart 1"));
  world.connection.close();
});
