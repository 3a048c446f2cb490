/** A caller who wants a person: put through to a second telephone, or back with the agent for a callback. */
import assert from "node:assert/strict";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import type { Lab } from "../lab/asterisk.ts";
import { startAsterisk } from "../lab/asterisk.ts";
import { whyNoLab } from "../lab/root.ts";
import type { RingingCall } from "../lab/ringing_call.ts";
import type { Call } from "../lab/sip_caller.ts";
import { SipPhone } from "../lab/sip_phone.ts";
import { hasProgram, needs } from "../needs.ts";
import { type Answers, ListeningCaller, rehearse, type Rehearsed, textsOf } from "./caller.ts";
import { eventually, Hotline, IDLE_CONNECTIONS } from "./hotline.ts";
import { PhraseEar, phrasesOf } from "./phrase_ear.ts";

const LUCKY = "+12025550161";
const UNLUCKY = "+12025550162";
const PHONE = "1002";
const { lines } = investmentLead;
/** A word's last sounds are quiet, and then the PBX is asked three things: on a busy machine too. */
const RINGS_WITHIN_MS = 1_500;
/** Nobody picks up for so long. */
const RINGS_S = 2;
const DIALPLAN = `[globals](+)\nHUMAN_ENDPOINT = PJSIP/${PHONE}\nHUMAN_RINGS_S = ${RINGS_S}`;
/** Silence is sent on, so that what was said is followed by something. */
const HEARD_WITHIN_MS = 5_000;
const WISHING: Answers = { "question investmentType": "I want to talk to a person" };
const CALLED_BACK: Answers = {
  askCallback: "yes please",
  askCallbackTime: "tomorrow at three p m",
  confirmPhone: "yes",
};

const lab = needs("asterisk", whyNoLab() === null, whyNoLab() ?? "");
const sphinx = hasProgram("pocketsphinx_batch");
const ears = needs("pocketsphinx", sphinx, "pocketsphinx_batch is not installed");

interface Scene {
  readonly hotline: Hotline;
  readonly phone: SipPhone;
  readonly ear: PhraseEar;
  readonly caller: Rehearsed;
  readonly person: Rehearsed;
}

Deno.test(
  "who asks for a person talks to one, or is called back where nobody picks up",
  { ignore: lab.ignore || ears.ignore },
  async () => {
    const says = [...textsOf(WISHING), ...textsOf(CALLED_BACK), lines.notInterested];
    const voices = {
      caller: await rehearse("kal16", says),
      person: await rehearse("rms", [lines.takeYourTime]),
    };
    await using asterisk = await startAsterisk({
      append: { ...IDLE_CONNECTIONS, "extensions.local.conf": DIALPLAN },
    });
    await using ear = await PhraseEar.open(phrasesOf(investmentLead));
    await using hotline = await Hotline.open({ lab: asterisk });
    await using phone = await SipPhone.register({
      sipPort: asterisk.sipPort,
      login: { username: PHONE, password: asterisk.phones[PHONE] },
      picksUp: (callerId) => callerId !== UNLUCKY,
    });
    const scene = { hotline, phone, ear, ...voices };
    await Promise.all([isPutThrough(scene), isCalledBack(scene)]);
    await hotline.tidy();
  },
);

async function isPutThrough(scene: Scene): Promise<void> {
  const { hotline, phone, ear, caller } = scene;
  await using call = hotline.dial({ callerId: LUCKY });
  let from = 0;
  const beforeAnswer = () => void (from = call.heard().length);
  const talking = new ListeningCaller(call, caller, ear, WISHING, { beforeAnswer }).talk();
  const ringing = await Promise.race([
    phone.rings(LUCKY),
    talking.then((exchanges) => assert.fail(`it never rang: ${JSON.stringify(exchanges)}`)),
  ]);
  const heard = await ear.hear(call.heard().subarray(from));
  assert.equal(heard.at(-1), "puttingThrough", `${heard}`);
  const spokeMs = call.packets.findLast(({ loud, atMs }) => loud && atMs < ringing.rangAtMs)!.atMs;
  const afterMs = Math.round(ringing.rangAtMs - spokeMs);
  console.log(`the person's telephone rang ${afterMs} ms after the agent's last word`);
  assert.ok(afterMs <= RINGS_WITHIN_MS, `it rang after ${afterMs} ms`);
  await ringing.answered;
  await hearEachOther(call, ringing, scene);
  await variablesArrived(hotline.lab);
  await ringing.hangUp();
  assert.deepEqual(await call.ended, { by: "agent", reason: "Q.850;cause=16" });
  const { status, endedBy, reason } = await hotline.stored(LUCKY);
  assert.deepEqual([status, endedBy, reason], ["human_requested", "agent", "transferred"]);
}

/** Presses 0 while the agent still greets. */
async function isCalledBack(scene: Scene): Promise<void> {
  const { hotline, ear, caller } = scene;
  await using call = hotline.dial({ callerId: UNLUCKY });
  await call.waitForAgentSpeech();
  await call.press("0");
  const exchanges = await new ListeningCaller(call, caller, ear, CALLED_BACK).talk();
  const heard = exchanges.flatMap(({ asked }) => asked);
  const stored = await hotline.stored(UNLUCKY);
  try {
    const order = ["nobodyFree", "askCallback", "askCallbackTime", "confirmPhone", "goodbye"];
    const told = new Set(heard.filter((name) => order.includes(name)));
    assert.deepEqual([...told], order, `${heard}`);
    const { status, endedBy, reason, fields } = stored;
    assert.deepEqual([status, endedBy, reason], ["human_requested", "agent", "goodbye"]);
    const { wanted, consent, at } = fields.callback!.value as Record<string, unknown>;
    assert.deepEqual({ wanted, consent }, { wanted: true, consent: true });
    assert.match(String(at), /T15:00/);
  } catch (error) {
    console.error(exchanges, JSON.stringify(stored, null, 2), hotline.program.output());
    throw error;
  }
}

/** One after the other, in phrases that an ear knows. */
async function hearEachOther(call: Call, ringing: RingingCall, scene: Scene): Promise<void> {
  const { ear, caller, person } = scene;
  const [toPerson, toCaller] = [
    caller.said.get(lines.notInterested)!,
    person.said.get(lines.takeYourTime)!,
  ];
  const [sinceMs, calledFrom] = [performance.now(), call.heard().length];
  await ringing.speak(toCaller);
  await call.waitForAgentTurn({ sinceMs });
  assert.deepEqual(await ear.hear(call.heard().subarray(calledFrom)), ["takeYourTime"]);
  const from = ringing.heard().length;
  await call.speak(toPerson);
  await eventually("the person has heard the caller", HEARD_WITHIN_MS, () => {
    return Promise.resolve(ringing.heard().length >= from + toPerson.length ? true : null);
  });
  assert.deepEqual(await ear.hear(ringing.heard().subarray(from)), ["notInterested"]);
}

/** On the caller's channel, and on the person's telephone. */
async function variablesArrived(asterisk: Lab): Promise<void> {
  const channels = await asterisk.channels();
  const joined = channels.filter(({ name, dialplan }) =>
    name.startsWith(`PJSIP/${PHONE}-`) || (dialplan.context === "human" && name.includes("lab"))
  );
  const values = await Promise.all(joined.map(async ({ id }) => [
    await asterisk.variable(id, "PARLEY_CALL"),
    await asterisk.variable(id, "PARLEY_NOTE"),
  ]));
  assert.ok(values.length >= 2, JSON.stringify(channels));
  for (const [call, note] of values) {
    assert.match(call!, /^[0-9a-f-]{36}$/);
    assert.match(note!, /^open: investment type and amount/);
  }
}
