/** Calls that Parley can't take, or can't keep: each caller is told, and goes on to somebody else. */
import assert from "node:assert/strict";
import { SAME_SIGNAL_MS } from "../../lib/cli/signals.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { whyNoLab } from "../lab/root.ts";
import type { Call } from "../lab/sip_caller.ts";
import { connectAri } from "../lab_test/raw_ari.ts";
import { hasProgram, needs } from "../needs.ts";
import { Hotline } from "./hotline.ts";
import { type KeypadAnswers, keysOf, pressThrough } from "./keypad_caller.ts";
import { type Phrase, PhraseEar, phrasesOf } from "./phrase_ear.ts";
import { together } from "./together.ts";

const HEARD_WITHIN_MS = 5_000;
/** Far less than a call takes to drain; the database has yet to get what the call left. */
const AT_ONCE_MS = 8_000;
/** How the dialplan's fallback hangs up. */
const SORRY = { by: "agent", reason: "Q.850;cause=41" } as const;
/** Asterisk's own prompts, as the dialplan plays them. */
const FALLBACK: readonly Phrase[] = [
  { name: "im-sorry", text: "I'm sorry" },
  { name: "please-try-call-later", text: "please try your call again later" },
];
const ANSWERS: KeypadAnswers = { investmentTypes: "1", amount: 50_000, risk: 2, years: 3 };

const lab = needs("asterisk", whyNoLab() === null, whyNoLab() ?? "");
const sphinx = hasProgram("pocketsphinx_batch");
const ears = needs("pocketsphinx", sphinx, "pocketsphinx_batch is not installed");

together("calls that Parley can't take or can't keep are given on", {
  ignore: lab.ignore || ears.ignore,
}, {
  "SIGTERM lets a live call finish, sends new ones on, and exits with 0": callFinishes,
  "SIGTERM apologises to calls that do not finish in time, and gives them on": callIsTooLong,
  "a second SIGTERM, a second later, gives live calls to the fallback at once": secondSignal,
  "one call more than MAX_CALLS goes straight on to the fallback": oneTooMany,
  "a program that takes the application's name over makes Parley not ready": nameIsTaken,
});

async function callFinishes(): Promise<void> {
  await using hotline = await Hotline.open({ env: { DRAIN_SECONDS: "60" } });
  await using first = hotline.dial({ callerId: "+12025550101" });
  await first.waitForAgentSpeech();
  hotline.program.kill("SIGTERM");
  await notReady(hotline);
  await using second = hotline.dial({ callerId: "+12025550102" });
  await hearsSorry(second, hotline);
  await pressThrough(first, keysOf(ANSWERS));
  assert.equal((await hotline.program.ended).code, 0);
  const { status, endedBy } = await hotline.stored("+12025550101");
  assert.deepEqual({ status, endedBy }, { status: "qualified", endedBy: "agent" });
  assert.deepEqual(await second.ended, SORRY);
  assert.deepEqual(await hotline.lab.bridges(), []);
}

async function callIsTooLong(): Promise<void> {
  await using hotline = await Hotline.open({ env: { DRAIN_SECONDS: "1" } });
  await using call = hotline.dial({ callerId: "+12025550103" });
  await call.waitForAgentTurn();
  hotline.program.kill("SIGTERM");
  assert.equal((await hotline.program.ended).code, 0);
  assert.deepEqual(await call.ended, SORRY);
  await using ear = await PhraseEar.open([...phrasesOf(investmentLead), ...FALLBACK]);
  const heard = await ear.hear(call.heard());
  assert.deepEqual(heard.slice(-3), ["apology", "im-sorry", "please-try-call-later"]);
  const { endedBy, reason } = await hotline.stored("+12025550103");
  assert.deepEqual({ endedBy, reason }, { endedBy: "error", reason: "shutdown" });
  assert.deepEqual(await hotline.lab.bridges(), []);
}

async function secondSignal(): Promise<void> {
  await using hotline = await Hotline.open({ env: { DRAIN_SECONDS: "60" } });
  await using call = hotline.dial({ callerId: "+12025550107" });
  await call.waitForAgentTurn();
  hotline.program.kill("SIGTERM");
  assert.match(await notReady(hotline), /Parley is stopping/); // on a busy machine it hears late
  await new Promise((wake) => setTimeout(wake, SAME_SIGNAL_MS));
  hotline.program.kill("SIGTERM");
  const askedAtMs = performance.now();
  assert.equal((await hotline.program.ended).code, 0);
  assert.ok(performance.now() - askedAtMs < AT_ONCE_MS, "it waited for something");
  assert.deepEqual(await call.ended, SORRY);
  const { endedBy, reason } = await hotline.stored("+12025550107");
  assert.deepEqual({ endedBy, reason }, { endedBy: "error", reason: "stopped" });
  assert.deepEqual(await hotline.lab.bridges(), []);
}

async function oneTooMany(): Promise<void> {
  await using hotline = await Hotline.open({ env: { MAX_CALLS: "1" } });
  await using first = hotline.dial({ callerId: "+12025550104" });
  await first.waitForAgentSpeech();
  await using second = hotline.dial({ callerId: "+12025550105" });
  await hearsSorry(second, hotline);
  const { inviteToSpeechMs } = second.figures();
  assert.ok(inviteToSpeechMs! < 1_000, `sorry came after ${inviteToSpeechMs} ms`);
  await pressThrough(first, keysOf(ANSWERS));
  assert.equal((await hotline.stored("+12025550104")).status, "qualified");
  await using third = hotline.dial({ callerId: "+12025550106" });
  await pressThrough(third, keysOf(ANSWERS));
  assert.equal((await hotline.stored("+12025550106")).status, "qualified");
}

async function nameIsTaken(): Promise<void> {
  await using hotline = await Hotline.open();
  await using _thief = await connectAri(hotline.lab, "ai-call-center");
  const said = await notReady(hotline);
  assert.match(said, /Another program has connected to Asterisk as .*ai-call-center/);
}

/** Resolves with what /readyz says. */
async function notReady({ program }: Hotline): Promise<string> {
  const untilMs = performance.now() + HEARD_WITHIN_MS;
  for (;;) {
    const response = await fetch(`${program.webAddress}/readyz`);
    const said = await response.text();
    if (response.status === 503) return said;
    assert.ok(performance.now() < untilMs, "Parley is still ready");
    await new Promise((wake) => setTimeout(wake, 20));
  }
}

async function hearsSorry(call: Call, { lab }: Hotline): Promise<void> {
  await call.waitForAgentSpeech({ timeoutMs: HEARD_WITHIN_MS });
  const contexts = (await lab.channels()).map(({ dialplan }) => dialplan.context);
  assert.ok(contexts.includes("parley-fallback"), `the calls are in ${contexts}`);
}
