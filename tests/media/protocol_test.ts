import assert from "node:assert/strict";
import { decodeMediaControl, encodeMediaCommand } from "../../lib/media/protocol.ts";

Deno.test("decodeMediaControl() reads what Asterisk says", () => {
  const frames: [string, unknown][] = [
    ['{"event":"MEDIA_START","connection_id":"x"}', { type: "MEDIA_START" }],
    [
      '{"event":"MEDIA_MARK_PROCESSED","correlation_id":"u3"}',
      { type: "MEDIA_MARK_PROCESSED", mark: "u3" },
    ],
    ['{"event":"DTMF_END","digit":"5"}', { type: "DTMF_END", digit: "5" }],
    [
      '{"event":"STATUS","queue_length":7,"media_paused":true}',
      { type: "STATUS", frames: 7, paused: true },
    ],
    ['{"event":"STATUS","queue_length":"x"}', { type: "STATUS", frames: 0, paused: false }],
    ['{"event":"ERROR","error_text":"no\\n"}', { type: "ERROR", text: "no" }],
    ['{"event":"NEW_THING"}', { type: "Unhandled", name: "NEW_THING" }],
    ['{"event":"toString"}', { type: "Unhandled", name: "toString" }],
  ];
  for (const [text, expected] of frames) assert.deepEqual(decodeMediaControl(text), expected);
});

Deno.test("decodeMediaControl() never throws, whatever comes", () => {
  for (const text of ["", "{", "null", "[]", '"x"', "7", '{"event":7}', "MEDIA_START ulaw"]) {
    assert.deepEqual(decodeMediaControl(text), { type: "Unhandled", name: "" });
  }
});

Deno.test("encodeMediaCommand() refuses what Asterisk would drop without a word", () => {
  const mark = { command: "MARK_MEDIA", correlation_id: "u".repeat(120) } as const;
  assert.throws(() => encodeMediaCommand(mark), /over 128 bytes/);
});
