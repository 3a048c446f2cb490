import assert from "node:assert/strict";
import { serveWeb } from "../../lib/cli/web_server.ts";
import { createWebApp } from "../../lib/web/app.ts";

const app = createWebApp({
  readiness: () => ({ notReady: [], degraded: [] }),
  metricsText: () => Promise.resolve(""),
  failed: (_path, error) => assert.fail(String(error)),
});

Deno.test("serveWeb() takes any free port for 0, answers, and frees it", async () => {
  const server = serveWeb({ host: "127.0.0.1", port: 0 }, app);
  assert.match(server.address, /^http:\/\/127\.0\.0\.1:\d{2,5}$/);
  const answer = await fetch(`${server.address}/readyz`);
  assert.equal((await answer.json()).ready, true);
  await server.close();
  await server.close();
  await assert.rejects(fetch(`${server.address}/healthz`));
});

Deno.test("serveWeb() says in one sentence why a port can't be had", async () => {
  const first = serveWeb({ host: "127.0.0.1", port: 0 }, app);
  const port = Number(new URL(first.address).port);
  assert.throws(
    () => serveWeb({ host: "127.0.0.1", port }, app),
    new RegExp(
      `^Error: Cannot serve web pages on 127.0.0.1 port ${port}: another program has it; `,
    ),
  );
  await first.close();
  assert.throws(
    () => serveWeb({ host: "192.0.2.1", port: 0 }, app),
    /this machine has no such address; set HTTP_HOST/,
  );
});

Deno.test("serveWeb() shows an address that can be opened, also for every network", async () => {
  const server = serveWeb({ host: "0.0.0.0", port: 0 }, app);
  assert.match(server.address, /^http:\/\/127\.0\.0\.1:/);
  await server.close();
});

Deno.test("serveWeb() closes although somebody asks and never reads", async () => {
  const server = serveWeb({ host: "127.0.0.1", port: 0 }, app);
  const { hostname, port } = new URL(server.address);
  const slow = await Deno.connect({ hostname, port: Number(port) });
  await slow.write(new TextEncoder().encode("GET /healthz HTTP/1.1\r\nHost: x\r\n"));
  await server.close();
  slow.close();
});
