import assert from "node:assert/strict";
import { EarsTape, type Listener } from "../../lib/speech/ears_tape.ts";

/** Ten seconds of frames that are named by their time; speech from 8 to 9 s, told late as always. */
function tape(): EarsTape {
  const tape = new EarsTape();
  for (let atMs = 0; atMs < 10_000; atMs += 20) {
    tape.frame(new Uint8Array(160), atMs);
    if (atMs === 8_100) tape.speechStarted(8_000);
    if (atMs === 9_600) tape.speechStopped(9_000);
  }
  return tape;
}

function listening(): { listener: Listener; heard: string[] } {
  const heard: string[] = [];
  return {
    heard,
    listener: {
      frame: (_bytes, atMs) => heard.push(`${atMs}`),
      speechStarted: (atMs) => heard.push(`started ${atMs}`),
      speechStopped: (atMs) => heard.push(`stopped ${atMs}`),
    },
  };
}

Deno.test("EarsTape.play() gives an utterance with what came before it, in the order of the call", () => {
  const { listener, heard } = listening();
  tape().play(8_000, listener);
  assert.equal(heard[0], "7400");
  assert.equal(heard[heard.indexOf("started 8000") - 1], "8100");
  assert.equal(heard[heard.indexOf("stopped 9000") - 1], "9600");
  assert.equal(heard.at(-1), "9980");
});

Deno.test("EarsTape.play() begins speech in the middle of an utterance, and gives nothing before", () => {
  const { listener, heard } = listening();
  tape().play(8_500, listener);
  assert.deepEqual(heard.slice(0, 2), ["started 8500", "8500"]);
  assert.equal(heard.filter((entry) => entry.startsWith("started")).length, 1);
  assert.ok(heard.includes("stopped 9000"));
});

Deno.test("EarsTape keeps five seconds, and leads with the last 600 ms of them", () => {
  const all = listening();
  tape().play(0, all.listener);
  assert.deepEqual(all.heard.slice(0, 2), ["started 0", "5000"]);
  const lead = listening();
  tape().lead(lead.listener);
  assert.equal(lead.heard.length, 30);
  assert.equal(lead.heard[0], "9400");
});
