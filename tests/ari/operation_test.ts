import assert from "node:assert/strict";
import { AriError, AriLimit, openAri, OPERATIONS } from "../../lib/ari/mod.ts";
import { answerOf, requestOf } from "../../lib/ari/operation.ts";

const params = { channelId: "a/b", media: "sound:hello" };

Deno.test("requestOf() escapes ids, and sends what is short as a query", () => {
  const { method, path, query, body, blocking } = requestOf("channels.play", {
    ...params,
    offsetms: 0,
    lang: undefined,
  });
  assert.deepEqual([method, path, body, blocking], ["POST", "channels/a%2Fb/play", null, false]);
  assert.deepEqual(query, [["media", "sound:hello"], ["offsetms", "0"]]);
});

Deno.test("requestOf() sends variables, long values and commas in a body, typed as Asterisk reads them", () => {
  const originate = { endpoint: "PJSIP/1", app: "a", timeout: 30, variables: { X: "1" } };
  const dialled = requestOf("channels.originate", originate);
  assert.deepEqual(JSON.parse(dialled.body!), originate);
  assert.deepEqual(dialled.query, []);
  const long = { channelId: "1", variable: "X", value: "y".repeat(3_000) };
  const set = requestOf("channels.setChannelVar", long);
  assert.deepEqual(JSON.parse(set.body!), { variable: long.variable, value: long.value });
  const media = ["sound:https://pbx/a,b.wav", "sound:c"];
  const played = requestOf("channels.play", { ...params, media });
  assert.deepEqual(JSON.parse(played.body!), { media });
  const filter = { disallowed: [{ type: "ChannelVarset" }] };
  const filtered = requestOf("applications.filter", { applicationName: "a", filter });
  assert.deepEqual(JSON.parse(filtered.body!), filter);
});

Deno.test("requestOf() refuses what Asterisk would misread, before anything is sent", () => {
  const refused: (() => unknown)[] = [
    ...["", ".", "..", "a\0b", "\ud800", "create", "externalMedia", "c".repeat(150)]
      .map((channelId) => () => requestOf("channels.get", { channelId })),
    () => requestOf("channels.originate", { endpoint: "PJSIP/1", timeout: 0.5 }),
    () => requestOf("channels.originate", { endpoint: "PJSIP/1", timeout: "30" as never }),
    () => requestOf("channels.record", { channelId: "1", name: "n" } as never),
    () => requestOf("channels.get", { channelId: "1", toString: "x" } as never),
    () => requestOf("channels.getChannelVars", { channelId: "1", variables: ["F(a,b)"] }),
    () => requestOf("playbacks.get", { playbackId: "p".repeat(4_100) }),
    () => {
      const value = "ä".repeat(20_600);
      return requestOf("channels.setChannelVar", { channelId: "1", variable: "X", value });
    },
  ];
  for (const ask of refused) assert.throws(ask, AriLimit, ask.toString());
});

Deno.test("answerOf() looks at the status first, and keeps Asterisk's own words", () => {
  const request = requestOf("channels.get", { channelId: "1" });
  const refusal = (body: string) => {
    try {
      answerOf("channels.get", request, { status: 404, body });
    } catch (error) {
      assert.ok(error instanceof AriError);
      return error.reason;
    }
  };
  assert.equal(refusal('{"message":"Channel not found"}'), "Channel not found");
  assert.equal(refusal('{"error":"Allocation failed"}'), "Allocation failed");
  assert.equal(refusal("<html>"), "<html>");
  assert.equal(refusal("x".repeat(500))?.length, 200);
  assert.throws(() => answerOf("channels.get", request, { status: 200, body: "" }), /no JSON/);
});

Deno.test("every operation has a method that reads like the phone", async () => {
  const asked = new Set<string>();
  const ari = openAri({ url: "http://pbx/ari", username: "u", password: "p", fetch });
  const { call: _, ...nouns } = ari;
  for (const noun of Object.values(nouns)) {
    const Noun = noun.constructor as new (call: (name: string) => unknown) => object;
    const spied = new Noun((name) => {
      asked.add(name);
      return Promise.resolve({ id: "x", value: "", variables: {} });
    }) as Record<string, (...values: unknown[]) => Promise<unknown>>;
    const names = Object.getOwnPropertyNames(Noun.prototype).filter((one) => one !== "constructor");
    for (const name of names) {
      await spied[name]!({}, {}, {}, {});
      await spied[name]!({ bridgeId: "b", channelId: "c" }, { playbackId: "p", snoopId: "s" });
    }
    if (Noun === ari.endpoints.constructor) await spied.list!();
  }
  const missing = Object.keys(OPERATIONS).filter((name) => !asked.has(name));
  assert.deepEqual(missing, ["events.eventWebsocket"], "opening the socket is connecting");
});
