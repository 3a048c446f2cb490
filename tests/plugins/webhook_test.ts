/** What a webhook's receiver gets, and how it knows that it is from us. */
import assert from "node:assert/strict";
import { isSigned } from "../../plugins/webhook/signature.ts";
import { webhook } from "../../plugins/webhook/mod.ts";
import { Delivering, newCallId } from "./delivering.ts";

const SECRET = "a secret of the receiver";

Deno.test("webhook posts call and lead, signed with the time, with the same key at each attempt", async () => {
  const got: { headers: Headers; body: string }[] = [];
  const answers = [503, 200];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    got.push({ headers: request.headers, body: await request.text() });
    return new Response(null, { status: answers.shift()! });
  });
  const settings = { url: `http://127.0.0.1:${server.addr.port}/hook` };
  const hook = new Delivering(webhook(), { settings, env: { WEBHOOK_SECRET: SECRET } });
  const callId = newCallId();
  await assert.rejects(hook.deliver("lead_qualified", { callId }), { name: "RetryLater" });
  await hook.deliver("lead_qualified", { callId, attempt: 2 });
  const [first, second] = got as [typeof got[number], typeof got[number]];
  const key = `${callId}:lead_qualified:webhook`;
  assert.deepEqual([first, second].map(({ headers }) => headers.get("idempotency-key")), [
    key,
    key,
  ]);
  const body = JSON.parse(second.body);
  assert.deepEqual([body.key, body.kind, body.lead.status], [key, "lead_qualified", "qualified"]);
  assert.equal(body.call.turns[0].text, "Stocks & bonds.");
  const header = second.headers.get("parley-signature")!;
  const told = { header, body: second.body, secret: SECRET, nowS: Date.now() / 1_000 };
  assert.equal(await isSigned(told), true);
  assert.equal(await isSigned({ ...told, body: `${second.body} ` }), false);
  assert.equal(await isSigned({ ...told, secret: "another" }), false);
  assert.equal(await isSigned({ ...told, nowS: told.nowS + 301 }), false);
  assert.equal(await isSigned({ ...told, header: header.replace(/t=\d/, "t=2") }), false);
  await hook.deliver("erase_person", { callId }).catch(() => {}); // the answers are used up
  assert.deepEqual(JSON.parse(got[2]!.body).call, null);
  await server.shutdown();
});

Deno.test("webhook waits where its address has moved, and parks only the message that is refused", async () => {
  const asked: string[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    const { pathname } = new URL(request.url);
    asked.push(`${request.method} ${pathname}`);
    const status = Number(pathname.slice(1)) || 200;
    return new Response(null, { status, headers: { location: "/new" } });
  });
  const hook = (path: string, env: Record<string, string> = { WEBHOOK_SECRET: SECRET }) => {
    const settings = { url: `http://127.0.0.1:${server.addr.port}${path}` };
    return new Delivering(webhook(), { settings, env }).deliver("call_ended", {
      callId: newCallId(),
    });
  };
  for (const status of [301, 302, 307, 308]) {
    await assert.rejects(hook(`/${status}`), {
      ...{ name: "RetryLater", pauses: true },
      message: `The webhook redirects (HTTP ${status}): set url to where it is now`,
    });
  }
  await assert.rejects(hook("/401"), { name: "RetryLater", pauses: true });
  await assert.rejects(hook("/403"), { name: "GiveUp" });
  await assert.rejects(hook("/", {}), { name: "RetryLater", pauses: true });
  assert.deepEqual(asked, [301, 302, 307, 308, 401, 403].map((status) => `POST /${status}`));
  await server.shutdown();
});

Deno.test("webhook reaches no private network, whatever its setting says", async () => {
  for (
    const url of ["https://169.254.169.254/latest/", "https://10.0.0.1/", "https://[fd00::1]/"]
  ) {
    const hook = new Delivering(webhook(), { settings: { url }, env: { WEBHOOK_SECRET: SECRET } });
    const reached = hook.deliver("call_ended", { callId: newCallId() });
    await assert.rejects(reached, /leads into a private network/);
  }
});
