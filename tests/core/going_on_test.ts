/** Callers who go on when their turn was held to be over: both parts are understood as one turn. */
import assert from "node:assert/strict";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { GOES_ON_WITHIN_MS } from "../../lib/core/conversation/going_on.ts";
import { SILENCE_MS } from "../../lib/core/conversation/speaking.ts";
import type { Callback } from "../../lib/core/lead.ts";
import type { Asked } from "../../lib/core/understand/heard.ts";
import { Story } from "./story.ts";

const setting = { campaign: investmentLead, timeZone: "UTC", silenceMs: SILENCE_MS };
const FIFTY = { minMinor: 5_000_000, maxMinor: 5_000_000, currency: "USD" };

/** All fields are known, and the caller is asked whether to be called back. */
function askedForCallback(): Story {
  const story = new Story(setting).tell({ type: "call_started", dialled: null }).hearOut();
  story.says("stocks, fifty thousand dollars, low risk, within five years").brain().hearOut();
  assert.equal(story.state.asked.type, "callback");
  story.effects.length = 0;
  return story;
}

/** The sum is in doubt, and asked about. */
function askedToConfirm(): Story {
  const story = new Story(setting).tell({ type: "call_started", dialled: null }).hearOut();
  story.says("stocks").brain().hearOut().says("fifty thousand dollars", 0.4).brain().hearOut();
  assert.deepEqual(story.state.asked, confirming);
  return story;
}
const confirming: Asked = { type: "confirm", key: "amount", value: FIFTY };

/** Words that the turn is over with at once, and what follows after so long a pause. */
function goesOn(story: Story, first: string, pauseMs: number, then: string): Story {
  story.tell({ type: "speech_started" }).wait(300).tell({ type: "interim", text: first });
  story.tell({ type: "speech_paused", lastSoundMs: story.atMs }).wait(pauseMs);
  story.tell({ type: "speech_resumed" }).wait(400);
  story.tell({ type: "interim", text: `${first} ${then}` });
  story.tell({ type: "speech_paused", lastSoundMs: story.atMs });
  return story.wait(2_000);
}

function callerLines(story: Story): string[] {
  return story.state.history.filter(({ speaker }) => speaker === "caller").map(({ text }) => text);
}

Deno.test("step() takes back a yes that the caller goes on to correct, and asks the next question of nobody", () => {
  for (const then of ["no actually no", "no wait that is wrong", "no"]) {
    const story = goesOn(askedToConfirm(), "yes", 400, then);
    assert.equal(story.state.known.answers.amount, undefined, then);
    assert.equal(callerLines(story).at(-1), `yes ${then}`);
    assert.equal(callerLines(story).length, 3, "the model is told of one line");
  }
  const refused = goesOn(askedForCallback(), "yes", 300, "no better not");
  assert.equal((refused.state.known.answers.callback!.value as Callback).wanted, false);
});

Deno.test("step() writes down which turn another one goes on with, also where our words had begun", () => {
  const story = askedToConfirm();
  story.tell({ type: "speech_started" }).wait(300).tell({ type: "interim", text: "yes" });
  story.tell({ type: "speech_paused", lastSoundMs: story.atMs }).wait(300).brain("I see.");
  story.tell({ type: "speech_resumed" }).wait(200).tell({
    type: "interim",
    text: "yes definitely",
  });
  const { utterance } = story.state.cuts[0]!;
  story.tell({ type: "utterance_cut", utterance, heard: "I" });
  story.tell({ type: "speech_paused", lastSoundMs: story.atMs }).wait(1_500);
  const [yes, whole, ...others] = story.effects.flatMap((effect) =>
    effect.type === "record" && effect.fact.type === "turn" && effect.fact.turn > 2 &&
      effect.fact.speaker === "caller"
      ? [effect.fact]
      : []
  );
  assert.deepEqual([yes!.text, whole!.text, others], ["yes", "yes definitely", []]);
  assert.deepEqual([yes!.replaces, whole!.replaces], [undefined, yes!.seq]);
  assert.deepEqual(callerLines(story).slice(2), ["yes definitely"]);
});

Deno.test("step() takes a yes for no listener's word where it follows a no", () => {
  for (const [first, then, stands] of [["no", "yes", true], ["yes", "okay right", true]]) {
    const story = askedToConfirm();
    story.tell({ type: "speech_started" }).wait(300);
    story.tell({ type: "interim", text: `${first}` });
    story.tell({ type: "speech_paused", lastSoundMs: story.atMs }).wait(300);
    story.brain("I see.").tell({ type: "speech_resumed" }).wait(200);
    story.effects.length = 0;
    story.tell({ type: "interim", text: `${first} ${then}` });
    assert.deepEqual(story.types(), [first === "no" ? "hush" : "resume"]);
    story.tell({ type: "speech_paused", lastSoundMs: story.atMs }).wait(1_500);
    assert.equal(story.state.known.answers.amount !== undefined, stands);
  }
});

Deno.test("step() lets a yes stand that the caller goes on to repeat", () => {
  const story = goesOn(askedToConfirm(), "yes", 300, "definitely");
  assert.deepEqual(story.state.known.answers.amount?.value, FIFTY);
  assert.ok(story.state.known.answers.amount!.confidence > 0.9);
  assert.deepEqual(story.state.known.misses, {});
});

Deno.test("step() drops the answer to the first part, and answers the whole once", () => {
  const story = askedToConfirm();
  story.tell({ type: "speech_started" }).wait(300).tell({ type: "interim", text: "no" });
  story.tell({ type: "speech_paused", lastSoundMs: story.atMs }).wait(300);
  story.brain("I see."); // it is quick: our words have begun
  const { asked, turn } = story.state;
  assert.notDeepEqual(asked, confirming);
  story.effects.length = 0;
  story.tell({ type: "speech_resumed" }).wait(300).tell({
    type: "interim",
    text: "no it's eighty thousand",
  });
  assert.deepEqual(story.types().slice(0, 2), ["pause", "hush"]);
  story.tell({ type: "speech_paused", lastSoundMs: story.atMs }).wait(1_500);
  assert.equal(story.state.turn, turn + 1);
  const { value, quote } = story.state.known.answers.amount!;
  assert.deepEqual(value, { ...FIFTY, minMinor: 8_000_000, maxMinor: 8_000_000 });
  assert.ok(callerLines(story).at(-1)!.includes(quote));
});

Deno.test("step() tells what was agreed to anew when the caller takes it back", () => {
  const story = goesOn(askedForCallback(), "no", 500, "well actually yes please call me");
  const consents = story.effects.flatMap((effect) =>
    effect.type === "record" && effect.fact.type === "consent" && effect.fact.about === "callback"
      ? [effect.fact.given]
      : []
  );
  assert.deepEqual(consents, [false, true]);
  const leads = story.effects.flatMap((effect) =>
    effect.type === "record" && effect.fact.type === "lead" ? [effect.fact.lead] : []
  );
  assert.deepEqual(leads.at(-1)!.fields.callback?.value, { wanted: true, at: null, consent: true });
});

Deno.test("step() takes the goodbye back for a caller who goes on with something new", () => {
  const after = (then: string) => {
    const story = askedForCallback();
    story.tell({ type: "speech_started" }).wait(300).tell({ type: "interim", text: "no" });
    story.tell({ type: "speech_paused", lastSoundMs: story.atMs }).wait(200).brain();
    assert.equal(story.state.agent.phase, "saving");
    story.tell({ type: "speech_resumed" }).wait(300);
    story.tell({ type: "interim", text: `no ${then}` });
    return story.tell({ type: "speech_paused", lastSoundMs: story.atMs }).wait(700)
      .saved(true).wait(300);
  };
  const other = after("sorry yes tomorrow at four");
  assert.equal(other.state.agent.phase, "thinking");
  assert.equal((other.state.known.answers.callback!.value as Callback).wanted, true);
  const same = after("thank you");
  assert.equal(same.state.agent.phase, "closing");
  assert.equal((same.state.known.answers.callback!.value as Callback).wanted, false);
});

Deno.test("step() takes what comes later for a turn of its own", () => {
  const late = askedToConfirm().says("yes");
  late.brain("Good.").wait(GOES_ON_WITHIN_MS + 1).says("definitely");
  assert.equal(callerLines(late).at(-1), "definitely");
  const heard = askedToConfirm().says("yes").brain("Good.").hearOut().says("low risk");
  assert.equal(callerLines(heard).at(-1), "low risk");
  assert.equal(heard.state.known.answers.riskTolerance?.value, "conservative");
});

Deno.test("step() joins a number whose half was taken for all of it", () => {
  const story = new Story(setting).tell({ type: "call_started", dialled: null }).hearOut();
  story.says("stocks").brain().hearOut();
  goesOn(story, "one hundred", 1_900, "fifty thousand dollars");
  const value = { minMinor: 15_000_000, maxMinor: 15_000_000, currency: "USD" };
  assert.deepEqual(story.state.known.answers.amount?.value, value);
});
