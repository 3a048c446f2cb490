/** A flush as Asterisk hears it: pause, ask how much is unheard, drop it, go on. */
import assert from "node:assert/strict";
import { mock } from "node:test";
import { FRAME_BYTES } from "../../lib/audio/frames.ts";
import type { MediaEvent, MediaLeg } from "../../lib/call/ports.ts";
import type { UtteranceId } from "../../lib/core/ids.ts";
import { CUT_PATIENCE_MS } from "../../lib/media/brake.ts";
import { mediaLegOver } from "../../lib/media/media_leg.ts";

const id = (number: number) => number as UtteranceId;

/** An open socket that writes down what it is told: commands by name, audio in frames. */
class Asterisk {
  readonly readyState = WebSocket.OPEN;
  readonly bufferedAmount = 0;
  readonly heard: (string | number)[] = [];
  onmessage: ((message: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;

  send(data: string | Uint8Array): void {
    if (typeof data !== "string") this.heard.push(data.length / FRAME_BYTES);
    else this.heard.push(JSON.parse(data).command);
  }

  status(frames: number, paused: boolean): void {
    const status = { event: "STATUS", queue_length: frames, media_paused: paused };
    this.onmessage?.({ data: JSON.stringify(status) });
  }

  marked(mark: string): void {
    const played = { event: "MEDIA_MARK_PROCESSED", correlation_id: mark };
    this.onmessage?.({ data: JSON.stringify(played) });
  }

  close(): void {}
}

interface Rig {
  readonly asterisk: Asterisk;
  readonly leg: MediaLeg;
  readonly told: MediaEvent[];
  readonly wait: (ms: number) => void;
}

async function withLeg(test: (rig: Rig) => void): Promise<void> {
  mock.timers.enable({ apis: ["setInterval", "setTimeout"] });
  try {
    let nowMs = 0;
    const asterisk = new Asterisk();
    const told: MediaEvent[] = [];
    const leg = await mediaLegOver(asterisk as unknown as WebSocket, {
      encoding: "ulaw",
      continuousSilence: false,
      nowMs: () => nowMs,
      tell: (event) => told.push(event),
    });
    const wait = (ms: number) => {
      for (const untilMs = nowMs + ms; nowMs < untilMs;) {
        nowMs++;
        mock.timers.tick(1);
      }
    };
    test({ asterisk, leg, told, wait });
    leg.close();
  } finally {
    mock.timers.reset();
  }
}

const voice = new Uint8Array(100 * FRAME_BYTES).fill(1);

Deno.test("a flush asks how much was heard first, and goes on afterwards", () =>
  withLeg(({ asterisk, leg, told, wait }) => {
    leg.play(id(1), voice);
    wait(400);
    asterisk.heard.length = 0;
    leg.flush(id(1));
    leg.play(id(2), voice);
    assert.deepEqual(asterisk.heard, ["PAUSE_MEDIA", "GET_STATUS"]);
    asterisk.status(99, false); // an answer to the pulse, from before the pause
    assert.deepEqual(told.filter(({ type }) => type === "cut"), []);
    asterisk.status(8, true);
    assert.deepEqual(asterisk.heard.slice(2), ["FLUSH_MEDIA", "CONTINUE_MEDIA", 10]);
    const [cut] = told.filter(({ type }) => type === "cut");
    assert.deepEqual(cut, { type: "cut", utterance: 1, heardMs: (30 - 8) * 20 });
  }));

Deno.test("a flush waits no longer than its patience, and goes by its own clock then", () =>
  withLeg(({ asterisk, leg, told, wait }) => {
    leg.play(id(1), voice);
    wait(400);
    leg.flush(id(1));
    wait(CUT_PATIENCE_MS);
    assert.deepEqual(asterisk.heard.slice(-2), ["FLUSH_MEDIA", "CONTINUE_MEDIA"]);
    const [cut] = told.filter((event) => event.type === "cut");
    assert.equal(cut!.heardMs, 400);
    asterisk.status(3, true);
    assert.equal(told.filter(({ type }) => type === "cut").length, 1);
  }));

Deno.test("a flush that nobody will answer any more goes by its own clock at once", () =>
  withLeg(({ asterisk, leg, told, wait }) => {
    const heardMs = () => told.flatMap((event) => event.type === "cut" ? [event.heardMs] : []);
    leg.settle();
    leg.play(id(1), voice);
    wait(400);
    leg.flush(id(1));
    leg.settle();
    leg.settle();
    assert.deepEqual(heardMs(), [400]);
    leg.play(id(2), voice);
    wait(200);
    leg.flush(id(2));
    asterisk.onclose!({ code: 1006, reason: "" });
    assert.deepEqual(heardMs(), [400, 200]);
    assert.equal(told.at(-1)!.type, "closed", "what was heard is told before that");
  }));

Deno.test("what was held back before is not counted as heard, where Asterisk gives no answer", () =>
  withLeg(({ leg, told, wait }) => {
    leg.play(id(1), voice);
    wait(400);
    leg.pause();
    wait(420);
    leg.resume();
    wait(100);
    leg.pause();
    wait(420);
    assert.equal(leg.heardMs(id(1)), 500);
    leg.flush(id(1));
    wait(CUT_PATIENCE_MS);
    assert.equal(told.find((event) => event.type === "cut")!.heardMs, 500);
  }));

Deno.test("a mark that comes after the flush tells of nothing, and all that was sent counts as heard", () =>
  withLeg(({ asterisk, leg, told, wait }) => {
    leg.play(id(1), voice);
    leg.end(id(1));
    wait(2_000);
    leg.flush(id(1));
    asterisk.marked("u1");
    asterisk.status(0, true);
    assert.deepEqual(told.slice(1), [{ type: "cut", utterance: 1, heardMs: 2_000 }]);
  }));

Deno.test("a flush of what was not begun needs no answer", () =>
  withLeg(({ asterisk, leg, told }) => {
    leg.pause();
    leg.flush(id(1));
    assert.deepEqual(asterisk.heard, ["PAUSE_MEDIA", "FLUSH_MEDIA", "CONTINUE_MEDIA"]);
    assert.deepEqual(told, [{ type: "cut", utterance: 1, heardMs: 0 }]);
  }));

Deno.test("a pause holds everything back, and is ended once", () =>
  withLeg(({ asterisk, leg, wait }) => {
    leg.play(id(1), voice);
    wait(100);
    leg.pause();
    leg.pause();
    asterisk.heard.length = 0;
    wait(400);
    assert.deepEqual(asterisk.heard, []);
    leg.resume();
    leg.resume();
    wait(20);
    assert.deepEqual(asterisk.heard, ["CONTINUE_MEDIA", 1]);
  }));

Deno.test("a second flush that comes before the first is answered has its own pause and answer", () =>
  withLeg(({ asterisk, leg, told, wait }) => {
    leg.play(id(1), voice);
    wait(400);
    leg.flush(id(1));
    leg.play(id(2), voice);
    asterisk.heard.length = 0;
    leg.flush(id(2));
    assert.deepEqual(asterisk.heard.slice(-2), ["PAUSE_MEDIA", "GET_STATUS"]);
    asterisk.heard.length = 0;
    leg.play(id(3), voice);
    assert.deepEqual(asterisk.heard, [], "the third waits for the second flush");
    asterisk.status(4, true);
    assert.deepEqual(asterisk.heard.slice(0, 2), ["FLUSH_MEDIA", "CONTINUE_MEDIA"]);
    assert.equal(asterisk.heard.slice(2).reduce((sum: number, one) => sum + Number(one), 0), 10);
    assert.deepEqual(told.filter(({ type }) => type === "cut").length, 2);
  }));

Deno.test("a caller who speaks while a flush waits for its answer is not spoken over after it", () =>
  withLeg(({ asterisk, leg, wait }) => {
    leg.play(id(1), voice);
    wait(400);
    leg.flush(id(1));
    leg.play(id(2), voice);
    leg.pause();
    asterisk.heard.length = 0;
    asterisk.status(5, true);
    wait(100);
    assert.deepEqual(asterisk.heard.slice(0, 1), ["FLUSH_MEDIA"]);
    assert.ok(!asterisk.heard.includes("CONTINUE_MEDIA"));
    assert.ok(asterisk.heard.every((what) => typeof what === "string"), "no sound");
    leg.resume();
    wait(20);
    assert.ok(asterisk.heard.includes("CONTINUE_MEDIA"));
    assert.ok(asterisk.heard.some((what) => typeof what === "number"));
  }));
