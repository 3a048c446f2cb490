/** What a plugin's request may reach: 300 ways into a private network are refused, 50 legal ones pass. */
import assert from "node:assert/strict";
import { guardedFetch } from "../../lib/host/guarded_fetch.ts";
import { isPublic } from "../../lib/host/public_address.ts";
import { GiveUp, RetryLater } from "../../lib/plugin/contract.ts";
import { seededRandom } from "../random.ts";

/** Private networks, this machine, its neighbours and its cloud, as dotted decimals. */
const CLOSED = (
  "0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.254 100.64.0.1 100.127.9.9 127.0.0.1 127.1.2.3 " +
  "127.255.255.254 169.254.0.1 169.254.169.254 172.16.0.1 172.31.255.1 192.0.0.8 192.0.2.7 " +
  "192.88.99.1 192.168.0.1 192.168.255.254 198.18.0.1 198.19.255.1 198.51.100.9 203.0.113.200 " +
  "224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255"
).split(" ");
const CLOSED_V6 = (
  ":: ::1 fe80::1 febf::9 fec0::1 fc00::1 fd00:ec2::254 fdff::1 ff02::1 ff05::2 2001:db8::1 " +
  "2001::1 2001:10::1 2002:7f00:1:: 2002:a9fe:a9fe::1 64:ff9b::7f00:1 64:ff9b:1::1 100::1 " +
  "3fff::1 4000::1 5f00::1 ::7f00:1"
).split(" ");
const OPEN = (
  "1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 93.184.215.14 100.63.255.255 100.128.0.1 126.9.9.9 " +
  "128.0.0.1 169.253.1.1 169.255.1.1 172.15.9.9 172.32.0.1 191.255.255.1 192.0.1.1 192.0.3.1 " +
  "192.88.98.1 192.167.1.1 192.169.1.1 198.17.1.1 198.20.0.1 198.51.99.1 198.51.101.1 " +
  "203.0.112.1 203.0.114.1 223.255.255.1"
).split(" ");
const OPEN_V6 = (
  "2606:4700::6810:1 2a00:1450:4001::200e 2001:4860:4860::8888 2001:200::1 2003::1 " +
  "2620:fe::fe 3ffe::1 2400:cb00::1"
).split(" ");
const REFUSED = 300;
const PASSED = 50;

Deno.test("guardedFetch() refuses 300 of 300 ways into a private network", async () => {
  const ways = waysIn();
  assert.equal(ways.length, REFUSED);
  const let_in: string[] = [];
  for (const { url, resolve } of ways) {
    const guarded = guardedFetch({ hosts: ["*.example.com", "www.example.com"], resolve });
    const said = await guarded(url).catch((error) => error);
    if (!(said instanceof GiveUp)) let_in.push(`${url}: ${said}`);
  }
  assert.deepEqual(let_in, []);
});

Deno.test("guardedFetch() refuses a private address also where its spelling is allowed as a host", async () => {
  for (const host of ["printer.example.com", "localhost.example.com"]) {
    const guarded = guardedFetch({ hosts: [host], resolve: () => Promise.resolve(["10.1.1.1"]) });
    await assert.rejects(guarded(`https://${host}/`), /leads into a private network/);
  }
});

Deno.test("guardedFetch() lets 50 of 50 legal requests through its checks", async () => {
  const random = seededRandom(4711);
  const addresses = [...OPEN, ...OPEN_V6];
  for (let at = 0; at < PASSED; at++) {
    const address = addresses[at % addresses.length]!;
    assert.equal(isPublic(address), true, address);
    const host = at % 2 === 0 ? "api.example.com" : `${Math.floor(random() * 1e6)}.example.com`;
    const stop = AbortSignal.abort(); // it is dialled only where it may be; here nobody leaves
    const guarded = guardedFetch({
      hosts: ["*.example.com"],
      resolve: () => Promise.resolve([address]),
    });
    await assert.rejects(guarded(`https://${host}/v1?at=${at}`, { signal: stop }), RetryLater);
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

interface Way {
  readonly url: string;
  readonly resolve: (host: string) => Promise<readonly string[]>;
}

/** Literal addresses in every spelling, names that resolve to them, mixed answers, odd schemes. */
function waysIn(): Way[] {
  const never = () => Promise.reject(new Error("a literal address is not looked up"));
  const literal = [
    ...CLOSED,
    ...CLOSED.map((address) => `[::ffff:${address}]`),
    ...CLOSED_V6.map((address) => `[${address}]`),
    ...CLOSED.flatMap((address) => spellings(address)),
  ].map((host) => ({ url: `https://${host}/`, resolve: never }));
  const named = [...CLOSED, ...CLOSED_V6, "::ffff:127.0.0.1", "fe80::1%eth0", "nonsense"].map((
    address,
  ) => ({ url: "https://www.example.com/", resolve: () => Promise.resolve([address]) }));
  const mixed = [...CLOSED, ...CLOSED_V6].map((address) => ({
    url: "https://cdn.example.com/",
    resolve: () => Promise.resolve([OPEN[0]!, address]),
  }));
  const open = () => Promise.resolve([OPEN[0]!]);
  const odd = [
    ...["ftp://www.example.com/", "file:///etc/passwd", "gopher://www.example.com/"],
    ...["https://user:pw@www.example.com/", "https://www.example.com:22/", "https://example.com/"],
    ...["https://www.example.com.evil.test/", "http://www.example.com/", "https://localhost/"],
    ...["https://evil.test/", "https://wwwexample.com/", "https://www.example.com:6379/"],
  ].map((url) => ({ url, resolve: open }));
  return [...odd, ...named, ...mixed, ...literal].slice(0, REFUSED);
}

/** One number, octal and hexadecimal parts, parts left out. */
function spellings(address: string): string[] {
  const parts = address.split(".").map(Number);
  const whole = parts.reduce((sum, part) => sum * 256 + part, 0);
  return [
    String(whole),
    `0x${whole.toString(16)}`,
    parts.map((part) => `0${part.toString(8)}`).join("."),
    parts.map((part) => `0x${part.toString(16)}`).join("."),
    `${parts[0]}.${parts[1]! * 65_536 + parts[2]! * 256 + parts[3]!}`,
    `${parts[0]}.${parts[1]}.${parts[2]! * 256 + parts[3]!}`,
  ];
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
