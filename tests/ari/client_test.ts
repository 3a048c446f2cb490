import assert from "node:assert/strict";
import { AriError, openAri } from "../../lib/ari/mod.ts";

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

Deno.test("Bridges.create() sends its type where Asterisk looks for it", async () => {
  const seen: Request[] = [];
  await ari(() => Response.json({ id: "b", channels: [] }), seen).bridges.create("b");
  assert.equal(seen[0]!.url, "http://pbx:8088/ari/bridges/b?type=mixing%2Cdtmf_events");
  assert.equal(seen[0]!.headers.get("authorization"), "Basic cGFybGV5OmdlaMOpaW0=");
});
