/** One call with all shipped plugins on: what each service holds afterwards, and what the caller heard. */
import assert from "node:assert/strict";
import type { Voice } from "../../lib/call/ports.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { shipped } from "../../plugins/mod.ts";
import { startAsterisk } from "../lab/asterisk.ts";
import { whyNoLab } from "../lab/root.ts";
import { hasProgram, needs } from "../needs.ts";
import { type Answers, type Exchange, ListeningCaller, rehearse, textsOf } from "./caller.ts";
import { APOLOGY, MODEL_PHRASES, openCloud } from "./cloud.ts";
import { eventually, Hotline, IDLE_CONNECTIONS } from "./hotline.ts";
import { paceHeard } from "./heard_pace.ts";
import { PhraseEar, phrasesOf } from "./phrase_ear.ts";
import { Services } from "./services.ts";
import { assertHeld, type Expected } from "./services_hold.ts";

const CALLER = "+12025550149";
const QUIET_MS = 1_200;
/** A round of the queue is a second; a busy machine takes longer. */
const DELIVERED_WITHIN_MS = 40_000;
const COMPLAINT = "this is ridiculous and a waste of time";
/** The plugin's own words. */
const OFFER = {
  name: "offer",
  text: "If you would rather talk to a person, just say so.",
};
/** As its lexicon hears it, from -1 to 1: where a person is offered. */
const UPSET = -0.5;
/** There is a person to offer. */
const DIALPLAN = "[globals](+)\nHUMAN_ENDPOINT = PJSIP/1002\nHUMAN_RINGS_S = 2";
const ANSWERS: Answers = {
  "question investmentType": [
    COMPLAINT,
    "I was thinking of corporate bonds and some gold",
  ],
  "question amount": "something like sixty thousand dollars",
  "question riskTolerance": "I would say moderate",
  "question timeline": "in about five years",
  askCallback: "yes please",
  askCallbackTime: "tomorrow at three in the afternoon",
  confirmPhone: "yes",
};

const EXPECTED: Expected = {
  caller: CALLER,
  wants: "bonds, commodities",
  amount: "60000.00",
  budget: "USD 60,000",
  timeFrame: "60 months",
  summary: [
    /^investmentType: bonds, commodities \(".*corporate bonds and some gold.*"\)$/m,
    /^amount: USD 60,000 \(".*sixty thousand dollars.*"\)$/m,
    /^riskTolerance: moderate \(".*moderate.*"\)$/m,
    /^timeline: 60 months \(".*five years.*"\)$/m,
  ],
};

const lab = needs("asterisk", whyNoLab() === null, whyNoLab() ?? "");
const sphinx = hasProgram("pocketsphinx_batch");
const ears = needs("pocketsphinx", sphinx, "pocketsphinx_batch is not installed");
const needed = { ignore: lab.ignore || ears.ignore };

/** Said by the rules, of which each is another phrase of the plugin's or the campaign's. */
const RULES_APOLOGY = { name: "rules apology", text: "I am sorry about that." };
const LEAVES: Answers = {
  "question investmentType": [COMPLAINT, "I have to go now, goodbye"],
};

Deno.test(
  "one call with all shipped plugins on reaches CRM, SMS, mail and webhook, and changes the tone",
  needed,
  async () => {
    const voice = await rehearse("kal16", textsOf(ANSWERS));
    await using cloud = await openCloud(voice.said);
    await using services = await Services.open();
    await using ear = await PhraseEar.open([
      ...[...phrasesOf(investmentLead), ...MODEL_PHRASES, APOLOGY, OFFER],
    ]);
    await using asterisk = await startAsterisk({
      append: { ...IDLE_CONNECTIONS, "extensions.local.conf": DIALPLAN },
    });
    await using hotline = await Hotline.open({
      lab: asterisk,
      env: { ...cloud.env, ...services.env(cloud.openai.url) },
    });
    const { exchanges, heard } = await talk(hotline, { ear, voice, answers: ANSWERS });
    try {
      const report = hotline.program.output();
      for (const { name } of shipped.map((make) => make())) assert.match(report, on(name));
      await reached(services);
      const id = assertHeld(services, EXPECTED);
      await assertSentiment(hotline, id);
      const asked = cloud.openai.seen.map(({ body }) => JSON.stringify(body)).join("\n");
      assert.match(asked, /The caller is upset. Apologise once/);
      assertTone(exchanges);
      await assertPace(heard, APOLOGY.text);
    } catch (error) {
      console.error(JSON.stringify(exchanges), services.counts, hotline.program.output());
      throw error;
    }
  },
);

Deno.test("who is upset hears an apology and an offer without any model, too", needed, async () => {
  const voice = await rehearse("kal16", textsOf(LEAVES));
  await using cloud = await openCloud(voice.said);
  await using ear = await PhraseEar.open([...phrasesOf(investmentLead), RULES_APOLOGY, OFFER]);
  await using asterisk = await startAsterisk({
    append: { ...IDLE_CONNECTIONS, "extensions.local.conf": DIALPLAN },
  });
  const { OPENAI_API_KEY: _, OPENAI_BASE_URL: __, ...ears } = cloud.env;
  const PLUGIN_SETTINGS = '{ "plugins": [{ "name": "sentiment" }] }';
  await using hotline = await Hotline.open({ lab: asterisk, env: { ...ears, PLUGIN_SETTINGS } });
  const { exchanges, heard } = await talk(hotline, { ear, voice, answers: LEAVES });
  const upset = exchanges.findIndex(({ said }) => said === COMPLAINT);
  const asked = exchanges[upset + 1]!.asked.slice(0, 2);
  assert.deepEqual(asked, [RULES_APOLOGY.name, OFFER.name], JSON.stringify(exchanges));
  await assertPace(heard, RULES_APOLOGY.text);
});

interface Talk {
  readonly ear: PhraseEar;
  readonly voice: Voice;
  readonly answers: Answers;
}

interface Talked {
  readonly exchanges: Exchange[];
  readonly heard: Int16Array;
}

async function talk(hotline: Hotline, { ear, voice, answers }: Talk): Promise<Talked> {
  await using call = hotline.dial({ callerId: CALLER });
  const caller = new ListeningCaller(call, voice, ear, answers, { quietMs: QUIET_MS });
  return { exchanges: await caller.talk(), heard: call.heard() };
}

/** Who is upset is answered slowly, up to the question, and greeted before that as everybody is. */
async function assertPace(heard: Int16Array, apology: string): Promise<void> {
  const { lines: { disclosure }, fields } = investmentLead;
  const said = [disclosure, apology, OFFER.text, fields[0]!.reask];
  const paces = await Promise.all(said.map((text) => paceHeard(heard, text)));
  assert.deepEqual(paces, ["usual", "slow", "slow", "slow"]);
}

/** The caller complains once: the answer to that is another one than to all else. */
function assertTone(exchanges: readonly Exchange[]): void {
  const upset = exchanges.findIndex(({ said }) => said === COMPLAINT);
  // A pause of the agent's may seem its end to the caller, who then says nothing.
  const next = exchanges.findIndex(({ said }, at) => at > upset && said !== null);
  const after = exchanges.slice(upset + 1, next + 1).flatMap(({ asked }) => asked);
  assert.ok(after.includes(APOLOGY.name), `the caller heard ${after}`);
  assert.ok(after.includes(OFFER.name), `the caller heard ${after}`);
  const others = exchanges.toSpliced(upset + 1, next - upset).flatMap(({ asked }) => asked);
  assert.equal(others.includes(APOLOGY.name), false, `apologised for nothing: ${others}`);
}

function on(name: string): RegExp {
  return new RegExp(`^ +plugins .*\\b${name} \\d`, "m");
}

/** Everything, once: the mails are yesterday's and last week's. */
async function reached(services: Services): Promise<void> {
  const one = { contacts: 1, deals: 1, notes: 1, leads: 1, tasks: 1, members: 1, sms: 1, mails: 2 };
  const all = JSON.stringify({ ...one, hooks: ["call_ended", "lead_qualified"] });
  const counts = () => JSON.stringify(services.counts);
  await eventually(
    () => `all is there, but ${counts()}`,
    DELIVERED_WITHIN_MS,
    () => Promise.resolve(counts() === all ? true : null),
  );
}

/** In the lead view each turn of the caller has its mood, and only the complaint a bad one. */
async function assertSentiment(hotline: Hotline, id: string): Promise<void> {
  const said = (await hotline.said(CALLER)).filter(({ speaker }) => speaker === "caller");
  const shown = JSON.parse(await hotline.command("leads", "show", id, "--format", "json"));
  const { "sentiment.turns": turns, "sentiment.lowest": lowest } = shown.columns;
  const moods = String(turns).split(", ").map((one) => one.split(": ").map(Number));
  assert.deepEqual(moods.map(([turn]) => turn), said.map(({ turn }) => turn));
  const complaint = said.find(({ text }) => text.toLowerCase().includes("ridiculous"))!;
  const upset = moods.filter(([, mood]) => mood! <= UPSET);
  assert.deepEqual(upset, [[complaint.turn, lowest]], `${turns}`);
  assert.equal(await hotline.metric("parley_plugin_sentiment_upset_turns"), 1);
}
