import assert from "node:assert/strict";
import { createWebApp, type WebPort } from "../../lib/web/app.ts";

const port: WebPort = {
  readiness: () => ({ notReady: [], degraded: [] }),
  metricsText: () => Promise.resolve("parley_calls_live 0\n"),
  failed: () => assert.fail("nothing should fail"),
};
const ask = (path: string, init?: RequestInit, other: Partial<WebPort> = {}) =>
  createWebApp({ ...port, ...other })(new Request(`http://127.0.0.1${path}`, init));

Deno.test("GET /healthz answers 200 as long as the process lives, ready or not", async () => {
  const notReady = () => ({ notReady: ["No Asterisk"], degraded: [] });
  const response = await ask("/healthz", {}, { readiness: notReady });
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), { status: "ok" });
});

Deno.test("GET /readyz answers 503 with the reasons until ready, then 200", async () => {
  const reasons = ["The phrases are being rendered"];
  const before = await ask("/readyz", {}, {
    readiness: () => ({ notReady: reasons, degraded: [] }),
  });
  assert.equal(before.status, 503);
  assert.deepEqual(await before.json(), { ready: false, reasons, degraded: [] });
  const degraded = ["The database is away"];
  const after = await ask("/readyz", {}, { readiness: () => ({ notReady: [], degraded }) });
  assert.equal(after.status, 200);
  assert.deepEqual(await after.json(), { ready: true, reasons: [], degraded });
});

Deno.test("GET /metrics answers in Prometheus' text format", async () => {
  const response = await ask("/metrics");
  assert.equal(response.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  assert.equal(await response.text(), "parley_calls_live 0\n");
});

Deno.test("HEAD has the head of GET and no body", async () => {
  for (const path of ["/healthz", "/metrics", "/nowhere"]) {
    const response = await ask(path, { method: "HEAD" });
    assert.equal(response.status, (await ask(path)).status);
    assert.equal(await response.text(), "");
  }
});

Deno.test("any other method is refused with 405 and what is allowed", async () => {
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"]) {
    const response = await ask("/readyz", { method });
    assert.equal(response.status, 405);
    assert.equal(response.headers.get("allow"), "GET, HEAD");
  }
});

Deno.test("POST /plugins/NAME hands a callback to its plugin, and tells no more than it must", async () => {
  const heard: unknown[] = [];
  const callback: WebPort["callback"] = (plugin, { headers, body }) => {
    heard.push([plugin, headers["x-signature"], body]);
    return Promise.resolve(plugin === "sms" ? headers["x-signature"] === "right" : null);
  };
  const post = async (path: string, signature: string, body = "a=1") => {
    const init = { method: "POST", headers: { "X-Signature": signature }, body };
    const response = await ask(path, init, { callback });
    await response.body?.cancel();
    return response.status;
  };
  assert.equal(await post("/plugins/sms", "right"), 204);
  assert.equal(await post("/plugins/sms", "wrong"), 403);
  assert.equal(await post("/plugins/other", "right"), 404);
  assert.equal(heard.length, 3);
  assert.deepEqual(heard[0], ["sms", "right", "a=1"]);
  assert.equal(await post("/plugins/sms", "right", "x".repeat(70_000)), 413);
  assert.equal(await post("/plugins/SMS", "right"), 404);
  assert.equal(heard.length, 3);
  assert.equal((await ask("/plugins/sms", {}, { callback })).status, 405);
  assert.equal((await ask("/plugins/sms", { method: "POST", body: "a" })).status, 404);
});

Deno.test("POST /plugins/NAME waits for no slow sender, and keeps room for the others", async () => {
  const callback = () => Promise.resolve(true);
  const slow = Array.from({ length: 20 }, () => new ReadableStream({ start() {} })); // never a byte
  const posted = (body: BodyInit, ms: number) =>
    ask("/plugins/sms", { method: "POST", body }, { callback, callbackLimits: { ms } });
  const late = slow.map((body) => posted(body, 20));
  assert.equal((await posted("a=1", 20)).status, 503);
  const statuses = (await Promise.all(late)).map(({ status }) => status);
  assert.deepEqual(new Set(statuses), new Set([408]));
  assert.equal((await posted("a=1", 10_000)).status, 204);
});

Deno.test("an unknown path is a 404 in JSON that repeats nothing of the request", async () => {
  for (const path of ["/", "/metrics/", "//healthz", "/%2e%2e/etc/passwd", "/healthz%00", "/<b>"]) {
    const response = await ask(path);
    assert.equal(response.status, 404);
    assert.deepEqual(await response.json(), { error: "There is no such page" });
  }
});

Deno.test("every answer carries the security headers", async () => {
  const broken = () => {
    throw new Error("secret detail");
  };
  const answers = await Promise.all([
    ask("/healthz"),
    ask("/metrics"),
    ask("/nowhere"),
    ask("/readyz", { method: "POST" }),
    ask("/metrics", {}, { metricsText: broken, failed: () => {} }),
  ]);
  for (const { headers } of answers) {
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("cache-control"), "no-store");
    assert.match(headers.get("content-security-policy")!, /default-src 'none'/);
    assert.equal(headers.get("referrer-policy"), "no-referrer");
  }
});

Deno.test("a page that throws is a 500 without detail, and the log is told", async () => {
  const failures: unknown[] = [];
  const response = await ask("/metrics", {}, {
    metricsText: () => {
      throw new Error("secret detail");
    },
    failed: (path, error) => failures.push([path, (error as Error).message]),
  });
  assert.equal(response.status, 500);
  assert.doesNotMatch(await response.text(), /secret detail/);
  assert.deepEqual(failures, [["/metrics", "secret detail"]]);
});
