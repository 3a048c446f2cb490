/** How well PocketSphinx hears: no value from speech beside the question, the right ones from answers. */
import assert from "node:assert/strict";
import type { EarsEvent } from "../../../lib/call/ports.ts";
import { investmentLead } from "../../../lib/core/campaigns/investment_lead.data.ts";
import type { Asked, Heard } from "../../../lib/core/understand/heard.ts";
import { understand } from "../../../lib/core/understand/understand.ts";
import { type FliteVoiceName } from "../../../lib/host/flite_wasi.ts";
import { openLocalEars } from "../../../lib/host/pocketsphinx_ears.ts";
import { INSTALL } from "../../../lib/host/pocketsphinx_model.ts";
import { VoiceActivity } from "../../../lib/host/voice_activity.ts";
import { hasProgram, isLong, needs } from "../../needs.ts";
import { Spoken } from "../../standins/spoken.ts";
import { sayInto } from "./pocketsphinx_caller.ts";
import { ANSWERS, BESIDE_THE_QUESTION } from "./pocketsphinx_said.data.ts";

/** These tests are about what is heard, on machines of any speed. */
const PATIENCE_MS = 20_000;
const { ignore } = needs("pocketsphinx", hasProgram("pocketsphinx_batch"), INSTALL);
const VOICES: readonly FliteVoiceName[] = ["rms", "kal16", "slt"];
const QUESTIONS: readonly Asked[] = [
  ...investmentLead.fields.map(({ key }): Asked => ({ type: "field", key })),
  { type: "callback" },
  { type: "callback_time" },
  { type: "phone" },
];
/** Utterances at a time: what is not understood is told half a second after it was read. */
const SIDE_BY_SIDE = 4;
const NOW_MS = Date.UTC(2026, 10, 24, 8);

interface Case {
  readonly voice: FliteVoiceName;
  readonly asked: Asked;
  readonly text: string;
}

interface Result extends Case {
  readonly event: EarsEvent;
}

async function hearAll(cases: readonly Case[]): Promise<Result[]> {
  using spoken = new Spoken();
  const ears = await openLocalEars({ maxMs: PATIENCE_MS });
  assert.ok(ears);
  const activity = await VoiceActivity.load();
  const results: Result[] = [];
  const waiting = [...cases];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const pcm = await spoken.say(next.text, 8_000, next.voice);
      const saying = { ears, activity, campaign: investmentLead, asked: next.asked };
      results.push({ ...next, event: await sayInto(saying, pcm) });
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  ears.close();
  return results;
}

function meaning(text: string, asked: Asked): Heard {
  const context = {
    campaign: investmentLead,
    asked,
    agentSaid: "",
    nowMs: NOW_MS,
    timeZone: "UTC",
  };
  return understand(text, context);
}

/** What the conversation would take from it. */
function gist(text: string, asked: Asked): string {
  const { answers, intents, yesNo } = meaning(text, asked);
  const values = answers.map(({ key, value }) => [key, value]);
  return values.length > 0 ? JSON.stringify(values) : JSON.stringify([intents[0] ?? null, yesNo]);
}

function toText({ event }: Result): string {
  return event.type === "final" ? `"${event.text}" ${event.confidence.toFixed(2)}` : event.type;
}

function list(results: readonly Result[]): string {
  return results.map((result) => {
    const { voice, asked, text } = result;
    const question = "key" in asked ? asked.key : asked.type;
    return `\n  ${voice}, ${question}: "${text}" → ${toText(result)}`;
  }).join("");
}

Deno.test({
  name: "PocketSphinxEars take no value from sentences beside the question",
  ignore,
  async fn() {
    const voices = isLong ? VOICES : VOICES.slice(0, 1);
    const cases = BESIDE_THE_QUESTION.flatMap((text, at) =>
      voices.map((_, more): Case => ({
        text,
        voice: VOICES[(at + more) % VOICES.length]!,
        asked: QUESTIONS[(at + 3 * more) % QUESTIONS.length]!,
      }))
    );
    const results = await hearAll(cases);
    const heard = results.filter(({ event }) => event.type !== "not_understood");
    console.error(`${heard.length} of ${results.length} were heard as something:${list(heard)}`);
    const valued = heard.filter(({ event, asked }) =>
      event.type !== "final" || meaning(event.text, asked).answers.length > 0
    );
    assert.equal(valued.length, 0, list(valued));
    assert.ok(heard.length <= results.length * 0.05);
  },
});

Deno.test({
  name: "PocketSphinxEars hear nine answers of ten right",
  ignore,
  async fn() {
    for (const voice of isLong ? VOICES : VOICES.slice(0, 1)) {
      const results = await hearAll(ANSWERS.map(([asked, text]) => ({ voice, asked, text })));
      const missed = results.filter(({ event, asked, text }) =>
        event.type !== "final" || gist(event.text, asked) !== gist(text, asked)
      );
      const right = results.length - missed.length;
      console.error(`${voice}: ${right} of ${results.length} right${list(missed)}`);
      if (voice !== "slt") assert.ok(right >= results.length * 0.9, list(missed));
    }
  },
});
