/** A caller who is no person: noticed by what it says, by how it says it, and by the line's own sounds. */
import assert from "node:assert/strict";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { SILENCE_MS } from "../../lib/core/conversation/speaking.ts";
import { machineSigns } from "../../lib/core/understand/machines.ts";
import { Story } from "./story.ts";

const setting = { campaign: investmentLead, timeZone: "America/New_York", silenceMs: SILENCE_MS };

function asked(): Story {
  return new Story(setting).tell({ type: "call_started", dialled: "9000" }).hearOut();
}

/** One word; null while the call goes on. */
function endOf(story: Story): string | null {
  const facts = story.effects.flatMap((effect) => effect.type === "record" ? [effect.fact] : []);
  return facts.find((fact) => fact.type === "call_ended")?.reason ?? null;
}

function talk(story: Story, ...turns: readonly string[]): string | null {
  for (const text of turns) story.says(text).brain().hearOut();
  if (story.state.agent.phase === "saving") story.saved(true).hearOut();
  return endOf(story);
}

Deno.test("step() ends a call with an answering machine, a menu, and another bot", () => {
  const machines = [
    ["Hi, you have reached the voicemail of Jane. Please leave a message after the tone."],
    ["Your call is important to us.", "All our agents are busy, please stay on the line."],
    [
      "Thank you for calling. For sales, press one. For support, press two.",
      "This call may be " +
      "recorded.",
    ],
    ["The number you have dialed is not in service."],
    Array.from({ length: 4 }, () => "I'm sorry, could you say that again for me?"),
  ];
  for (const turns of machines) assert.equal(talk(asked(), ...turns), "machine", turns[0]);
});

Deno.test("step() takes a person for none of these", () => {
  const people = [
    ["I heard that your call is important to us thing for an hour"],
    ["can I leave a message for somebody", "please call me back after six"],
    Array.from({ length: 9 }, () => "no"),
    Array.from({ length: 3 }, () => "well I don't really know that yet"),
    ["should I press one for yes", "I have five hundred thousand", "is this call recorded"],
  ];
  for (const turns of people) assert.notEqual(talk(asked(), ...turns), "machine", turns[0]);
});

Deno.test("step() hangs up at once on a fax and on tones that say that nobody is there", () => {
  for (const [sound, reason] of [["fax", "fax"], ["busy", "no_caller"]] as const) {
    const story = asked().says("some stocks").brain().hearOut();
    story.said();
    story.tell({ type: "line_sound", sound });
    assert.deepEqual([story.said(), story.state.agent.phase], [[], "ended"]);
    const again = asked().tell({ type: "line_sound", sound });
    assert.ok(again.types().includes("hang_up"));
    assert.equal(endOf(again), reason);
  }
});

Deno.test("step() waits half a minute for a caller behind music, and for ever for one who talks", () => {
  const onHold = asked();
  for (let time = 0; time < 3; time++) onHold.tell({ type: "line_sound", sound: "music" });
  assert.equal(endOf(onHold), "hold_music");
  const withRadio = asked();
  for (const text of ["some stocks", "fifty thousand dollars", "a low risk"]) {
    withRadio.tell({ type: "line_sound", sound: "music" }, { type: "line_sound", sound: "music" });
    withRadio.says(text).brain().hearOut();
  }
  assert.equal(endOf(withRadio), null);
});

Deno.test("machineSigns() finds none in what callers say about money", () => {
  const texts = ["I'm an engineer", "hold on", "one for the kids", "leave it as it is", "press on"];
  for (const text of texts) assert.deepEqual(machineSigns(text, "en-US"), []);
});
