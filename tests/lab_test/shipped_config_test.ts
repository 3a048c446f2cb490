/** asterisk_config as it is shipped: complete, closed to strangers, and loaded without complaint. */
import assert from "node:assert/strict";
import { type Lab, startAsterisk } from "../lab/asterisk.ts";
import { whyNoLab } from "../lab/root.ts";
import { needs } from "../needs.ts";
import { connectAri } from "./raw_ari.ts";

const SHIPPED = new URL("../../asterisk_config/", import.meta.url);
const why = whyNoLab();
const lab = needs("asterisk", why === null, why ?? "");
const EDGE = {
  eventsUrl: "ws://127.0.0.1:1/events",
  mediaUrl: "ws://127.0.0.1:1/media",
  password: "none",
};
const files = new Map(
  [...Deno.readDirSync(SHIPPED)].filter(({ name }) => name.endsWith(".conf"))
    .map(({ name }) => [name, Deno.readTextFileSync(new URL(name, SHIPPED))]),
);

Deno.test("asterisk_config has every file that Parley needs", () => {
  assert.deepEqual([...files.keys()].toSorted(), [
    "ari.conf",
    "asterisk.conf",
    "chan_websocket.conf",
    "extensions.conf",
    "http.conf",
    "logger.conf",
    "modules.conf",
    "pjsip.conf",
    "rtp.conf",
    "websocket_client.conf",
  ]);
});

Deno.test("asterisk_config holds no password, also none that is commented out", () => {
  for (const [name, text] of files) {
    const found = text.split("\n").filter((line) => {
      return /^[;\s]*(password|secret|md5_cred|password_digest)\s*=/.test(line);
    });
    assert.deepEqual(found, [], name);
  }
});

Deno.test("asterisk_config loads without a warning or an error", lab, async () => {
  await using asterisk = await startAsterisk();
  assert.deepEqual(await complaints(asterisk), []);
  const modules = await asterisk.cli("module show");
  const named = files.get("modules.conf")!.matchAll(/^load = (\S+)$/gm);
  const missing = [...named].map((match) => match[1]!).filter((name) => {
    return !new RegExp(`^${name.replace(".", "\\.")} .* Running`, "m").test(modules);
  });
  assert.deepEqual(missing, []);
});

Deno.test(
  "the edge's sections load without complaint, when they are uncommented",
  lab,
  async () => {
    await using asterisk = await startAsterisk({ edge: EDGE });
    const others = (await complaints(asterisk)).filter((line) =>
      !/connection to .* failed/.test(line)
    );
    assert.deepEqual(others, []);
    const outbound = await asterisk.cli("ari show outbound-websockets");
    assert.match(outbound, /parley-edge-calls +persistent +ai-call-center-edge +valid/);
    assert.match(outbound, /parley-edge-control +persistent +ai-call-center-edge-control +valid/);
  },
);

Deno.test(
  "the edge's sections dial events, control and media, with the password",
  lab,
  async () => {
    const dialed: string[] = [];
    const sockets: WebSocket[] = [];
    const three = Promise.withResolvers<void>();
    const edge = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
      const protocol = request.headers.get("sec-websocket-protocol")!;
      const login = atob(request.headers.get("authorization")!.replace("Basic ", ""));
      dialed.push(`${new URL(request.url).pathname} ${protocol} ${login}`);
      if (dialed.length === 3) three.resolve();
      const { socket, response } = Deno.upgradeWebSocket(request, { protocol });
      sockets.push(socket);
      return response;
    });
    const address = `ws://127.0.0.1:${edge.addr.port}`;
    await using asterisk = await startAsterisk({
      edge: { eventsUrl: `${address}/events`, mediaUrl: `${address}/media`, password: "word" },
    });
    await using control = await connectAri(asterisk, "edge-test");
    await control.request("POST", "channels/externalMedia", {
      app: "edge-test",
      external_host: "parley-edge-media",
      transport: "websocket",
      encapsulation: "none",
      connection_type: "client",
      format: "ulaw",
    });
    const late = setTimeout(() => three.reject(new Error(`Dialed so far: ${dialed}`)), 10_000);
    await three.promise;
    clearTimeout(late);
    assert.deepEqual(dialed.toSorted(), [
      "/events ari asterisk:word",
      "/events ari asterisk:word",
      "/media media asterisk:word",
    ]);
    await asterisk.stop();
    await Promise.all(sockets.map(closed));
    await edge.shutdown();
  },
);

Deno.test("Asterisk opens no door, when the passwords were not made", lab, async () => {
  // The lab can't wait for ARI here: without its passwords there is none.
  await assert.rejects(
    startAsterisk({ without: ["secrets/ari.conf"], readyWithinMs: 3_000 }),
    /isn't ready after 3000 ms/,
  );
  await using asterisk = await startAsterisk({ without: ["secrets/pjsip.conf"] });
  assert.match(await asterisk.cli("pjsip show endpoints"), /No objects found/);
});

Deno.test("ARI and media listen on loopback only, and want a password", lab, async () => {
  await using asterisk = await startAsterisk();
  assert.deepEqual(await listeners(asterisk.httpPort), ["127.0.0.1"]);
  const get = async (path: string, login?: string) => {
    const headers: HeadersInit = login ? { authorization: `Basic ${btoa(login)}` } : {};
    const response = await fetch(`http://127.0.0.1:${asterisk.httpPort}${path}`, { headers });
    await response.body?.cancel();
    assert.equal(response.headers.get("server"), null);
    return response.status;
  };
  assert.equal(await get("/ari/asterisk/info"), 401);
  assert.equal(await get("/ari/asterisk/info", `${asterisk.username}:`), 401);
  assert.equal(await get("/ari/asterisk/info", `${asterisk.username}:${asterisk.password}`), 200);
  assert.equal(await get("/media/guess"), 404);
  assert.equal(await get("/httpstatus"), 404);
  assert.equal(await get("/static/"), 404);
});

Deno.test("every way into the agent has a limit of its own", lab, async () => {
  await using asterisk = await startAsterisk();
  for (const context of ["parley", "human", "parley-fallback"]) {
    const dialplan = await asterisk.cli(`dialplan show ${context}`);
    assert.match(dialplan, /TIMEOUT\(absolute\)/, context);
    assert.match(dialplan, /'T' =>/, context);
  }
  for (const phone of ["1001", "1002"]) {
    const shown = await asterisk.cli(`pjsip show endpoint ${phone}`);
    assert.match(shown, /rtp_timeout +: 60/);
    assert.match(shown, /allow_transfer +: false/);
  }
});

function closed(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.readyState === WebSocket.CLOSED) return resolve();
    socket.onclose = () => resolve();
  });
}

/** Warnings and errors of Asterisk's start. */
async function complaints(asterisk: Lab): Promise<string[]> {
  return (await asterisk.log()).split("\n").filter((line) => /\] (WARNING|ERROR)\[/.test(line));
}

/** Local addresses on which somebody listens to TCP `port`, as Linux knows them. */
async function listeners(port: number): Promise<string[]> {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const tables = ["/proc/net/tcp", "/proc/net/tcp6"].map((path) => Deno.readTextFile(path));
  const rows = (await Promise.all(tables)).join("\n").split("\n").map((row) =>
    row.trim().split(/\s+/)
  );
  return rows.filter(([, local, , state]) => local?.endsWith(`:${hex}`) && state === "0A")
    .map(([, local]) => local!.split(":")[0]!)
    .map((address) => address.match(/../g)!.reverse().map((byte) => parseInt(byte, 16)).join("."));
}
