import assert from "node:assert/strict";
import { FRAME_MS } from "../../lib/audio/frames.ts";
import { type GateEvent, type GateOptions, SpeechGate } from "../../lib/audio/speech_gate.ts";

/** "v" is a voiced frame, "." a silent one, "q" a voiced one too quiet to be speech. */
function events(frames: string, options: Partial<GateOptions> = {}): GateEvent[] {
  const gate = new SpeechGate(FRAME_MS, options);
  return [...frames].flatMap((frame, at) => {
    const levelDbfs = frame === "v" ? -25 : -70;
    return gate.frame({ voiced: frame !== ".", levelDbfs }, at * FRAME_MS) ?? [];
  });
}

Deno.test("SpeechGate tells the begin of the first and the end of the last voiced frame", () => {
  assert.deepEqual(events("..." + "v".repeat(20) + ".".repeat(40)), [
    { type: "speech_started", atMs: 60 },
    { type: "speech_paused", atMs: 460 },
    { type: "speech_stopped", atMs: 460 },
  ]);
});

Deno.test("SpeechGate passes over clicks, however many there are", () => {
  assert.deepEqual(events("vv........".repeat(50)), []);
});

Deno.test("SpeechGate passes over frames below its floor", () => {
  assert.deepEqual(events("q".repeat(200)), []);
});

Deno.test("SpeechGate holds an utterance together over pauses shorter than the hangover", () => {
  const spoken = "v".repeat(10) + ".".repeat(29) + "v".repeat(10) + ".".repeat(30);
  assert.deepEqual(events(spoken), [
    { type: "speech_started", atMs: 0 },
    { type: "speech_paused", atMs: 200 },
    { type: "speech_resumed", atMs: 780 },
    { type: "speech_paused", atMs: 980 },
    { type: "speech_stopped", atMs: 980 },
  ]);
});

Deno.test("SpeechGate takes the closure of a consonant for no pause", () => {
  const closures = ("v".repeat(5) + "...").repeat(4);
  assert.equal(events(closures + ".".repeat(30)).filter(isPause).length, 1);
});

Deno.test("SpeechGate takes a click for no end of a pause, where it is told what is one", () => {
  const clicks = "v".repeat(10) + "......v........v........v" + ".".repeat(30);
  assert.deepEqual(events(clicks, { resumeMs: 40 }).filter(({ atMs }) => atMs > 0), [
    { type: "speech_paused", atMs: 200 },
    { type: "speech_stopped", atMs: 200 },
  ]);
});

function isPause({ type }: GateEvent): boolean {
  return type === "speech_paused";
}

Deno.test("SpeechGate starts anew after an utterance", () => {
  const once = "v".repeat(10) + ".".repeat(30);
  assert.deepEqual(events(once + once).map((event) => event.atMs), [
    0,
    200,
    200,
    800,
    1_000,
    1_000,
  ]);
});

Deno.test("SpeechGate cuts a voice that never pauses, and goes on", () => {
  const told = events("v".repeat(149), { maxSpeechMs: 1_000 });
  assert.deepEqual(told.map((event) => event.type), [
    "speech_started",
    "speech_stopped",
    "speech_started",
    "speech_stopped",
    "speech_started",
  ]);
  assert.deepEqual(told.map((event) => event.atMs), [0, 1_000, 1_000, 2_000, 2_000]);
});

Deno.test("SpeechGate counts the time of the frames when some are lost", () => {
  const gate = new SpeechGate(FRAME_MS);
  const voice = { voiced: true, levelDbfs: -25 };
  for (let at = 0; at < 200; at += FRAME_MS) gate.frame(voice, at);
  assert.equal(gate.speaking, true);
  assert.deepEqual(gate.frame({ voiced: false, levelDbfs: -70 }, 5_000), {
    type: "speech_stopped",
    atMs: 200,
  });
});

Deno.test("SpeechGate waits for no further frame when frames come a hair too early", () => {
  const gate = new SpeechGate(20);
  const voiced = { voiced: true, levelDbfs: -20 };
  const quiet = { voiced: false, levelDbfs: -80 };
  for (let frame = 0; frame < 10; frame++) gate.frame(voiced, frame * 20);
  const ends = Array.from({ length: 40 }, (_, frame) => gate.frame(quiet, 199.7 + frame * 20));
  assert.equal(ends.findIndex((event) => event?.type === "speech_stopped"), 29);
});
