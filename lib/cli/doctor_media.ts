/** The doctor's proof that sound goes through: two media legs in one bridge, a tone from each end. */
import { FRAME_MS } from "../audio/frames.ts";
import type { AriConfig } from "./config.ts";
import { bad, type Finding, ok, reasonOf } from "./doctor_finding.ts";
import { type ProbeLeg, ProbeRoom } from "./doctor_probe.ts";
import { isTone, toneFrames } from "./doctor_tone.ts";

/** A second of tone from each end. */
const FRAMES = 50;
/** A few frames may be cut where the tone begins and ends, or come late on a busy machine. */
const FRAMES_MIN = 40;
/** How long the last frame may be on its way. */
const UNDER_WAY_MS = 1_000;
/** A machine that is busy for a moment isn't broken. */
const TRIES_MAX = 3;

/** Whatever comes of it, no channel, bridge or socket of it stays in Asterisk. */
export async function mediaFinding(ari: AriConfig, signal: AbortSignal): Promise<Finding> {
  await using room = new ProbeRoom(ari, signal);
  try {
    await room.open();
    const [first, second] = [await room.leg(), await room.leg()];
    await room.join([first, second]);
    for (let tries = 1;; tries++) {
      const there = await toneFrom(first, second, signal);
      const back = await toneFrom(second, first, signal);
      const finding = verdict(there, back);
      if (finding.verdict === "ok" || tries === TRIES_MAX || signal.aborted) return finding;
    }
  } catch (error) {
    const cure = "look for it in Asterisk's log, and compare http.conf and chan_websocket.conf " +
      "with asterisk_config/";
    return bad("asterisk", `No sound could be sent, ${reasonOf(error)}`, cure);
  }
}

interface Heard {
  readonly frames: number;
  /** From the first frame's leaving. */
  readonly firstAfterMs: number;
}

function verdict(there: Heard, back: Heard): Finding {
  const frames = Math.min(there.frames, back.frames);
  if (frames >= FRAMES_MIN) {
    const firstMs = Math.round(Math.max(there.firstAfterMs, back.firstAfterMs));
    const text = `A tone went both ways through two media legs in a bridge, ` +
      `${frames} of ${FRAMES} frames, the first in ${firstMs} ms`;
    return ok("asterisk", text);
  }
  const found = `Of a tone sent through two media legs in a bridge, only ${there.frames} and ` +
    `${back.frames} of ${FRAMES} frames came through`;
  return bad("asterisk", found, "look for chan_websocket and codecs in Asterisk's log");
}

/** The leg paces what it plays, as in a call. */
async function toneFrom(from: ProbeLeg, to: ProbeLeg, signal: AbortSignal): Promise<Heard> {
  const all = Promise.withResolvers<void>();
  const startMs = performance.now();
  let frames = 0;
  let firstAfterMs = Infinity;
  to.onFrame = (bytes) => {
    if (!isTone(bytes)) return;
    firstAfterMs = Math.min(firstAfterMs, performance.now() - startMs);
    if (++frames === FRAMES) all.resolve();
  };
  from.play(toneFrames(FRAMES));
  const timer = setTimeout(all.resolve, FRAMES * FRAME_MS + UNDER_WAY_MS);
  signal.addEventListener("abort", () => all.resolve(), { once: true });
  await all.promise;
  clearTimeout(timer);
  to.onFrame = () => {};
  return { frames, firstAfterMs };
}
