/** What Parley means to wait after each saying, on a machine that takes no time. */
import { FRAME_BYTES, FRAME_MS } from "../../../lib/audio/frames.ts";
import { silence } from "../../../lib/audio/g711.ts";
import { Listening } from "../../../lib/call/listening.ts";
import { investmentLead } from "../../../lib/core/campaigns/investment_lead.data.ts";
import { SILENCE_MS } from "../../../lib/core/conversation/speaking.ts";
import type { Undated } from "../../../lib/core/conversation/state.ts";
import { VoiceActivity } from "../../../lib/host/voice_activity.ts";
import { Story } from "../../core/story.ts";
import type { Saying } from "./sayings.ts";

/** Longer than any pause that ends a turn. */
const AFTER_FRAMES = 3_000 / FRAME_MS;
const SETTING = {
  campaign: investmentLead,
  timeZone: "UTC",
  silenceMs: SILENCE_MS,
  thinksAhead: false,
} as const;

/** For each turn: from the last sound to the end of the turn, if the words came with that sound. */
export async function meantWaits(sayings: readonly Saying[]): Promise<number[]> {
  const activity = await VoiceActivity.load();
  const story = new Story(SETTING).tell({ type: "call_started", dialled: "9000" }).hearOut();
  return sayings.map((saying) => {
    const waitMs = waitOf(story, saying, activity);
    story.brain("Noted.").hearOut();
    return waitMs;
  });
}

function waitOf(story: Story, saying: Saying, activity: VoiceActivity): number {
  const detector = activity.open();
  const events: Undated[] = [];
  const beganAtMs = story.atMs;
  const listening = new Listening({
    encoding: "ulaw",
    ownDbfs: () => -Infinity,
    detector,
    ears: null,
    tell: (event) => events.push(event),
  });
  try {
    for (let at = 0; at < saying.lastLoud + AFTER_FRAMES; at++) {
      story.wait(beganAtMs + at * FRAME_MS - story.atMs);
      listening.frame(saying.frames[at] ?? silence("ulaw", FRAME_BYTES), story.atMs - FRAME_MS);
      story.tell(...events.splice(0));
      if (at === saying.lastLoud) {
        const { text } = saying;
        story.tell({ type: "final", text, confidence: 0.98, endOfSpeech: true });
      }
      const isOver = story.effects.some(({ type }) => type === "ask_brain");
      if (isOver && at >= saying.lastLoud) {
        story.effects.length = 0;
        return (at - saying.lastLoud) * FRAME_MS;
      }
    }
    throw new Error(`Cannot tell when "${saying.text}" is over: it never is`);
  } finally {
    detector.close();
  }
}
