/** One call of a made-up caller: the agent's sentences to the caller, the caller's words to the ears. */
import type { Campaign } from "../../../lib/core/campaign.ts";
import { SILENCE_MS } from "../../../lib/core/conversation/speaking.ts";
import type { Lead } from "../../../lib/core/lead.ts";
import { leadOf } from "../../../lib/core/verdict.ts";
import { Story } from "../story.ts";
import { Caller, HANG_UP } from "./caller.ts";
import { type Goals, type Random } from "./goals.ts";

/** What the ears make of an utterance. */
export interface HeardWords {
  readonly text: string;
  /** 0 to 1. */
  readonly confidence: number;
}
export type Ears = (text: string, random: Random) => HeardWords;

export interface SimulatedCall {
  readonly lead: Lead;
  readonly caller: Caller;
  readonly callerNumber: string | null;
  /** "agent: …", "caller: … → what was heard", line by line. */
  readonly lines: readonly string[];
}

/** Turns of one call: more is a conversation that goes in circles. */
const TURNS_MAX = 40;

export function simulate(
  campaign: Campaign,
  goals: Goals,
  ears: Ears,
  random: Random,
): SimulatedCall {
  const callerNumber = random() < 0.8 ? "+12025550147" : null;
  const setting = { campaign, timeZone: "America/New_York", silenceMs: SILENCE_MS };
  const story = new Story(setting, callerNumber);
  const caller = new Caller(goals, random, callerNumber);
  const lines: string[] = [];
  story.tell({ type: "call_started", dialled: null });
  for (let turn = 0; turn < TURNS_MAX; turn++) {
    const said = agentTurn(story);
    lines.push(...said.map((text) => `agent: ${text}`));
    if (story.state.agent.phase === "ended") {
      caller.hear(said);
      break;
    }
    const text = caller.reply(said);
    if (text === HANG_UP) {
      story.tell({ type: "hung_up" });
      break;
    }
    const heard = ears(text, random);
    lines.push(`caller: ${text} → ${heard.text} (${heard.confidence.toFixed(2)})`);
    sayTo(story, heard);
  }
  if (story.state.agent.phase !== "ended") throw new Error(`Never ends:\n${lines.join("\n")}`);
  return { lead: leadOf(story.state.known, campaign), caller, callerNumber, lines };
}

/** Lets the agent finish; what it said. */
function agentTurn(story: Story): string[] {
  const said: string[] = [];
  for (let rounds = 0; rounds < 10; rounds++) {
    const asked = story.effects.findLast((effect) => effect.type === "ask_brain");
    said.push(...story.said());
    story.hearOut();
    switch (story.state.agent.phase) {
      case "thinking":
        story.brain(...asked!.request.scripted);
        break;
      case "saving":
        story.saved(true);
        break;
      case "listening":
      case "ended":
        said.push(...story.said());
        return said;
    }
  }
  throw new Error(`The agent never finishes: ${JSON.stringify(story.state.agent)}`);
}

function sayTo(story: Story, { text, confidence }: HeardWords): void {
  if (text !== "") {
    story.says(text, confidence);
    return;
  }
  story.tell({ type: "speech_started" }).wait(400)
    .tell({ type: "speech_stopped", lastSoundMs: story.atMs }, { type: "not_understood" }).wait(
      500,
    );
}
