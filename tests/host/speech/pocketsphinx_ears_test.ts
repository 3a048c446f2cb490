import assert from "node:assert/strict";
import type { EarsEvent } from "../../../lib/call/ports.ts";
import { investmentLead } from "../../../lib/core/campaigns/investment_lead.data.ts";
import type { Asked } from "../../../lib/core/understand/heard.ts";
import { openLocalEars } from "../../../lib/host/pocketsphinx_ears.ts";
import { INSTALL } from "../../../lib/host/pocketsphinx_model.ts";
import { VoiceActivity } from "../../../lib/host/voice_activity.ts";
import { hasProgram, needs } from "../../needs.ts";
import { Spoken } from "../../standins/spoken.ts";
import { clinicAppointment } from "../../stories/clinic_campaign.data.ts";
import { sayInto } from "./pocketsphinx_caller.ts";

/** These tests are about what is heard, on machines of any speed. */
const PATIENCE_MS = 20_000;
const { ignore } = needs("pocketsphinx", hasProgram("pocketsphinx_batch"), INSTALL);
const amount: Asked = { type: "field", key: "amount" };

type Hear = (text: string, asked?: Asked, campaign?: typeof investmentLead) => Promise<EarsEvent>;

async function withEars(test: (hear: Hear) => Promise<void>): Promise<void> {
  using spoken = new Spoken();
  const ears = await openLocalEars({ maxMs: PATIENCE_MS });
  assert.ok(ears);
  const activity = await VoiceActivity.load();
  try {
    await test(async (text, asked = amount, campaign = investmentLead) => {
      const pcm = await spoken.say(text, 8_000, "rms");
      return await sayInto({ ears, activity, campaign, asked }, pcm);
    });
  } finally {
    ears.close();
  }
}

function textOf(event: EarsEvent): string {
  return event.type === "final" ? event.text : event.type;
}

Deno.test({
  name: "PocketSphinxEars hear answers to the question, wishes and corrections",
  ignore,
  async fn() {
    await withEars(async (hear) => {
      const answer = await hear("About eighty thousand dollars.");
      assert.equal(textOf(answer), "about eighty thousand dollars");
      assert.ok(answer.type === "final" && answer.endOfSpeech && answer.confidence > 0.6);
      assert.equal(textOf(await hear("Are you a robot?")), "are you a robot");
      const bonds = await hear("Stocks and bonds.", { type: "field", key: "investmentType" });
      assert.equal(textOf(bonds), "stocks and bonds");
      const pain = await hear(
        "A vaccination.",
        { type: "field", key: "reason" },
        clinicAppointment,
      );
      assert.equal(textOf(pain), "a vaccination");
    });
  },
});

Deno.test({
  name: "PocketSphinxEars tell what is no answer as not understood",
  ignore,
  async fn() {
    await withEars(async (hear) => {
      const said = ["My dog ate the remote control.", "What is the weather like in Paris?"];
      for (const text of said) assert.equal(textOf(await hear(text)), "not_understood");
    });
  },
});
