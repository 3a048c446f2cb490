import assert from "node:assert/strict";
import { mock } from "node:test";
import { FRAME_BYTES, FRAME_MS } from "../../lib/audio/frames.ts";
import type { MediaEvent } from "../../lib/call/ports.ts";
import type { UtteranceId } from "../../lib/core/ids.ts";
import { mediaLegOver } from "../../lib/media/media_leg.ts";
import { ASK_EVERY_MS, UNANSWERED_MAX } from "../../lib/media/pulse.ts";

const STATUS = { data: '{"event":"STATUS","queue_length":0}' };

/** An open socket to an Asterisk that answers as a test wants it. */
class FakeSocket {
  readonly readyState = WebSocket.OPEN;
  readonly bufferedAmount = 0;
  readonly sent: string[] = [];
  closed = false;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: unknown = null;

  send(data: unknown): void {
    if (typeof data === "string") this.sent.push(JSON.parse(data).command);
  }

  close(): void {
    this.closed = true;
  }
}

/** A leg over such a socket at a moment that stays. */
function legAt(nowMs: number, socket: FakeSocket, tell: (event: MediaEvent) => void) {
  const options = { encoding: "ulaw", continuousSilence: false, nowMs: () => nowMs, tell } as const;
  return mediaLegOver(socket as unknown as WebSocket, options);
}

/** What became of a leg after so many ms, whose Asterisk answers while `answers`. */
async function after(ms: number, answers: (asked: number) => boolean) {
  mock.timers.enable({ apis: ["setInterval", "setTimeout"] });
  try {
    const socket = new FakeSocket();
    const told: MediaEvent[] = [];
    const leg = await legAt(0, socket, (event) => told.push(event));
    for (let passed = 0; passed < ms; passed += ASK_EVERY_MS) {
      mock.timers.tick(ASK_EVERY_MS);
      if (answers(socket.sent.length)) socket.onmessage?.(STATUS);
    }
    const asked = socket.sent.filter((command) => command === "GET_STATUS").length;
    const closed = socket.closed;
    leg.close();
    mock.timers.tick(60_000);
    const late = socket.sent.length - asked;
    return { asked, told, closed, late };
  } finally {
    mock.timers.reset();
  }
}

Deno.test("a leg asks for Asterisk's status while it lives, and not when it is closed", async () => {
  const { asked, told, closed, late } = await after(60_000, () => true);
  assert.deepEqual({ asked, told, closed, late }, { asked: 30, told: [], closed: false, late: 0 });
});

Deno.test("a leg whose Asterisk answers no more is lost, though its socket stays open", async () => {
  const { asked, told, closed } = await after(60_000, () => false);
  assert.equal(asked, UNANSWERED_MAX);
  assert.deepEqual(told, [{ type: "closed", reason: "Asterisk answers no more" }]);
  assert.ok(closed);
});

Deno.test("a leg forgives one answer that is missing", async () => {
  const { told } = await after(60_000, (asked) => asked % UNANSWERED_MAX === 0);
  assert.deepEqual(told, []);
});

Deno.test("a leg tells when each frame began, of packets of any length", async () => {
  const socket = new FakeSocket();
  const began: number[] = [];
  const leg = await legAt(
    1_000,
    socket,
    (event) => event.type === "frame" && began.push(event.atMs),
  );
  for (const frames of [1, 2.5, 0.5]) {
    socket.onmessage?.({ data: new ArrayBuffer(frames * FRAME_BYTES) });
  }
  leg.close();
  assert.deepEqual(began, [980, 950, 970, 980]);
});

Deno.test("a leg tells how late it writes what was due, and of nothing that came only then", async () => {
  mock.timers.enable({ apis: ["setInterval", "setTimeout"] });
  try {
    const late: number[] = [];
    let nowMs = 0;
    const leg = await mediaLegOver(new FakeSocket() as unknown as WebSocket, {
      ...{ encoding: "ulaw", continuousSilence: true, nowMs: () => nowMs },
      tell: () => {},
      wroteLate: (ms) => late.push(ms),
    });
    const wokenAt = (atMs: number, afterMs: number) => {
      nowMs = atMs;
      mock.timers.tick(afterMs);
    };
    const utterance = 1 as UtteranceId;
    leg.play(utterance, new Uint8Array(FRAME_BYTES * 14));
    assert.deepEqual(late, [], "its first frames were due when they came");
    wokenAt(47, 40);
    wokenAt(80, 33);
    assert.deepEqual(late, [7, 0]);
    for (let silentMs = 300; silentMs < 1_000; silentMs += FRAME_MS) wokenAt(silentMs, 220);
    leg.play(utterance, new Uint8Array(FRAME_BYTES * 2));
    assert.deepEqual(late, [7, 0], "the voice was late, and silence is no utterance");
    leg.close();
  } finally {
    mock.timers.reset();
  }
});

Deno.test("a leg tells once of each utterance that its first frames went out, and of no silence", async () => {
  mock.timers.enable({ apis: ["setInterval", "setTimeout"] });
  try {
    const told: MediaEvent[] = [];
    let nowMs = 0;
    const leg = await mediaLegOver(new FakeSocket() as unknown as WebSocket, {
      encoding: "ulaw",
      continuousSilence: true,
      nowMs: () => nowMs,
      tell: (event) => told.push(event),
    });
    for (const utterance of [1, 2] as UtteranceId[]) {
      leg.play(utterance, new Uint8Array(FRAME_BYTES - 1));
      assert.equal(told.length, utterance - 1, "half a frame waits");
      leg.play(utterance, new Uint8Array(FRAME_BYTES * 20));
      assert.deepEqual(told.at(-1), { type: "started", utterance });
      leg.end(utterance);
      for (const untilMs = nowMs + 1_000; nowMs < untilMs; nowMs += FRAME_MS) {
        mock.timers.tick(FRAME_MS);
      }
    }
    assert.equal(told.length, 2);
    leg.close();
  } finally {
    mock.timers.reset();
  }
});
