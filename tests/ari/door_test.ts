/** Which socket that Asterisk opens goes where, without an Asterisk. */
import assert from "node:assert/strict";
import { type AriConnection, AriDoor, type DoorOptions } from "../../lib/ari/mod.ts";
import { eventFrame, FakeSocket, type Sent, snapshot } from "./fake_asterisk.ts";

const LOGIN = { username: "asterisk", password: "geheim" };
const KNOCK = {
  headers: new Headers({
    authorization: `Basic ${btoa("asterisk:geheim")}`,
    upgrade: "websocket",
    "sec-websocket-protocol": "ari",
  }),
};

/** A socket of Asterisk's that serves `application`. */
function socketOf(application: string): FakeSocket {
  const socket: FakeSocket = new FakeSocket((request: Sent) => {
    const { request_id, uri } = request;
    const body = uri === "channels" || uri === "bridges" ? [] : { channel_ids: [], uri };
    socket.say(eventFrame({
      application,
      type: "RESTResponse",
      transaction_id: "",
      request_id,
      status_code: 200,
      reason_phrase: "",
      uri,
      message_body: JSON.stringify(body),
    }));
    return null;
  });
  return socket;
}

function open(more: Partial<DoorOptions> = {}): AriDoor {
  return new AriDoor({ ...LOGIN, app: "edge", controlApp: "edge-control", ...more });
}

const asked = (socket: FakeSocket) => socket.sent.map(({ uri }) => uri);
const turn = () => new Promise((wake) => setTimeout(wake, 0));

Deno.test("AriDoor sends what blocks over the control socket, and over the other when that is gone", async () => {
  const door = open();
  const [calls, control] = [socketOf("edge"), socketOf("edge-control")];
  door.acceptAri(control, KNOCK);
  door.acceptAri(calls, KNOCK);
  await door.ari!.up();
  await door.ari!.nouns.channels.answer("1");
  await door.ari!.nouns.channels.ring("1");
  assert.equal(asked(control).at(-1), "channels/1/answer");
  assert.equal(asked(calls).at(-1), "channels/1/ring");
  control.vanish();
  await door.ari!.nouns.channels.answer("2");
  assert.equal(asked(calls).at(-1), "channels/2/answer");
  door.close();
  assert.equal(calls.closes, 1);
});

Deno.test("AriDoor closes sockets of strangers, and of applications that nobody serves", async () => {
  const door = open();
  const stranger = socketOf("edge");
  const headers = new Headers(KNOCK.headers);
  headers.set("authorization", `Basic ${btoa("asterisk:geheim2")}`);
  door.acceptAri(stranger, { headers });
  assert.deepEqual([stranger.closes, stranger.sent], [1, []]);
  for (const application of ["", "other", "edge:PJSIP/1"]) {
    const socket = socketOf(application);
    door.acceptAri(socket, KNOCK);
    await turn();
    assert.equal(socket.closes, 1, application);
  }
  assert.equal(door.ari!.phase, "connecting");
  door.close();
});

Deno.test("AriDoor keeps what comes before a socket has said whose it is", async () => {
  const door = open();
  const told: string[] = [];
  door.ari!.on("event", ({ type }) => void told.push(type));
  const socket = socketOf("edge");
  socket.readyState = 0;
  door.acceptAri(socket, KNOCK);
  assert.deepEqual(socket.sent, []);
  socket.readyState = 1;
  socket.onopen!({});
  const { onmessage } = socket;
  onmessage!({ data: eventFrame({ application: "edge", type: "ApplicationRegistered" }) });
  await door.ari!.up();
  assert.deepEqual(told, ["ApplicationRegistered"]);
  door.close();
});

Deno.test("AriDoor gives each call's sockets one connection, which ends with the call", async () => {
  const calls: AriConnection[] = [];
  const door = open({ perCallApp: "each", perCall: (ari) => void calls.push(ari) });
  const application = "each:PJSIP/1-1";
  const first = socketOf(application);
  door.acceptAri(first, KNOCK);
  await turn();
  await calls[0]!.up();
  first.say(eventFrame({ application, type: "StasisStart", args: [], channel: snapshot("1") }));
  await turn();
  first.vanish();
  assert.equal(calls[0]!.phase, "connecting");
  const second = socketOf(application);
  door.acceptAri(second, KNOCK);
  await turn();
  await calls[0]!.up();
  assert.equal(calls.length, 1);
  assert.deepEqual(calls[0]!.live, [], "Asterisk has no such channel any more");
  second.vanish();
  assert.equal(calls[0]!.phase, "closed");
  door.close();
});

Deno.test("AriDoor lets in who knows the password and speaks ARI, and nobody else", () => {
  const door = new AriDoor({ ...LOGIN, app: "edge" });
  const status = (authorization: string, protocol: string) => {
    const headers = { authorization, upgrade: "websocket", "sec-websocket-protocol": protocol };
    return door.refusal(new Request("http://127.0.0.1/ari", { headers }))?.status ?? 101;
  };
  const right = `Basic ${btoa("asterisk:geheim")}`;
  assert.equal(status(right, "ari"), 101);
  assert.equal(status(right, "media"), 400);
  for (
    const wrong of ["", "Basic", "Basic !", right.slice(0, -2), `Basic ${btoa("a:b")}`, "Bearer x"]
  ) {
    assert.equal(status(wrong, "ari"), 401, wrong);
  }
  door.close();
});
