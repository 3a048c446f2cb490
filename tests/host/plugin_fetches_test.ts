/** Requests of a plugin's process: so many at a time, so many a minute, and so many bytes. */
import assert from "node:assert/strict";
import { fetchFor } from "../../lib/host/plugin_fetches.ts";
import type { ToPlugin } from "../../lib/host/plugin_wire.ts";

class Requests {
  readonly told: ToPlugin[] = [];
  readonly #ask: ReturnType<typeof fetchFor>;
  #id = 0;

  constructor(answer: () => Promise<Response>) {
    this.#ask = fetchFor(answer as typeof fetch, (message) => void this.told.push(message));
  }

  async make(body: string | null = null): Promise<void> {
    const id = ++this.#id;
    const request = { url: "https://api.example.com/", method: "POST", headers: [], body };
    await this.#ask({ type: "fetch", id, request: { ...request, redirect: "follow" } });
  }

  /** Why those were refused that were. */
  get refused(): string[] {
    return this.told.flatMap((told) => told.type === "unreachable" ? [told.reason] : []);
  }
}

Deno.test("a plugin's 601st request of a minute is to be tried again later", async () => {
  const requests = new Requests(() => Promise.resolve(new Response("ok")));
  for (let each = 0; each < 601; each++) await requests.make();
  assert.deepEqual(requests.refused, ["600 requests in a minute are the most"]);
});

Deno.test("a plugin's traffic of a minute has an end", async () => {
  const requests = new Requests(() => Promise.resolve(new Response("x".repeat(900_000))));
  for (let each = 0; each < 30; each++) await requests.make("y".repeat(1_000));
  assert.equal(new Set(requests.refused).size, 1);
  assert.match(requests.refused[0]!, /^20000000 bytes in a minute are the most$/);
  assert.ok(requests.told.length - requests.refused.length < 20);
});

Deno.test("sixteen requests of a plugin are under way at the most, and an answer of over a megabyte is none", async () => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  const requests = new Requests(() => promise.then((response) => response.clone()));
  const made = Array.from({ length: 17 }, () => requests.make());
  assert.deepEqual(requests.refused, ["16 requests are under way"]);
  resolve(new Response("x".repeat(1_000_001)));
  await Promise.all(made);
  assert.match(requests.refused.at(-1)!, /over 1000000 bytes/);
});
