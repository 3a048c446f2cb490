/** Every decoder on a million inputs that nobody would send: none throws what it doesn't say. */
import assert from "node:assert/strict";
import { FrameError, frameOf, FrameReader } from "../../lib/ari/frames.ts";
import {
  AriDoor,
  AriError,
  ariTimeMs,
  decodeAriEvent,
  EVENT_NAMES,
  misfitsOf,
} from "../../lib/ari/mod.ts";
import { answerOf, requestOf } from "../../lib/ari/operation.ts";
import { seededRandom } from "../random.ts";
import { isLong } from "../needs.ts";
import { eventFrame, snapshot } from "./fake_asterisk.ts";

const SEED = 20_261_124;
const INPUTS = 1_000_000;
/** Each of these makes an error or a `Response`, which costs ten times as much. */
const DEAR_INPUTS = isLong ? INPUTS : 100_000;
const MISFITS_MAX = 100;

/** Pieces of what Asterisk sends, and of what it never would. */
const TOKENS = [
  ..."{}[]:,\"\\'-. \n\t\0",
  ...["null", "true", "1e999", "-0", "\\u0000", "\\ud800", "\u2028", "\ud800", "ä", "9".repeat(40)],
  ...[
    '"type":',
    '"channel":',
    '"id":',
    '"__proto__":',
    '"constructor":',
    '"toString"',
    '"channels":[]',
  ],
  ...EVENT_NAMES.map((name) => `"${name}"`),
];
const FRAMES = EVENT_NAMES.map((type) =>
  eventFrame({ type, channel: snapshot("1.2"), playback: { id: "p", state: "done" }, args: [] })
);

class Chance {
  readonly random = seededRandom(SEED);

  below(end: number): number {
    return Math.floor(this.random() * end);
  }

  of<T>(all: readonly T[]): T {
    return all[this.below(all.length)]!;
  }

  /** Tokens in a row, or a real frame with a hole, or with tokens in it. */
  text(): string {
    if (this.random() < 0.3) {
      return Array.from({ length: this.below(12) }, () => this.of(TOKENS)).join("");
    }
    const frame = this.of(FRAMES);
    const at = this.below(frame.length);
    const end = at + this.below(30);
    return frame.slice(0, at) + (this.random() < 0.5 ? this.of(TOKENS) : "") + frame.slice(end);
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    return Uint8Array.from({ length }, () => this.below(256));
  }
}

Deno.test(`decodeAriEvent() and misfitsOf() take ${INPUTS} texts for what they are`, () => {
  const chance = new Chance();
  let known = 0;
  for (let input = 0; input < INPUTS; input++) {
    const text = chance.text();
    const event = decodeAriEvent(text);
    if (event.type === "Unhandled") {
      assert.ok(event.name.length <= 80, text);
      continue;
    }
    known++;
    assert.ok(Object.getPrototypeOf(event) === Object.prototype, text);
    assert.ok(misfitsOf(event.type, event).length <= MISFITS_MAX, text);
  }
  assert.ok(known > INPUTS / 100, "almost nothing got through: the inputs are too wild");
});

Deno.test(`answerOf() refuses ${DEAR_INPUTS} bodies with AriError, or takes them`, () => {
  const chance = new Chance();
  const request = requestOf("channels.get", { channelId: "1" });
  for (let input = 0; input < DEAR_INPUTS; input++) {
    const body = chance.text();
    const status = chance.of([200, 201, 204, 404, 500, 0, -1]);
    try {
      answerOf("channels.get", request, { status, body });
    } catch (error) {
      assert.ok(error instanceof AriError, body);
      assert.ok(error.reason.length <= 200, body);
    }
  }
});

Deno.test(`ariTimeMs() makes a number, or none, of ${INPUTS} texts`, () => {
  const chance = new Chance();
  const time = "2025-03-17T08:32:35.709-0600";
  for (let input = 0; input < INPUTS; input++) {
    const at = chance.below(time.length);
    const text = time.slice(0, at) + chance.of(TOKENS) + time.slice(at + chance.below(4));
    assert.equal(typeof ariTimeMs(text), "number", text);
  }
});

Deno.test(`AriDoor lets in none of ${DEAR_INPUTS} wrong logins`, () => {
  const chance = new Chance();
  const door = new AriDoor({ username: "asterisk", password: "geheim", app: "edge" });
  const right = `Basic ${btoa("asterisk:geheim")}`;
  const headers = new Headers({ upgrade: "websocket", "sec-websocket-protocol": "ari" });
  const statuses = new Set<number>();
  for (let input = 0; input < DEAR_INPUTS; input++) {
    const at = chance.below(right.length);
    const other = String.fromCharCode(33 + chance.below(94));
    const wrong = right.slice(0, at) + other + right.slice(at + chance.below(3));
    if (
      wrong === right ||
      wrong.toLowerCase().startsWith("basic") && wrong.slice(5) === right.slice(5)
    ) continue;
    headers.set("authorization", wrong);
    statuses.add(door.refusal({ headers })?.status ?? 101);
  }
  assert.deepEqual([...statuses], [401]);
  door.close();
});

Deno.test(`FrameReader reads ${INPUTS} random pieces, or says what is wrong with them`, () => {
  const chance = new Chance();
  let reader = new FrameReader();
  for (let input = 0; input < INPUTS; input++) {
    const piece = chance.bytes(chance.below(24));
    if (piece.length > 1 && chance.random() < 0.9) { // a head that could be one
      piece[0]! &= 0x8f;
      piece[1]! |= 0x80;
    }
    try {
      for (const message of reader.read(piece)) assert.ok(message.type);
    } catch (error) {
      assert.ok(error instanceof FrameError);
      reader = new FrameReader();
    }
  }
});

Deno.test("FrameReader finds the same messages however the bytes are cut", () => {
  const chance = new Chance();
  for (let round = 0; round < 2_000; round++) {
    const texts = Array.from({ length: 1 + chance.below(5) }, () => chance.text().toWellFormed());
    const bytes = texts.flatMap((
      text,
    ) => [...masked(frameOf("text", new TextEncoder().encode(text)))]);
    const reader = new FrameReader();
    const read: string[] = [];
    for (let at = 0; at < bytes.length;) {
      const end = at + 1 + chance.below(40);
      for (const message of reader.read(Uint8Array.from(bytes.slice(at, end)))) {
        if (message.type === "text") read.push(message.text);
      }
      at = end;
    }
    assert.deepEqual(read, texts);
  }
});

Deno.test("decoding takes time in proportion to the input, whatever is in it", () => {
  const nasty: readonly ((size: number) => string)[] = [
    (size) => "[".repeat(size),
    (size) => '{"type":'.repeat(size / 8),
    (size) => `{"type":"${"x".repeat(size)}"}`,
    (size) =>
      eventFrame({ type: "StasisStart", args: Array(size / 4).fill("a"), channel: snapshot("1") }),
    (size) => `{"type":"ChannelVarset","variable":${JSON.stringify("\\".repeat(size / 2))}}`,
  ];
  for (const make of nasty) {
    // As much input in a hundred pieces and in one: what grows with the square takes a hundred times as long in one.
    const [short, long] = [make(4_000), make(400_000)];
    // Deep brackets in one piece were seen to take up to 20 times as long; a busy machine is not slow each time.
    const ratios = Array.from({ length: 20 }, () => decodingMs(long, 1) / decodingMs(short, 100));
    assert.ok(Math.min(...ratios) < 50, `${make}: in one piece it takes ${ratios} times as long`);
  }
});

function decodingMs(frame: string, times: number): number {
  const startMs = performance.now();
  for (let time = 0; time < times; time++) {
    const event = decodeAriEvent(frame);
    misfitsOf(event.type, event);
  }
  return performance.now() - startMs;
}

/** As a client sends it. */
function masked(frame: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const short = frame[1]!;
  const head = short === 127 ? 10 : short === 126 ? 4 : 2;
  const mask = [1, 2, 3, 4];
  const payload = frame.slice(head).map((byte, at) => byte ^ mask[at & 3]!);
  const start = frame.slice(0, head);
  start[1]! |= 0x80;
  return Uint8Array.from([...start, ...mask, ...payload]);
}
