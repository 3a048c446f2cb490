/** A real Asterisk that dials us: persistent sockets for calls and control, and one for each call. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { acceptOnDeno } from "../../lib/ari/deno.ts";
import { type AriConnection, AriDoor, type Channel } from "../../lib/ari/mod.ts";
import { acceptOnNode } from "../../lib/ari/node.ts";
import { placeCall } from "../lab/sip_caller.ts";
import { lab, startLab } from "./lab_ari.ts";

const LOGIN = { username: "asterisk", password: "let-me-in" };

function outbound(port: number, apps: Readonly<Record<string, string>>): Record<string, string> {
  const names = Object.keys(apps);
  const ari = names.map((name) =>
    `[${name}]\ntype = outbound_websocket\nwebsocket_client_id = ${name}\napps = ${name}\n` +
    "local_ari_user = parley\n"
  );
  const client = names.map((name) =>
    `[${name}]\ntype = websocket_client\nuri = ws://127.0.0.1:${port}/ari\nprotocols = ari\n` +
    `username = ${LOGIN.username}\npassword = ${LOGIN.password}\nconnection_type = ${apps[name]}\n`
  );
  return {
    "ari.conf": ari.join("\n"),
    "websocket_client.conf": client.join("\n"),
    "extensions.local.conf": `[from-lab]\n` +
      names.map((name, index) => `exten => 71${index},1,Stasis(${name})\n same => n,Hangup()\n`)
        .join(""),
  };
}

function serve(door: AriDoor): Deno.HttpServer<Deno.NetAddr> {
  const options = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
  return Deno.serve(options, (request) => acceptOnDeno(door, request));
}

Deno.test(
  "at the edge what waits for a channel holds up nothing",
  lab,
  async () => {
    const door = new AriDoor({ ...LOGIN, app: "edge", controlApp: "edge-control" });
    await using server = serve(door);
    const append = outbound(server.addr.port, { edge: "persistent", "edge-control": "persistent" });
    await using asterisk = await startLab({ append });
    const ari = door.ari!;
    await ari.up({ withinMs: 10_000 });
    const coming = new Promise<Channel>((resolve) => void ari.onCall((call) => resolve(call)));
    await using phone = placeCall({ sipPort: asterisk.sipPort, extension: "710" });
    const call = await coming;
    await call.answer();
    const playing = await call.play("sound:demo-congrats");
    await playing.started;
    const order: string[] = [];
    const set = call.setVariable("X", "1").then(() => order.push("set"));
    await ari.asterisk.ping().then(() => order.push("ping"));
    await playing.stop().then(() => order.push("stop"));
    await set;
    assert.equal(order[0], "ping", "what waits for the channel holds up nothing");
    await phone.hangUp();
    await call.ended;
    door.close();
  },
);

Deno.test("Asterisk is let in where Node serves, and nobody else", lab, async () => {
  const door = new AriDoor({ ...LOGIN, app: "edge" });
  const server = createServer();
  server.on("upgrade", (request, socket, head) => acceptOnNode(door, request, socket, head));
  await new Promise<void>((listens) => server.listen(0, "127.0.0.1", listens));
  const { port } = server.address() as AddressInfo;
  await using asterisk = await startLab({ append: outbound(port, { edge: "persistent" }) });
  const ari = door.ari!;
  await ari.up({ withinMs: 10_000 });
  const coming = new Promise<Channel>((resolve) => void ari.onCall((call) => resolve(call)));
  await using phone = placeCall({ sipPort: asterisk.sipPort, extension: "710" });
  const call = await coming;
  await call.answer();
  await (await call.play("sound:hello-world")).finished;
  await phone.hangUp();
  await call.ended;
  const stranger = new WebSocket(`ws://127.0.0.1:${port}/ari`, "ari");
  await new Promise((refused) => stranger.onerror = refused);
  door.close();
  await new Promise((closed) => server.close(closed));
});

Deno.test("each call may come on a socket of its own", lab, async () => {
  const calls = Promise.withResolvers<AriConnection>();
  const door = new AriDoor({ ...LOGIN, perCallApp: "each", perCall: calls.resolve });
  await using server = serve(door);
  await using asterisk = await startLab({
    append: outbound(server.addr.port, { each: "per_call_config" }),
  });
  await using phone = placeCall({ sipPort: asterisk.sipPort, extension: "710" });
  const ari = await calls.promise;
  const call = await new Promise<Channel>((resolve) => void ari.onCall((one) => resolve(one)));
  await call.answer();
  await (await call.play("sound:hello-world")).finished;
  await call.hangUp();
  await call.ended;
  await phone.ended;
  door.close();
});
