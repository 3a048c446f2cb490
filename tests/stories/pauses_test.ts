/** How soon a line falls silent once PAUSE_MEDIA was sent: callers hum into what the agent says. */
import assert from "node:assert/strict";
import { FRAME_MS } from "../../lib/audio/frames.ts";
import { type Lab, startAsterisk } from "../lab/asterisk.ts";
import { whyNoLab } from "../lab/root.ts";
import { placeCall } from "../lab/sip_caller.ts";
import { isLong, needs } from "../needs.ts";
import { seededRandom, seedOfThisRun } from "../random.ts";
import { openHere } from "./app_here.ts";
import { eventually } from "./hotline.ts";
import { hum } from "./noises.ts";
import { intoSpeech } from "./talking_over.ts";

const PAUSES = isLong ? 200 : 6;
const CALLS_MAX = isLong ? 60 : 6;
/** Asterisk's own tick; of the long form's pauses only one in a hundred may take longer. */
const WITHIN_MS = FRAME_MS;
const WITHIN_SHARE = 0.99;
/** A pause lasts 400 ms: what is heard within so long is what was under way before it. */
const LOOK_MS = 300;
/** Of the caller's hum, and of all that may follow from it. */
const OVER_MS = 1_000;
const CONNECTED_WITHIN_MS = 5_000;

const lab = needs("asterisk", whyNoLab() === null, whyNoLab() ?? "");

Deno.test("a line is silent a tick after the pause that a caller's sound brings", lab, async () => {
  const seed = seedOfThisRun();
  await using asterisk = await startAsterisk();
  const folder = await Deno.makeTempDir();
  using sent = new SentPauses();
  const { app, close } = await openHere(asterisk, folder, { maxCalls: 1 });
  try {
    await eventually("Asterisk is connected", CONNECTED_WITHIN_MS, () => {
      return Promise.resolve(app.connected ? true : null);
    });
    const lateMs = await pausesIn(asterisk, sent, seededRandom(seed));
    const sorted = lateMs.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1]!.toFixed(1);
    console.log(
      `${sorted.length} pauses (seed ${seed}): the last packet came after p50 ${at(0.5)} ` +
        `p95 ${at(0.95)} p99 ${at(0.99)} most ${at(1)} ms`,
    );
    await app.drain();
    // On a machine that does other things at the same time it would be a test of those.
    if (!isLong) return;
    const within = sorted.filter((ms) => ms <= WITHIN_MS).length / sorted.length;
    assert.ok(within >= WITHIN_SHARE, `${(100 * within).toFixed(1)} % within ${WITHIN_MS} ms`);
  } finally {
    close();
    await Deno.remove(folder, { recursive: true });
  }
});

/** From each PAUSE_MEDIA to the last packet with sound that came after it; 0: none did. */
async function pausesIn({ sipPort }: Lab, sent: SentPauses, random: () => number) {
  const lateMs: number[] = [];
  for (let calls = 0; lateMs.length < PAUSES; calls++) {
    assert.ok(calls < CALLS_MAX, `only ${lateMs.length} pauses in ${calls} calls`);
    await using call = placeCall({ sipPort, extension: "9000" });
    await call.answered;
    while (lateMs.length < PAUSES && await intoSpeech(call, random) !== null) {
      const fromMs = performance.now();
      await call.speak(hum(random));
      await new Promise((wake) => setTimeout(wake, OVER_MS));
      const pausedMs = sent.since(fromMs);
      if (pausedMs === null) continue; // words that must be heard to their end
      const after = call.packets.filter(({ loud, atMs }) =>
        loud && atMs >= pausedMs && atMs <= pausedMs + LOOK_MS
      );
      const goesOn = call.packets.some(({ loud, atMs }) => loud && atMs > pausedMs + LOOK_MS);
      if (goesOn) lateMs.push((after.at(-1)?.atMs ?? pausedMs) - pausedMs);
    }
  }
  return lateMs;
}

/** When this process sent one. */
class SentPauses implements Disposable {
  readonly #send = WebSocket.prototype.send;
  readonly #atMs: number[] = [];

  constructor() {
    const send = this.#send;
    const atMs = this.#atMs;
    WebSocket.prototype.send = function (data) {
      if (typeof data === "string" && data.includes("PAUSE_MEDIA")) atMs.push(performance.now());
      send.call(this, data);
    };
  }

  since(fromMs: number): number | null {
    return this.#atMs.find((atMs) => atMs >= fromMs) ?? null;
  }

  [Symbol.dispose](): void {
    WebSocket.prototype.send = this.#send;
  }
}
