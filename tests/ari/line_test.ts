import assert from "node:assert/strict";
import type { AriEvent } from "../../lib/ari/mod.ts";
import { AriLimit, NotConnected, OutcomeUnknown } from "../../lib/ari/mod.ts";
import { INBOX_FRAMES_MAX, PENDING_MAX } from "../../lib/ari/limits.ts";
import { Line } from "../../lib/ari/line.ts";
import { requestOf } from "../../lib/ari/operation.ts";
import { eventFrame, FakeSocket, snapshot } from "./fake_asterisk.ts";

const NEVER_MS = 600_000;

function open(socket: FakeSocket, heartbeatMs = NEVER_MS) {
  const told: AriEvent[] = [];
  const down = Promise.withResolvers<string>();
  const event = (one: AriEvent) => void told.push(one);
  const line = new Line({ socket, event, down: down.resolve, heartbeatMs });
  return { line, told, down: down.promise };
}

const answer = requestOf("channels.answer", { channelId: "1" });

Deno.test("Line sends a request as Asterisk reads it, and matches the answer by its id", async () => {
  const socket = new FakeSocket(() => null);
  const { line } = open(socket);
  const filter = { disallowed: [{ type: "Dial" }] };
  const first = line.send(requestOf("applications.filter", { applicationName: "a/b", filter }));
  const second = line.send(requestOf("channels.record", {
    channelId: "1",
    name: "n",
    format: "wav",
    beep: true,
    maxDurationSeconds: 3,
  }));
  const [one, two] = socket.sent;
  assert.deepEqual([one!.method, one!.uri], ["PUT", "applications/a%2Fb/eventFilter"]);
  assert.deepEqual(JSON.parse(one!.message_body!), filter);
  assert.deepEqual(two!.query_strings!.slice(2), [
    { name: "beep", value: "true" },
    { name: "maxDurationSeconds", value: "3" },
  ]);
  socket.respond(two!, 404, { message: "second" });
  socket.respond(one!, 200, "first");
  assert.deepEqual(await second, { status: 404, body: '{"message":"second"}' });
  assert.deepEqual(await first, { status: 200, body: '"first"' });
  line.close();
});

Deno.test("Line does nothing inside the socket's callback, and keeps the order", async () => {
  const socket = new FakeSocket();
  const { line, told } = open(socket);
  for (const id of ["1", "2"]) {
    socket.say(eventFrame({ type: "StasisEnd", channel: snapshot(id) }));
  }
  socket.say(new ArrayBuffer(3));
  socket.say("{");
  assert.deepEqual(told, []);
  await Promise.resolve();
  assert.deepEqual(told.map(({ type }) => type), ["StasisEnd", "StasisEnd", "Unhandled"]);
  line.close();
});

Deno.test("Line says of what had no answer that its outcome is unknown, when the socket is lost", async () => {
  const socket = new FakeSocket(() => null);
  const { line, down } = open(socket);
  const asked = line.send(answer);
  socket.vanish();
  await assert.rejects(asked, OutcomeUnknown);
  assert.equal(await down, "1006");
  await assert.rejects(line.send(answer), NotConnected);
});

Deno.test("Line finds a cut that nobody tells of, and waits while a request blocks its socket", async () => {
  const silent = new FakeSocket(() => null);
  const { down } = open(silent, 1);
  assert.equal(await down, "no sign of life");
  assert.deepEqual(silent.sent.map(({ uri }) => uri), ["asterisk/ping", "asterisk/ping"]);
  assert.equal(silent.closes, 1);

  const pings = Promise.withResolvers<void>();
  const blocked: FakeSocket = new FakeSocket(() => {
    if (blocked.sent.length === 6) pings.resolve();
    return null;
  });
  const { line } = open(blocked, 1);
  const asked = line.send(answer);
  await pings.promise;
  assert.equal(blocked.closes, 0);
  blocked.respond(blocked.sent[0]!, 204, "");
  assert.equal((await asked).status, 204);
  line.close();
});

Deno.test("Line is lost at each of its limits, and sends nothing that is over one", async () => {
  const flooded = new FakeSocket();
  const { down } = open(flooded);
  for (let n = 0; n <= INBOX_FRAMES_MAX; n++) flooded.say("{}");
  assert.match(await down, /events came at once/);

  const stuck = new FakeSocket(() => null);
  const other = open(stuck);
  const pending = Array.from({ length: PENDING_MAX }, () => other.line.send(answer));
  await assert.rejects(other.line.send(answer), AriLimit);
  await assert.rejects(
    other.line.send(requestOf("recordings.getStoredFile", { recordingName: "r" })),
    AriLimit,
  );
  assert.equal(stuck.sent.length, PENDING_MAX);
  other.line.close();
  assert.ok((await Promise.allSettled(pending)).every(({ status }) => status === "rejected"));

  const deaf = new FakeSocket(() => null);
  const third = open(deaf);
  deaf.bufferedAmount = 2 * 1024 * 1024;
  third.line.send(answer).catch(() => {});
  assert.equal(await third.down, "Asterisk reads no more");
});
