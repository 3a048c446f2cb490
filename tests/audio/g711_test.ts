import assert from "node:assert/strict";
import { decode, encode, type Encoding, silence } from "../../lib/audio/g711.ts";

const ENCODINGS: readonly Encoding[] = ["ulaw", "alaw"];

Deno.test("decode() gives the levels of ITU-T G.711's tables at their landmarks", () => {
  const landmarks = [0x00, 0x01, 0x0f, 0x10, 0x7f, 0x80, 0xff, 0x2a, 0xaa, 0x55, 0xd5];
  const bytes = Uint8Array.from(landmarks);
  // Reference: the decode tables of the ITU software tool library's G.711 module.
  assert.deepEqual(
    [...decode("ulaw", bytes)],
    [-32124, -31100, -16764, -15996, 0, 32124, 0, -5372, 5372, -716, 716],
  );
  assert.deepEqual(
    [...decode("alaw", bytes)],
    [-5504, -5248, -6784, -2752, -848, 5504, 848, -32256, 32256, -8, 8],
  );
});

Deno.test("encode() gives back every byte that decode() expanded, but µ-law's negative zero", () => {
  for (const encoding of ENCODINGS) {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const again = encode(encoding, decode(encoding, bytes));
    const expected = encoding === "ulaw" ? bytes.map((byte) => byte === 0x7f ? 0xff : byte) : bytes;
    assert.deepEqual(again, expected, encoding);
  }
});

Deno.test("encode() picks a level within half a step of every one of the 65536 samples", () => {
  const every = Int16Array.from({ length: 65_536 }, (_, index) => index - 32_768);
  for (const encoding of ENCODINGS) {
    const heard = decode(encoding, encode(encoding, every));
    for (let at = 0; at < every.length; at++) {
      const loudness = Math.min(Math.abs(every[at]!), 32_635);
      const halfStep = Math.max(8, 2 ** (Math.floor(Math.log2(loudness + 132)) - 4 - 1));
      const wrong = Math.abs(heard[at]! - Math.sign(every[at]!) * loudness);
      assert.ok(wrong <= halfStep, `${encoding}: ${every[at]} became ${heard[at]}`);
    }
  }
});

Deno.test("silence() decodes to nothing that can be heard", () => {
  assert.deepEqual([...decode("ulaw", silence("ulaw", 3))], [0, 0, 0]);
  assert.deepEqual([...decode("alaw", silence("alaw", 3))], [8, 8, 8]);
});
