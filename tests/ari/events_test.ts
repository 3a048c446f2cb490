import assert from "node:assert/strict";
import { decodeAriEvent } from "../../lib/ari/mod.ts";
import { eventFrame, snapshot } from "./fake_asterisk.ts";

Deno.test("decodeAriEvent() hands on what Asterisk sent, whole", () => {
  const frame = eventFrame({ type: "StasisStart", args: ["a"], channel: snapshot("1.2") });
  assert.deepEqual(decodeAriEvent(frame), JSON.parse(frame));
});

Deno.test("decodeAriEvent() gives an unknown event one honest name, and keeps it as it came", () => {
  for (const name of ["ToneDetected", "toString", "__proto__", "constructor", ""]) {
    const raw = { type: name, application: "a", x: 1 };
    assert.deepEqual(decodeAriEvent(JSON.stringify(raw)), {
      type: "Unhandled",
      name,
      application: "a",
      problem: null,
      raw,
    });
  }
});

Deno.test("decodeAriEvent() says what is wrong with a broken event, and never throws", () => {
  const problemOf = (frame: string) => {
    const event = decodeAriEvent(frame);
    return event.type === "Unhandled" ? [event.name, event.problem] : event.type;
  };
  assert.deepEqual(problemOf("[]"), ["", "it is no JSON object"]);
  assert.deepEqual(problemOf("{"), ["", "it is no JSON object"]);
  const wrong = (fields: object) => eventFrame({ type: "StasisStart", args: [], ...fields });
  const noChannel = ["StasisStart", `its "channel" isn't what it should be`];
  assert.deepEqual(problemOf(wrong({})), noChannel);
  assert.deepEqual(problemOf(wrong({ channel: { ...snapshot("1"), id: 7 } })), noChannel);
  assert.deepEqual(problemOf(wrong({ channel: { ...snapshot("1"), caller: null } })), noChannel);
  assert.equal(problemOf(wrong({ channel: { ...snapshot("1"), more: 1 } })), "StasisStart");
});
