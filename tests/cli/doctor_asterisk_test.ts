import assert from "node:assert/strict";
import { connectAri, EVENT_NAMES } from "../../lib/ari/mod.ts";
import type { AriConfig } from "../../lib/cli/config.ts";
import { lookAtAsterisk } from "../../lib/cli/doctor_asterisk.ts";
import { mediaFinding } from "../../lib/cli/doctor_media.ts";
import type { Finding } from "../../lib/cli/doctor_finding.ts";
import { type Lab, startAsterisk } from "../lab/asterisk.ts";
import { whyNoLab } from "../lab/root.ts";
import { needs } from "../needs.ts";

const why = whyNoLab();
const lab = needs("asterisk", why === null, why ?? "");
const APP = "ai-call-center";

async function look(ari: AriConfig): Promise<Finding[]> {
  return await Array.fromAsync(lookAtAsterisk(ari, new AbortController().signal));
}

/** What a web server that answers like this makes the doctor say. */
async function lookAt(answer: (request: Request) => Response): Promise<Finding[]> {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, answer);
  try {
    const url = `http://127.0.0.1:${server.addr.port}/ari`;
    return await look({ url, username: "parley", password: "s3cret", app: APP });
  } finally {
    await server.shutdown();
  }
}

/** An Asterisk of this release in which everything else is right. */
function release(version: string): (request: Request) => Response {
  const names = ["app_stasis", "chan_websocket", "codec_alaw", "codec_ulaw", "res_ari"]
    .concat(
      ["applications", "asterisk", "bridges", "channels", "events"].map((x) => `res_ari_${x}`),
    )
    .concat("res_http_websocket", "res_stasis", "res_stasis_answer", "res_timing_timerfd")
    .concat("bridge_softmix");
  return (request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/ari/asterisk/info") return Response.json({ system: { version } });
    if (pathname === "/ari/asterisk/modules") {
      return Response.json(names.map((name) => ({ name: `${name}.so`, status: "Running" })));
    }
    return Response.json({ message: "Not found" }, { status: 404 });
  };
}

Deno.test("lookAtAsterisk() is content with a supported release that has all parts", async () => {
  const findings = await lookAt(release("20.20.1"));
  assert.deepEqual(findings.map(({ verdict }) => verdict), [
    "ok",
    "ok",
    "ok",
    "ok",
    "note",
    "note",
  ]);
});

Deno.test("lookAtAsterisk() tells who takes callers that want a person", async () => {
  const endpoint = "PJSIP/1002";
  const findings = await lookAt((request) => {
    const { pathname, searchParams } = new URL(request.url);
    const isAsked = pathname === "/ari/asterisk/variable" &&
      searchParams.get("variable") === "HUMAN_ENDPOINT";
    return isAsked ? Response.json({ value: endpoint }) : release("22.10.1")(request);
  });
  const text = "Callers who want a person are put through to PJSIP/1002";
  assert.deepEqual(findings.at(-1), { verdict: "ok", part: "asterisk", text });
});

Deno.test("lookAtAsterisk() sends an old release to the first one without the holes", async () => {
  const [, version] = await lookAt(release("22.8.0"));
  assert.equal(version!.verdict, "bad");
  assert.match(
    version!.text,
    /^Release 22\.8\.0 has known holes .*: update to 22\.10\.1 or later$/,
  );
  const [, branch] = await lookAt(release("18.26.4"));
  assert.match(branch!.text, /use one of 20\.20\.1, 22\.10\.1, 23\.4\.1 or later$/);
});

const REFUSALS: readonly (readonly [number, RegExp])[] = [
  [401, /refuses user parley with this password: compare ARI_USERNAME and ARI_PASSWORD/],
  [403, /lets in nobody from this address \(403\): permit this machine in http\.conf/],
  [404, /has no REST interface \(404\): set enabled = yes in ari\.conf/],
  [503, /is still starting: ask again$/],
  [302, /isn't Asterisk \(302\): set ARI_URL/],
];

for (const [status, sentence] of REFUSALS) {
  Deno.test(`lookAtAsterisk() stops at a ${status} and says what to do`, async () => {
    const headers = status === 302 ? { location: "http://127.0.0.1:1/" } : {};
    const findings = await lookAt(() => new Response("{}", { status, headers }));
    assert.equal(findings.length, 1);
    assert.match(findings[0]!.text, sentence);
    assert.doesNotMatch(findings[0]!.text, /s3cret/);
  });
}

Deno.test("lookAtAsterisk() isn't taken in by another web server, or by an endless one", async () => {
  const [page] = await lookAt(() => new Response("<html>It works!</html>"));
  assert.match(page!.text, /isn't Asterisk \(200\)/);
  const chunk = new Uint8Array(65_536);
  const endless = () => new Response(new ReadableStream({ pull: (to) => to.enqueue(chunk) }));
  const [flood] = await lookAt(endless);
  assert.match(flood!.text, /can't be reached .* the answer is over 2097152 bytes long/);
});

Deno.test("lookAtAsterisk() finds nobody at a closed port", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const ari = { url: `http://127.0.0.1:${port}/ari`, username: "u", password: "p", app: APP };
  const [finding] = await look(ari);
  assert.match(finding!.text, /can't be reached at .*refused.*: start it, and compare ARI_URL/s);
});

Deno.test("lookAtAsterisk() tells a real Asterisk's health and ills", lab, async () => {
  const readOnly = "[looker]\ntype = user\nread_only = yes\npassword = looking";
  await using asterisk = await startAsterisk({ append: { "ari.conf": readOnly } });
  const ari = {
    url: asterisk.ariUrl,
    username: asterisk.username,
    password: asterisk.password,
    app: APP,
  };
  const verdicts = (findings: Finding[]) => findings.map(({ verdict }) => verdict);
  assert.deepEqual(verdicts(await look(ari)), ["ok", "ok", "ok", "ok", "note", "note"]);

  const [wrong, ...more] = await look({ ...ari, password: "wrong" });
  assert.match(wrong!.text, /refuses user parley/);
  assert.deepEqual(more, []);

  const looker = await look({ ...ari, username: "looker", password: "looking" });
  assert.match(looker[3]!.text, /may look and not act \(403\): set read_only = no/);

  await asterisk.cli("module unload chan_websocket.so");
  const missing = await look(ari);
  assert.deepEqual(verdicts(missing), ["ok", "ok", "bad", "ok", "note", "note"]);
  assert.match(missing[2]!.text, /restart Asterisk: load = chan_websocket\.so$/);
});

Deno.test("mediaFinding() hears its tone in a real Asterisk and leaves no trace", lab, async () => {
  await using asterisk = await startAsterisk();
  const { ariUrl: url, username, password } = asterisk;
  const ari = { url, username, password, app: APP };
  const never = new AbortController().signal;
  const owner = await applicationOwner(ari);

  const good = await mediaFinding(ari, never);
  assert.equal(good.verdict, "ok", good.text);
  assert.match(good.text, /both ways .* bridge, (4\d|50) of 50 frames, the first in \d+ ms$/);
  assert.deepEqual(await traces(asterisk), [[], []]);
  assert.deepEqual(owner.told, [], "the application that takes calls was told something");
  owner.close();

  await asterisk.cli("module unload chan_websocket.so");
  const broken = await mediaFinding(ari, never);
  assert.equal(broken.verdict, "bad");
  assert.match(broken.text, /^No sound could be sent, Cannot POST channels\/externalMedia: /);
  assert.deepEqual(await traces(asterisk), [[], []]);

  const gone = await mediaFinding(
    { ...ari, url: url.replace(/:\d+/, ":1") },
    AbortSignal.timeout(200),
  );
  assert.equal(gone.verdict, "bad");
});

Deno.test("mediaFinding() told to stop in the middle leaves no trace", lab, async () => {
  await using asterisk = await startAsterisk();
  const { ariUrl: url, username, password } = asterisk;
  for (const afterMs of [1, 20, 60, 300]) {
    await mediaFinding({ url, username, password, app: APP }, AbortSignal.timeout(afterMs));
    assert.deepEqual(await traces(asterisk), [[], []], `after ${afterMs} ms`);
  }
});

async function traces(asterisk: Lab): Promise<[unknown[], unknown[]]> {
  return [await asterisk.channels(), [...await asterisk.bridges()]];
}

/** Somebody who is connected under the name that calls come to, as a running Parley is. */
async function applicationOwner(ari: AriConfig): Promise<{ told: string[]; close(): void }> {
  const told: string[] = [];
  const events = connectAri(ari);
  for (const name of [...EVENT_NAMES, "Unhandled", "down", "replaced"] as const) {
    events.on(name, ({ type }) => void told.push(type));
  }
  await events.up();
  return { told, close: () => events.close() };
}
