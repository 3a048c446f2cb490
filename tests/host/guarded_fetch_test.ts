/** What a plugin's request may reach: 300 ways into a private network are refused, 50 legal ones pass. */
import assert from "node:assert/strict";
import { guardedFetch } from "../../lib/host/guarded_fetch.ts";
import { GiveUp } from "../../lib/plugin/contract.ts";
import { legalWays, type Way, waysIn } from "./ways_in.ts";

const REFUSED = 300;
const PASSED = 50;
/** Kinds of ways that are refused by the host's name, the scheme or a password already. */
const MANY_REASONS = ["loopback", "redirect", "disguised"];

Deno.test("guardedFetch() refuses 300 of 300 ways into a private network, each for what it is", async () => {
  await using near = serve(redirected);
  const ways = waysIn(near.host);
  assert.equal(new Set(ways.map((way) => JSON.stringify(way))).size, REFUSED);
  const letIn: string[] = [];
  for (const way of ways) {
    const said = await guardedFor(way)(way.url).catch((error) => error);
    const isRight = said instanceof GiveUp &&
      (MANY_REASONS.includes(way.kind) || /leads into a private network/.test(said.message));
    if (!isRight) letIn.push(`${way.kind} ${way.url}: ${said}`);
  }
  assert.deepEqual(letIn, []);
});

Deno.test("guardedFetch() refuses a private address also where its spelling is allowed as a host", async () => {
  for (const host of ["printer.example.com", "localhost.example.com"]) {
    const guarded = guardedFetch({ hosts: [host], resolve: () => Promise.resolve(["10.1.1.1"]) });
    await assert.rejects(guarded(`https://${host}/`), /leads into a private network/);
  }
});

Deno.test("guardedFetch() lets 50 of 50 legal requests through its checks", async () => {
  const ways = legalWays();
  assert.equal(new Set(ways.map((way) => JSON.stringify(way))).size, PASSED);
  const signal = AbortSignal.abort(); // it is dialled only where it may be; here nobody leaves
  for (const way of ways) {
    await assert.rejects(guardedFor(way)(way.url, { signal }), {
      name: "RetryLater",
      message: `Cannot reach ${new URL(way.url).host}: no answer in time`,
    });
  }
});

Deno.test("guardedFetch() brings an answer from a loopback host that is allowed by its address", async () => {
  await using near = serve((request) =>
    Response.json({ method: request.method, type: request.headers.get("content-type") }, {
      status: 201,
    })
  );
  const guarded = guardedFetch({ hosts: [near.host] });
  const answer = await guarded(`http://${near.host}/x`, { method: "POST", body: "hello" });
  assert.equal(answer.status, 201);
  assert.deepEqual(await answer.json(), { method: "POST", type: "text/plain;charset=UTF-8" });
  const other = guardedFetch({ hosts: ["127.0.0.1:1"] });
  await assert.rejects(other(`http://${near.host}/`), /no leave for that host/);
});

Deno.test("guardedFetch() checks every redirect anew, and tells no other origin its secrets", async () => {
  const heard: (string | null)[] = [];
  await using second = serve((request) => {
    heard.push(request.headers.get("authorization"));
    return new Response("there");
  });
  const goals = ["http://169.254.169.254/latest/meta-data/", "https://localhost/", "file:///etc/x"];
  await using first = serve((request) => {
    const path = new URL(request.url).pathname;
    const goal = path === "/second" ? `http://${second.host}/` : goals[Number(path.slice(1))]!;
    return new Response(null, { status: 302, headers: { location: goal } });
  });
  const guarded = guardedFetch({ hosts: [first.host, second.host, "localhost.example.com"] });
  for (const at of goals.keys()) {
    await assert.rejects(guarded(`http://${first.host}/${at}`), GiveUp);
  }
  const headers = { authorization: "Bearer secret" };
  const answer = await guarded(`http://${first.host}/second`, { headers });
  assert.equal(await answer.text(), "there");
  assert.deepEqual(heard, [null]);
});

Deno.test("guardedFetch() dials what it checked: a second answer of the resolver changes nothing", async () => {
  await using near = serve(() => new Response("first"));
  const answers = [["127.0.0.1"], ["127.0.0.99"]];
  let asked = 0;
  const guarded = guardedFetch({
    hosts: [near.host.replace("127.0.0.1", "localhost")],
    resolve: () => Promise.resolve(answers[asked++]!),
  });
  const answer = await guarded(`http://${near.host.replace("127.0.0.1", "localhost")}/`);
  assert.equal(await answer.text(), "first");
  assert.equal(asked, 1);
});

Deno.test("guardedFetch() names the host that it checked, and keeps headers of the connection to itself", async () => {
  await using near = serve((request) => Response.json([...request.headers]));
  const guarded = guardedFetch({ hosts: [near.host] });
  const headers = {
    ...{ host: "internal.example.com", connection: "keep-alive, x-hop", te: "trailers" },
    ...{ "transfer-encoding": "chunked", upgrade: "h2c", "x-hop": "1", "x-own": "2" },
  };
  const answer = await guarded(`http://${near.host}/`, { method: "POST", headers, body: "x" });
  const seen = Object.fromEntries(await answer.json());
  assert.equal(seen["host"], near.host);
  assert.equal(seen["x-own"], "2");
  assert.equal(seen["content-length"], "1");
  for (const name of ["te", "transfer-encoding", "upgrade", "x-hop"]) {
    assert.equal(seen[name], undefined, name);
  }
});

Deno.test("guardedFetch() waits for no resolver longer than for an answer", async () => {
  const resolve = () => new Promise<never>(() => {});
  const guarded = guardedFetch({ hosts: ["api.example.com"], resolve, answerMs: 50 });
  await assert.rejects(guarded("https://api.example.com/"), {
    name: "RetryLater",
    message: "Cannot find the address of api.example.com: ETIMEOUT",
  });
});

Deno.test("guardedFetch() says that a host can be tried again when nobody answers there", async () => {
  const gone = serve(() => new Response());
  await gone[Symbol.asyncDispose]();
  const guarded = guardedFetch({ hosts: [gone.host] });
  await assert.rejects(guarded(`http://${gone.host}/`), {
    name: "RetryLater",
    message: `Cannot reach ${gone.host}: ECONNREFUSED`,
  });
});

Deno.test("guardedFetch() ends a loop of redirects, and an answer without an end", async () => {
  await using near = serve((request) =>
    new URL(request.url).pathname === "/flood"
      ? new Response(flood())
      : new Response(null, { status: 307, headers: { location: "/again" } })
  );
  const guarded = guardedFetch({ hosts: [near.host] });
  await assert.rejects(guarded(`http://${near.host}/loop`), /redirects more than 5 times/);
  await assert.rejects(guarded(`http://${near.host}/flood`), /An answer is over/);
});

function guardedFor({ hosts, answers }: Way): typeof fetch {
  let asked = 0;
  const resolve = (): Promise<readonly string[]> => {
    const answer = answers[Math.min(asked++, answers.length - 1)];
    return answer
      ? Promise.resolve(answer)
      : Promise.reject(new Error("nothing is to be looked up"));
  };
  return guardedFetch({ hosts, resolve });
}

function redirected(request: Request): Response {
  const { searchParams } = new URL(request.url);
  const location = searchParams.get("to") ?? "";
  return new Response(null, { status: Number(searchParams.get("status")), headers: { location } });
}

function flood(): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: (body) => body.enqueue(new Uint8Array(1_048_576)) });
}

function serve(handler: (request: Request) => Response) {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    return handler(request);
  });
  return {
    host: `127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
