import assert from "node:assert/strict";
import { decodeAriEvent } from "../../lib/ari/mod.ts";

const channel = {
  id: "1.2",
  name: "PJSIP/1001-00000001",
  caller: { name: "", number: "1001" },
  dialplan: { context: "parley", exten: "9000" },
};

Deno.test("decodeAriEvent() keeps what is used, and nothing else", () => {
  const frame = { type: "StasisStart", args: ["a"], channel, timestamp: "x" };
  assert.deepEqual(decodeAriEvent(JSON.stringify(frame)), {
    type: "StasisStart",
    args: ["a"],
    channel: { id: "1.2", name: "PJSIP/1001-00000001", callerNumber: "1001", dialled: "9000" },
  });
});

Deno.test("decodeAriEvent() gives an unknown event one honest name", () => {
  for (const name of ["ToneDetected", "toString", "__proto__"]) {
    assert.deepEqual(decodeAriEvent(JSON.stringify({ type: name })), { type: "Unhandled", name });
  }
});

Deno.test("decodeAriEvent() says what is wrong with a broken event", () => {
  assert.throws(() => decodeAriEvent("[]"), /not an object/);
  assert.throws(() => decodeAriEvent('{"type":"StasisEnd"}'), /"channel" is not an object/);
});
