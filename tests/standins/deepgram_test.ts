import assert from "node:assert/strict";
import { encode } from "../../lib/audio/g711.ts";
import { DeepgramStandIn } from "./deepgram.ts";
import { DeepgramHearing, Lexicon } from "./deepgram_hearing.ts";
import { Spoken } from "./spoken.ts";

const TEXT = "fifty thousand dollars in government bonds";
const PCM = await spokenOnce();
const QUERY = "model=nova-2&encoding=mulaw&sample_rate=8000";

async function spokenOnce(): Promise<Int16Array> {
  using spoken = new Spoken();
  return await spoken.say(TEXT, 8_000);
}

Deno.test("the Deepgram stand-in refuses as Deepgram does, before the line stands", async () => {
  await using standIn = await DeepgramStandIn.start();
  const knock = async (query: string, authorization = "Token test-key") => {
    const url = `${standIn.url.replace("ws", "http")}/v1/listen?${query}`;
    const response = await fetch(url, { headers: { authorization } });
    const { err_msg } = await response.json();
    assert.equal(response.headers.get("dg-error"), err_msg);
    assert.match(response.headers.get("dg-request-id") ?? "", /^[0-9a-f-]{36}$/);
    return response.status;
  };
  assert.equal(await knock(QUERY, "Token wrong"), 401);
  assert.equal(await knock(QUERY, "Bearer test-key"), 401);
  for (
    const wrong of [
      "model=nova-9&encoding=mulaw&sample_rate=8000",
      "encoding=mulaw",
      `${QUERY}&interim_result=true`,
      `${QUERY}&punctuate=yes`,
      `${QUERY}&utterance_end_ms=1000`,
      `${QUERY}&interim_results=true&utterance_end_ms=500`,
    ]
  ) assert.equal(await knock(wrong), 400, wrong);
  for (const status of [400, 401, 402, 429, 503]) {
    standIn.faults.next({ type: "status", status });
    assert.equal(await knock(QUERY), status);
  }
});

/** The words that are heard when these stretches of the utterance come, after a second of silence. */
function heardOf(...stretches: readonly (readonly [from: number, to: number])[]): string {
  const lexicon = new Lexicon("ulaw");
  lexicon.learn(TEXT, PCM);
  const audio = encode("ulaw", PCM);
  const hearing = new DeepgramHearing(lexicon, "ulaw");
  hearing.push(new Uint8Array(8_005).fill(0xff));
  for (const [from, to] of stretches) {
    hearing.push(audio.subarray(from * audio.length, to * audio.length));
    hearing.push(new Uint8Array(811).fill(0xff));
  }
  return hearing.wordsAfter(0).map(({ text }) => text).join(" ");
}

Deno.test("the Deepgram stand-in hears a word as often as its sound comes, and no other", () => {
  assert.equal(heardOf([0, 1]), TEXT);
  assert.equal(heardOf(), "");
  assert.equal(heardOf([0, 1], [0, 1]), `${TEXT} ${TEXT}`);
  assert.match(heardOf([0.5, 1]), /^(\S+ )?government bonds$/);
  assert.match(heardOf([0, 0.6], [0.5, 1]), / (dollars|ars) .*government bonds$/);
  assert.notEqual(heardOf([0, 0.5], [0.55, 1]), TEXT);
});
