import assert from "node:assert/strict";
import { mock } from "node:test";
import type { MediaEvent } from "../../lib/call/ports.ts";
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

/** What became of a leg after so many ms, whose Asterisk answers while `answers`. */
async function after(ms: number, answers: (asked: number) => boolean) {
  mock.timers.enable({ apis: ["setInterval", "setTimeout"] });
  try {
    const socket = new FakeSocket();
    const told: MediaEvent[] = [];
    const leg = await mediaLegOver(socket as unknown as WebSocket, {
      encoding: "ulaw",
      continuousSilence: false,
      nowMs: () => 0,
      tell: (event) => told.push(event),
    });
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
