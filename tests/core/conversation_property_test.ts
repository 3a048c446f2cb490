/** What holds in every call, whatever happens in whatever order: thousands of random calls. */
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { SILENCE_MS } from "../../lib/core/conversation/speaking.ts";
import type { TurnId, UtteranceId } from "../../lib/core/ids.ts";
import { seededRandom, START_MS, Story } from "./story.ts";

const setting = { campaign: investmentLead, timeZone: "UTC", silenceMs: SILENCE_MS };
const CALLS = Deno.env.get("PARLEY_LONG") === "1" ? 100_000 : 2_000;
const EVENTS = 40;
/** Longest life of a call left alone: the maximum length, and what its last words take. */
const LIFE_MS = 20 * 60_000;

const BRAIN_SAYS = "Indeed.";
const SAID = [
  "stocks and some bonds",
  "about fifty thousand dollars",
  "no make that eighty thousand",
  "yes",
  "no",
  "I don't know",
  "are you a robot",
  "can I speak to a person",
  "not interested",
  "what did you say",
  "within two years",
  "low risk please",
  "hold on",
  "goodbye",
  "blue monkeys sing",
  "",
];

type Random = () => number;

function randomEvent(story: Story, random: Random): void {
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const text = pick(SAID);
  const turn = (story.state.turn - Math.floor(random() * 2)) as TurnId;
  const utterance = Math.ceil(random() * 12) as UtteranceId;
  const events: (() => unknown)[] = [
    () => story.tell({ type: "speech_started" }),
    () => story.tell({ type: "speech_paused", lastSoundMs: story.atMs - 100 }),
    () => story.tell({ type: "speech_resumed" }),
    () => story.tell({ type: "speech_stopped", lastSoundMs: story.atMs - 300 }),
    () => story.tell({ type: "interim", text }),
    () => story.tell({ type: "final", text, confidence: random(), endOfSpeech: random() < 0.7 }),
    () => story.tell({ type: "not_understood" }),
    () => story.tell({ type: "caller_said", text: text || "well" }),
    () => story.tell({ type: "digit", digit: pick([..."0123456789#*"]) }),
    () => story.tell({ type: "brain", turn, told: { type: "sentence", text: BRAIN_SAYS } }),
    () => story.tell({ type: "brain", turn, told: { type: "done", by: "test" } }),
    () => story.tell({ type: "utterance_played", utterance }),
    () => story.hearOut(),
    () => story.saved(random() < 0.8),
    () => story.tell({ type: random() < 0.5 ? "ears_failed" : "ears_restored" }),
    () => random() < 0.05 && story.tell({ type: "hung_up" }),
    () => random() < 0.02 && story.tell({ type: "shutdown" }),
  ];
  pick(events)();
}

/** Watches the effects as they came: no word for a dropped turn, none after the end. */
function check(story: Story, seed: number): void {
  let ended = false;
  let asking: TurnId | null = null;
  let utterance = 0;
  let seq = 0;
  const must = (holds: boolean, what: string) => {
    if (!holds) throw new Error(`${what}; seed ${seed}`);
  };
  for (const effect of story.effects) {
    if (effect.type === "ask_brain") asking = effect.request.turn;
    if (effect.type === "drop_brain") asking = null;
    if (effect.type === "speak") {
      must(!ended, "Spoke after the call had ended");
      must(effect.utterance === ++utterance, "Numbered an utterance twice");
      must(effect.text !== BRAIN_SAYS || effect.turn === asking, "Spoke for a dropped turn");
    }
    if (effect.type === "record") {
      must(!ended, "Recorded a fact after the call had ended");
      must(effect.fact.seq === ++seq, "Numbered a fact twice");
      ended = effect.fact.type === "call_ended";
    }
  }
  must(ended, `Never ended: ${JSON.stringify(story.state.agent)}`);
}

Deno.test("step() speaks for no ended call, numbers its facts and ends every call", () => {
  const firstSeed = Number(Deno.env.get("PARLEY_SEED") ?? Date.now() % 1_000_000_000);
  console.log(`seeds ${firstSeed} to ${firstSeed + CALLS - 1}`);
  for (let seed = firstSeed; seed < firstSeed + CALLS; seed++) {
    const random = seededRandom(seed);
    const story = new Story(setting, random() < 0.5 ? "+12025550123" : null);
    story.tell({ type: "call_started", dialled: "9000" });
    for (let event = 0; event < EVENTS; event++) {
      story.wait(Math.floor(random() * 900));
      randomEvent(story, random);
    }
    story.wait(LIFE_MS - (story.atMs - START_MS));
    check(story, seed);
  }
});
