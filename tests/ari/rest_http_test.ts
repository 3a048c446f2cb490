import assert from "node:assert/strict";
import { AriError, openAri, OutcomeUnknown } from "../../lib/ari/mod.ts";

function ari(response: () => Response, seen: Request[] = []) {
  return openAri({
    url: "http://pbx:8088/ari/",
    username: "parley",
    password: "gehéim",
    fetch: (input, init) => {
      seen.push(new Request(input as string, init));
      return Promise.resolve(response());
    },
  });
}

const refused = () => new Response('{"message":"Channel not in Stasis"}', { status: 409 });
const missing = () => new Response('{"message":"Channel not found"}', { status: 404 });

Deno.test("Channels.answer() throws AriError with the operation and Asterisk's own words", async () => {
  await assert.rejects(() => ari(refused).channels.answer("1/2"), (error) => {
    assert.ok(error instanceof AriError);
    assert.equal(error.status, 409);
    const said = 'Cannot POST channels/1%2F2/answer: Asterisk answered 409 "Channel not in Stasis"';
    assert.equal(error.message, said);
    return true;
  });
});

Deno.test("Channels.hangUp() treats a missing channel as done", async () => {
  const seen: Request[] = [];
  await ari(missing, seen).channels.hangUp("1.2");
  assert.deepEqual([seen[0]!.method, seen[0]!.url], [
    "DELETE",
    "http://pbx:8088/ari/channels/1.2",
  ]);
});

Deno.test("Bridges.create() sends its type as a query, where Asterisk looks for it", async () => {
  const seen: Request[] = [];
  await ari(() => Response.json({ id: "b", channels: [] }), seen).bridges.create({
    bridgeId: "b",
    type: "mixing,dtmf_events",
  });
  assert.equal(seen[0]!.url, "http://pbx:8088/ari/bridges/b?type=mixing%2Cdtmf_events");
  assert.equal(seen[0]!.headers.get("authorization"), "Basic cGFybGV5OmdlaMOpaW0=");
});

Deno.test("HttpRest says that the outcome is unknown, and repeats no parameter, when no answer comes", async () => {
  const url = "http://pbx:8088/ari/channels/1?callerId=0123456";
  const broken = openAri({
    url: "http://pbx:8088/ari",
    username: "parley",
    password: "geheim",
    fetch: () => Promise.reject(new TypeError(`error sending request for url (${url})`)),
  });
  await assert.rejects(
    () => broken.channels.originate({ endpoint: "PJSIP/1", callerId: "0123456" }),
    (error) => {
      assert.ok(error instanceof OutcomeUnknown);
      assert.equal(error.operation, "POST channels");
      assert.doesNotMatch(error.message, /0123456|geheim/);
      return true;
    },
  );
});

Deno.test("HttpRest keeps what waits for a channel out of the way of what doesn't", async () => {
  const { promise: stuck, resolve: unstick } = Promise.withResolvers<void>();
  const asked: string[] = [];
  const busy = openAri({
    url: "http://pbx:8088/ari",
    username: "parley",
    password: "geheim",
    fetch: async (input) => {
      asked.push(new URL(String(input)).pathname);
      if (String(input).includes("/answer")) await stuck;
      return new Response(null, { status: 204 });
    },
  });
  const answers = Array.from({ length: 40 }, (_, index) => busy.channels.answer(`${index}`));
  await busy.playbacks.stop("p");
  assert.equal(asked.length, 33, "32 that wait, and the one that went past them");
  unstick();
  await Promise.all(answers);
  assert.equal(asked.length, 41);
});

Deno.test("HttpRest throws the caller's own reason when the caller gives up", async () => {
  const patient = openAri({
    url: "http://pbx:8088/ari",
    username: "parley",
    password: "geheim",
    fetch: (_, init) =>
      new Promise((_, reject) => {
        const signal = init!.signal!;
        if (signal.aborted) reject(signal.reason);
        signal.addEventListener("abort", () => reject(signal.reason));
      }),
  });
  const enough = new AbortController();
  const asked = patient.asterisk.ping({ signal: enough.signal });
  enough.abort(new Error("enough"));
  await assert.rejects(asked, /^Error: enough$/);
});

Deno.test("HttpRest takes no address with a password in it, and repeats none", () => {
  for (const url of ["http://me:geheim@pbx:8088/ari", "pbx:geheim", "geheim", "file:///geheim"]) {
    assert.throws(
      () => openAri({ url, username: "u", password: "p" }),
      (error) => error instanceof RangeError && !error.message.includes("geheim"),
    );
  }
});

Deno.test("Recordings.stop() looks once, when Asterisk says that it went wrong", async () => {
  const failed = () => new Response('{"message":"Recording operation failed"}', { status: 500 });
  const answers = [failed(), missing(), failed(), Response.json({ name: "r" })];
  const recordings = ari(() => answers.shift()!).recordings;
  await recordings.stop("r");
  await assert.rejects(recordings.cancel("r"), /Recording operation failed/);
  assert.equal(answers.length, 0);
});
