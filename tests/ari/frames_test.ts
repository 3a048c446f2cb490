import assert from "node:assert/strict";
import {
  FrameError,
  frameOf,
  FrameReader,
  type Message,
  MESSAGE_BYTES_MAX,
} from "../../lib/ari/frames.ts";

/** A frame as a client sends it. */
function masked(first: number, payload: Uint8Array, mask = [1, 2, 3, 4]): Uint8Array {
  const plain = frameOf("text", payload);
  const head = plain.subarray(0, plain.length - payload.length);
  head[0] = first;
  head[1]! |= 0x80;
  return new Uint8Array([...head, ...mask, ...payload.map((byte, at) => byte ^ mask[at & 3]!)]);
}

const utf8 = (text: string) => new TextEncoder().encode(text);

function readAll(pieces: Iterable<Uint8Array>): Message[] {
  const reader = new FrameReader();
  const messages: Message[] = [];
  for (const piece of pieces) messages.push(...reader.read(piece));
  return messages;
}

Deno.test("FrameReader reads every length and every kind, in pieces of any size", () => {
  const texts = ["", "ä", "x".repeat(125), "y".repeat(126), "z".repeat(65_535), "w".repeat(65_536)];
  const bytes = new Uint8Array([
    ...texts.flatMap((text) => [...masked(0x81, utf8(text))]),
    ...masked(0x01, utf8("two ")),
    ...masked(0x89, utf8("in between")),
    ...masked(0x80, utf8("parts")),
    ...masked(0x82, new Uint8Array([7])),
    ...masked(0x88, new Uint8Array([3, 0xe8])),
  ]);
  const expected: Message[] = [
    ...texts.map((text): Message => ({ type: "text", text })),
    { type: "ping", bytes: utf8("in between") },
    { type: "text", text: "two parts" },
    { type: "binary", bytes: new Uint8Array([7]) },
    { type: "close", code: 1000 },
  ];
  for (const size of [1, 3, 1_000, 100_000, bytes.length]) {
    const count = Math.ceil(bytes.length / size);
    const pieces = Array.from(
      { length: count },
      (_, at) => bytes.slice(at * size, (at + 1) * size),
    );
    assert.deepEqual(readAll(pieces), expected, `pieces of ${size}`);
  }
});

Deno.test("FrameReader says with which code a socket that breaks the protocol is closed", () => {
  const broken: readonly (readonly [number, Uint8Array])[] = [
    [1002, frameOf("text", utf8("no mask"))],
    [1002, masked(0xc1, utf8("extension"))],
    [1002, masked(0x80, utf8("a part of nothing"))],
    [1002, masked(0x83, utf8("no such kind"))],
    [1002, masked(0x8b, utf8("no such kind"))],
    [1002, masked(0x09, utf8("half a ping"))],
    [1002, masked(0x89, new Uint8Array(126))],
    [1007, masked(0x81, new Uint8Array([0xff]))],
    [1009, masked(0x81, new Uint8Array(MESSAGE_BYTES_MAX + 1)).subarray(0, 20)],
  ];
  for (const [code, bytes] of broken) {
    const isIt = (error: unknown) => error instanceof FrameError && error.code === code;
    assert.throws(() => readAll([bytes]), isIt);
  }
  const endless = function* () {
    yield masked(0x01, utf8("x"));
    for (;;) yield masked(0x00, new Uint8Array(1_000));
  };
  assert.throws(() => readAll(endless()), (error) => (error as FrameError).code === 1009);
});

Deno.test("FrameReader throws nothing but FrameError, whatever comes", () => {
  let seed = 1;
  const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  for (let round = 0; round < 2_000; round++) {
    const bytes = Uint8Array.from({ length: 1 + random() * 64 }, () => random() * 256);
    try {
      readAll([bytes.subarray(0, 5), bytes.subarray(5)]);
    } catch (error) {
      assert.ok(error instanceof FrameError, `round ${round}: ${error}`);
    }
  }
});
