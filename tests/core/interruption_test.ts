import assert from "node:assert/strict";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { DECIDE_MS } from "../../lib/core/conversation/interruption.ts";
import { SILENCE_MS, UTTERANCE_MAX_MS } from "../../lib/core/conversation/speaking.ts";
import { WORDS_PATIENCE_MS } from "../../lib/core/conversation/turn_end.ts";
import { isBackChannel } from "../../lib/core/understand/back_channel.ts";
import { clinicAppointment } from "../stories/clinic_campaign.data.ts";
import { Story } from "./story.ts";

const setting = { campaign: investmentLead, timeZone: "America/New_York", silenceMs: SILENCE_MS };
const { fields } = investmentLead;

/** A call in which the first question is being spoken. */
function asking(): Story {
  const story = new Story(setting).tell({ type: "call_started", dialled: "9000" }).hearOut(2);
  story.effects.length = 0;
  return story;
}

/** The caller sounds for so long; the end is told 80 ms late, as voice activity does. */
function sounds(story: Story, ms: number): Story {
  const untilMs = story.atMs + ms;
  return story.tell({ type: "speech_started" }).wait(ms + 80)
    .tell({ type: "speech_paused", lastSoundMs: untilMs });
}

Deno.test("step() holds its words at the caller's first sound, and goes on after a cough", () => {
  const story = asking();
  sounds(story, 250);
  assert.deepEqual(story.types(), ["pause"]);
  story.wait(DECIDE_MS - 330);
  assert.deepEqual(story.types(), ["pause", "resume"]);
  story.tell({ type: "speech_stopped", lastSoundMs: story.atMs }).wait(WORDS_PATIENCE_MS);
  assert.deepEqual(story.types(), ["pause", "resume"]);
  assert.equal(story.state.agent.phase, "speaking");
  assert.equal(story.state.turn, 0);
});

Deno.test("step() gives the floor to a caller who goes on", () => {
  const story = asking().tell({ type: "speech_started" }).wait(DECIDE_MS);
  assert.deepEqual(story.types(), ["pause", "hush"]);
  assert.equal(story.state.agent.phase, "listening");
});

Deno.test("step() gives the floor to words at once, however short they are", () => {
  const story = asking().tell({ type: "speech_started" }).wait(150);
  story.tell({ type: "interim", text: "bonds" });
  assert.deepEqual(story.types(), ["pause", "hush"]);
});

Deno.test("step() takes words that come after it went on", () => {
  const story = sounds(asking(), 200).wait(DECIDE_MS);
  story.tell({ type: "final", text: "bonds", confidence: 0.9, endOfSpeech: true });
  assert.deepEqual(story.types().slice(0, 3), ["pause", "resume", "hush"]);
  assert.deepEqual(story.state.known.answers.investmentType?.value, ["bonds"]);
});

Deno.test("step() goes on at a listener's words, and takes them for no turn", () => {
  for (const text of ["mhm", "Okay.", "uh-huh, right", "yeah"]) {
    const story = asking().tell({ type: "speech_started" }).wait(200);
    story.tell({ type: "interim", text });
    assert.deepEqual(story.types(), ["pause", "resume"], text);
    story.tell(
      { type: "speech_paused", lastSoundMs: story.atMs },
      { type: "final", text, confidence: 0.9, endOfSpeech: true },
    ).wait(WORDS_PATIENCE_MS);
    assert.deepEqual(story.types(), ["pause", "resume"], text);
    assert.equal(story.state.turn, 0);
  }
});

Deno.test('step() takes "yeah" into a yes/no question for the answer', () => {
  const story = asking();
  story.tell({ type: "caller_said", text: "Bonds, 50k, low risk, within 5 years" });
  story.brain().hearOut(1);
  assert.equal(story.state.asked.type, "callback");
  story.tell({ type: "speech_started" }).wait(200).tell(
    { type: "speech_paused", lastSoundMs: story.atMs },
    { type: "final", text: "Yeah.", confidence: 0.9, endOfSpeech: true },
  ).wait(1_000);
  assert.equal(story.state.turn, 2);
});

Deno.test("isBackChannel() takes no yes for one where a field asks for a yes or a no", () => {
  const context = { agentSaid: "", nowMs: 0, timeZone: "UTC", campaign: clinicAppointment };
  assert.ok(!isBackChannel("yeah", { ...context, asked: { type: "field", key: "firstVisit" } }));
  assert.ok(isBackChannel("yeah", { ...context, asked: { type: "field", key: "reason" } }));
});

Deno.test("step() remembers what was heard of words that were cut short, and no more", () => {
  const story = asking().tell({ type: "speech_started" }).wait(DECIDE_MS);
  const [cut] = story.state.cuts;
  const before = story.state.history;
  story.tell({ type: "utterance_cut", utterance: cut!.utterance, heard: "What kind of" });
  assert.deepEqual(story.state.history, [...before, { speaker: "agent", text: "What kind of" }]);
  const last = story.effects.at(-1);
  assert.ok(last?.type === "record" && last.fact.type === "turn");
  assert.equal(last.fact.text, "What kind of");
});

Deno.test("step() puts words that were cut short before what the caller said then", () => {
  const story = asking().tell({ type: "digit", digit: "2" }, { type: "digit", digit: "#" });
  const [cut] = story.state.cuts;
  story.tell({ type: "utterance_cut", utterance: cut!.utterance, heard: "What" });
  const speakers = story.state.history.slice(-2).map(({ speaker }) => speaker);
  assert.deepEqual(speakers, ["agent", "caller"]);
});

Deno.test("step() keeps the answer that it is thinking of at a cough, and drops it at words", () => {
  const thinking = () => asking().hearOut().says("some stocks");
  const coughed = sounds(thinking(), 200).wait(DECIDE_MS);
  coughed.brain("Good.");
  assert.ok(!coughed.types().includes("drop_brain"));
  assert.equal(coughed.said()[0], "Good.");
  const added = thinking().says("and bonds");
  assert.ok(added.types().includes("drop_brain"));
  assert.equal(added.state.turn, 2);
});

Deno.test("step() asks once more when a noise kept it from a question for good", () => {
  const story = asking().tell({ type: "speech_started" }).wait(DECIDE_MS);
  story.tell({ type: "speech_stopped", lastSoundMs: story.atMs }).wait(WORDS_PATIENCE_MS);
  assert.deepEqual(story.said(), [fields[0]!.question]);
});

Deno.test("step() holds nothing back any more when it gives up waiting for lost marks", () => {
  const story = asking().wait(UTTERANCE_MAX_MS - 100).tell({ type: "speech_started" }).wait(100);
  assert.deepEqual(story.types().filter((type) => type !== "record"), ["pause", "hush"]);
  assert.equal(story.state.overlap, null);
});

Deno.test("step() writes down what a caller who hung up had heard", () => {
  for (const type of ["hung_up", "left"] as const) {
    const story = asking().tell({ type, heard: "What kind" });
    const turns = story.effects.flatMap((effect) =>
      effect.type === "record" && effect.fact.type === "turn" ? [effect.fact.text] : []
    );
    assert.deepEqual(turns, ["What kind"]);
    assert.equal(story.state.agent.phase, "ended");
  }
});
