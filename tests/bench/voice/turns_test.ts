import assert from "node:assert/strict";
import type { SentPhrase, Stamp } from "./stamps.ts";
import type { SpokenTurn, Talk } from "./talker.ts";
import { joinTurns } from "./turns.ts";

/** Epoch ms of the caller's last sound. */
const END_MS = performance.timeOrigin + 10_000;
const phrase = (kind: "answer" | "filler", afterMs: number) => ({
  pitch: { kind, crossings: kind === "answer" ? 10 : 46 },
  fromMs: END_MS - performance.timeOrigin + afterMs,
  toMs: END_MS - performance.timeOrigin + afterMs + 300,
  toMediaMs: 0,
  silencesMs: [],
  stepsMs: [],
});

function talkOf(tag: string, ...phrases: SpokenTurn["phrases"]): Talk {
  const turn = { tag, turn: 0, spokeFromMs: END_MS - 2_000, spokeUntilMs: END_MS, phrases };
  const fine = { inviteToGreetingMs: 50, gapsMs: [], silencesMs: [], stepsMs: [], trouble: null };
  return { tag, turns: [turn], ...fine };
}

/** Words after 180 ms, the brain asked 2 ms later, and so on: 2 + 3 + 4 ms are Parley's own. */
function stampsOf(tag: string): Stamp[] {
  const pieces = Array.from({ length: 11 }, (_, at) => END_MS + 412 + at * 20);
  const askedAtMs = pieces[4]! + 3;
  return [
    { type: "heard", tag, lastSoundAtMs: END_MS + 10, wordsAtMs: END_MS + 180 },
    { type: "chat", tag, askedAtMs: END_MS + 182, piecesAtMs: pieces, cancelled: false },
    { type: "speech", tag, text: "", askedAtMs, firstAtMs: askedAtMs + 180 },
  ];
}

const sent: SentPhrase[] = [
  { socket: 0, kind: "answer", atMs: END_MS + 900 },
  { socket: 1, kind: "answer", atMs: END_MS + 412 + 80 + 3 + 180 + 4 },
];

Deno.test("joinTurns() tells Parley's part of a turn from its providers'", () => {
  const heard = phrase("answer", 700);
  const { turns, missing } = joinTurns([talkOf("Bakelo", heard)], stampsOf("Bakelo"), sent, [100]);
  assert.deepEqual(missing, []);
  assert.deepEqual(turns[0]!.parts.map(Math.round), [2, 3, 4]);
  assert.equal(Math.round(turns[0]!.atSocketsMs), 9);
  // 700 less 170 for the words, 310 for the first sentence, and 180 for the first audio.
  assert.equal(Math.round(turns[0]!.atCallerMs), 40);
  assert.equal(turns[0]!.fillerMs, null);
});

Deno.test("joinTurns() counts what Parley means to wait as nobody's fault", () => {
  const heard = phrase("answer", 900);
  const { turns } = joinTurns([talkOf("Bakelo", heard)], stampsOf("Bakelo"), sent, [172]);
  assert.deepEqual(turns[0]!.parts.map(Math.round), [0, 3, 4]);
});

Deno.test("joinTurns() takes a filler for no answer, and tells which turns it can't tell of", () => {
  const both = [phrase("filler", 500), phrase("answer", 1_500)];
  const told = joinTurns([talkOf("Bakelo", ...both)], stampsOf("Bakelo"), sent, [0]);
  assert.equal(Math.round(told.turns[0]!.fillerMs!), 500);
  assert.equal(Math.round(told.turns[0]!.gapMs), 1_500);
  const untold = joinTurns([talkOf("Bakelo", phrase("filler", 500))], [], [], [0]);
  assert.deepEqual(untold, { turns: [], missing: ["no answer was heard (turn 0)"] });
});

Deno.test("joinTurns() counts the tokens of answers that were dropped", () => {
  const early: Stamp = {
    ...{ type: "chat", tag: "Bakelo", askedAtMs: END_MS - 500, cancelled: true },
    piecesAtMs: [END_MS - 250, END_MS - 230],
  };
  const heard = phrase("answer", 700);
  const stamps = [early, ...stampsOf("Bakelo")];
  const { turns } = joinTurns([talkOf("Bakelo", heard)], stamps, sent, [100]);
  assert.deepEqual([turns[0]!.pieces, turns[0]!.wastedPieces], [13, 2]);
});
