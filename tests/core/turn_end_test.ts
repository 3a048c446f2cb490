import assert from "node:assert/strict";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import {
  FINAL_PATIENCE_MS,
  type Hearing,
  paceAfter,
  QUIET_MS,
  TURN_MAX_MS,
  turnEndsAtMs,
  USUAL_PAUSE_MS,
  WORDS_PATIENCE_MS,
} from "../../lib/core/conversation/turn_end.ts";
import { START_MS, Story } from "./story.ts";
import { summary, turnFigures } from "./turns/figures.ts";
import { measure } from "./turns/measured.ts";

/**
 * Without audio a word ends when its time is over, and its last sound does not fade: some 40 ms more
 * are added than to the same turns as they are heard, for which `spoken_turns_test.ts` has the limits.
 */
const CUT_OFF_MAX = 0.1;
const ADDED_MEAN_MAX_MS = 340;
/** After a question that a yes or a no answers. */
const YES_NO_MAX_MS = 150;

for (const [part, name] of [[0, "tuned by"], [1, "held out"]] as const) {
  Deno.test(`turns, ${name}: few are cut off, and the end of the others is found soon`, () => {
    const { turns } = measure(part);
    console.log(summary(turns));
    const { cutOff, meanMs } = turnFigures(turns);
    assert.ok(cutOff <= CUT_OFF_MAX, `${cutOff} of the turns were cut off`);
    assert.ok(meanMs <= ADDED_MEAN_MAX_MS, `${meanMs} ms are added on average`);
  });
}

Deno.test("turns: a plain yes or no is over at once, and who hesitates before it is heard out", () => {
  const plain = /^(yes|yeah|yep|yup|no|nope|nah|sure|correct|yes please|no thanks)$/;
  const hesitant = /^(well|um|uh|hmm)\b/;
  const turns = [...measure(0).turns, ...measure(1).turns].filter(({ kind }) => kind === "yes_no");
  const plainOnes = turns.filter(({ line }) => plain.test(line));
  assert.equal(plainOnes.length, 11);
  for (const { line, addedMs } of plainOnes) {
    assert.ok(addedMs !== null && addedMs <= YES_NO_MAX_MS, `${line}: ${addedMs}`);
  }
  const hesitantOnes = turns.filter(({ line }) => hesitant.test(line));
  assert.equal(hesitantOnes.length, 5);
  assert.deepEqual(hesitantOnes.filter(({ cutOff }) => cutOff), []);
});

const heard: Hearing = {
  startedAtMs: 0,
  said: "",
  interim: "stocks",
  confidence: 1,
  sure: [],
  interimSure: [],
  wordsAtMs: 1_100,
  completeness: "answered",
  stoppedAtMs: 1_000,
  endOfSpeech: false,
  turnOver: "no",
  notUnderstood: false,
  interrupted: false,
  goesOn: false,
  considered: "",
  aheads: 0,
};

Deno.test("turnEndsAtMs() waits for words that the ears still owe, and no longer than they take", () => {
  const yes = { ...heard, interim: "yes", completeness: "complete" } as const;
  assert.equal(turnEndsAtMs(yes, USUAL_PAUSE_MS), 1_000 + QUIET_MS.complete);
  const spokeOn = { ...yes, stoppedAtMs: 3_000 };
  assert.equal(turnEndsAtMs(spokeOn, USUAL_PAUSE_MS), 3_000 + FINAL_PATIENCE_MS);
  assert.equal(
    turnEndsAtMs({ ...spokeOn, endOfSpeech: true }, USUAL_PAUSE_MS),
    3_000 + QUIET_MS.complete,
  );
});

Deno.test("turnEndsAtMs() counts from words that voice activity has no sound for", () => {
  const soft = { ...heard, wordsAtMs: 2_000 };
  assert.equal(turnEndsAtMs(soft, USUAL_PAUSE_MS), 2_000 + QUIET_MS.answered);
});

Deno.test("turnEndsAtMs() ends a turn in noise by the ears, and a deaf one by patience", () => {
  const noise = { ...heard, stoppedAtMs: null };
  assert.equal(turnEndsAtMs(noise, USUAL_PAUSE_MS), TURN_MAX_MS);
  assert.ok(turnEndsAtMs({ ...noise, endOfSpeech: true }, USUAL_PAUSE_MS)! < 3_000);
  const deaf = { ...heard, interim: "" };
  assert.equal(turnEndsAtMs(deaf, USUAL_PAUSE_MS), 1_000 + WORDS_PATIENCE_MS);
  assert.equal(turnEndsAtMs({ ...deaf, notUnderstood: true }, USUAL_PAUSE_MS), 1_000);
});

Deno.test("turnEndsAtMs() believes ears that listen for the end, but not in the middle of a number", () => {
  const open = { ...heard, completeness: "open", wordsAtMs: 1_260 } as const;
  assert.equal(
    turnEndsAtMs({ ...open, turnOver: "likely" }, USUAL_PAUSE_MS),
    1_000 + QUIET_MS.open,
  );
  assert.equal(turnEndsAtMs({ ...open, turnOver: "yes" }, USUAL_PAUSE_MS), 1_260);
  const late = { ...open, turnOver: "yes", wordsAtMs: 9_000 } as const;
  assert.equal(turnEndsAtMs(late, USUAL_PAUSE_MS), 1_000 + QUIET_MS.open);
  const fifty = { ...open, completeness: "half", turnOver: "yes" } as const;
  assert.equal(turnEndsAtMs(fifty, USUAL_PAUSE_MS), 1_000 + QUIET_MS.half);
});

Deno.test("turnEndsAtMs() gives a caller who pauses long more time, within bounds", () => {
  const slow = Array.from({ length: 20 }).reduce<number>((ms) => paceAfter(ms, 800), 450);
  const fast = Array.from({ length: 20 }).reduce<number>((ms) => paceAfter(ms, 150), 450);
  const usual = turnEndsAtMs(heard, USUAL_PAUSE_MS)!;
  assert.ok(turnEndsAtMs(heard, slow)! > usual && turnEndsAtMs(heard, fast)! < usual);
  assert.equal(turnEndsAtMs(heard, 1e9), 1_000 + QUIET_MS.answered * 1.25);
  for (const noPause of [60, 60_000]) assert.equal(paceAfter(450, noPause), 450);
});

const setting = { campaign: investmentLead, timeZone: "UTC", silenceMs: 6_000 };

/** The caller's turn is taken by its interim words. */
function takenEarly(interim: string): Story {
  const story = new Story(setting).tell({ type: "call_started", dialled: null }).hearOut();
  story.tell({ type: "speech_started" }).wait(600).tell({ type: "interim", text: interim });
  story.tell({ type: "speech_paused", lastSoundMs: story.atMs }).wait(QUIET_MS.answered);
  story.said();
  return story;
}

Deno.test("step() ends a turn that the ears hold to be over, and not one that was resumed", () => {
  const pausedAt = (words: string) =>
    new Story(setting).tell({ type: "call_started", dialled: null }).hearOut()
      .tell({ type: "speech_started" }).wait(900).tell({ type: "interim", text: words })
      .tell({ type: "speech_paused", lastSoundMs: START_MS + 900 }).wait(260);
  const words = "my brother told me to call you people";
  assert.equal(pausedAt(words).state.turn, 0);
  assert.equal(pausedAt(words).tell({ type: "turn_over" }).state.turn, 1);
  const resumed = pausedAt(words).tell({ type: "turn_over" }, { type: "turn_over" });
  assert.equal(resumed.state.turn, 1, "told twice it ends one turn");
  const goesOn = pausedAt(words).tell({ type: "turn_likely_over" }, { type: "turn_resumed" });
  assert.equal(goesOn.wait(100).state.turn, 0);
});

Deno.test("step() takes no word twice when the final of a finished turn comes", () => {
  for (const final of ["Some stocks.", "Some stocks, please."]) {
    const story = takenEarly("some stocks");
    assert.equal(story.state.turn, 1);
    story.tell({ type: "final", text: final, confidence: 0.9, endOfSpeech: true }).wait(500);
    assert.deepEqual([story.state.turn, story.types()], [1, []]);
  }
});

Deno.test("step() takes what a late final adds, and one that means something else", () => {
  const more = takenEarly("some stocks");
  more.tell({ type: "interim", text: "some stocks and bonds" });
  more.tell({ type: "final", text: "Some stocks and bonds.", confidence: 0.9, endOfSpeech: true });
  more.wait(1_000);
  assert.deepEqual(more.state.known.answers.investmentType?.value, ["stocks", "bonds"]);
  const other = takenEarly("some stocks");
  other.tell({ type: "final", text: "Some bonds.", confidence: 0.9, endOfSpeech: true }).wait(
    1_000,
  );
  assert.equal(other.state.turn, 2);
});

Deno.test("step() takes words of a lost line for late news when they are heard anew", () => {
  const story = takenEarly("some stocks");
  story.tell({ type: "interim", text: "" }).wait(8_000);
  story.tell({ type: "final", text: "Some stocks.", confidence: 0.9, endOfSpeech: true });
  assert.equal(story.wait(1_000).state.turn, 1);
});

Deno.test("step() cuts nothing off words that are said anew", () => {
  const story = takenEarly("twenty-five shares");
  story.wait(800).tell({ type: "speech_started" }).wait(500);
  story.tell({ type: "interim", text: "fifty thousand dollars" });
  assert.equal(story.state.hearing?.interim, "fifty thousand dollars");
  const same = takenEarly("twenty-five shares");
  same.tell({ type: "interim", text: "twenty five shares please" });
  assert.equal(same.state.hearing?.interim, "please");
});

Deno.test("step() takes the whole of a number of which it took the half", () => {
  const story = new Story(setting).tell({ type: "call_started", dialled: null }).hearOut();
  story.says("stocks").brain().hearOut();
  story.tell({ type: "speech_started" }).wait(300).tell({ type: "interim", text: "fifty" });
  story.tell({ type: "speech_paused", lastSoundMs: story.atMs }).wait(3_000);
  assert.equal(story.state.turn, 2);
  story.tell({ type: "speech_resumed" }).wait(400);
  story.tell({ type: "speech_paused", lastSoundMs: story.atMs });
  story.tell({ type: "final", text: "fifty thousand dollars", confidence: 0.9, endOfSpeech: true });
  story.wait(1_000);
  const amount = { minMinor: 5_000_000, maxMinor: 5_000_000, currency: "USD" };
  assert.deepEqual(story.state.known.answers.amount?.value, amount);
});

Deno.test("step() learns a caller's pace from pauses in a turn", () => {
  const story = new Story(setting).tell({ type: "call_started", dialled: null }).hearOut();
  story.tell({ type: "speech_started" }).wait(600).tell({ type: "interim", text: "some" });
  story.tell({ type: "speech_paused", lastSoundMs: story.atMs }).wait(1_200);
  story.tell({ type: "speech_resumed" });
  assert.ok(story.state.pauseMs > USUAL_PAUSE_MS);
});
