/** What is between Parley and a caller breaks in the middle of a call. */
import assert from "node:assert/strict";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { whyNoLab } from "../lab/root.ts";
import { hasProgram, needs } from "../needs.ts";
import { DeepgramStandIn } from "../standins/deepgram.ts";
import { eventually, Hotline } from "./hotline.ts";
import { type KeypadAnswers, keysOf, pressThrough } from "./keypad_caller.ts";
import { PhraseEar, phrasesOf } from "./phrase_ear.ts";
import { together } from "./together.ts";

/** Asterisk is up again in half a second; the longest wait between two tries is ten. */
const BACK_WITHIN_MS = 20_000;
const SORRY = { by: "agent", reason: "Q.850;cause=41" } as const;
const ANSWERS: KeypadAnswers = { investmentTypes: "24", amount: 80_000, risk: 3, years: 7 };

const lab = needs("asterisk", whyNoLab() === null, whyNoLab() ?? "");
const sphinx = hasProgram("pocketsphinx_batch");
const ears = needs("pocketsphinx", sphinx, "pocketsphinx_batch is not installed");

together("a call outlives what breaks under it, or is given on", {
  ignore: lab.ignore || ears.ignore,
}, {
  "Asterisk dies under a call: it is written down, and the next one is taken": asteriskDies,
  "the program is killed and started again: its callers go on to the fallback": programDies,
  "ears that fail for good leave the keypad, which is read out": earsFail,
});

async function asteriskDies(): Promise<void> {
  await using hotline = await Hotline.open();
  await using lost = hotline.dial({ callerId: "+12025550111" });
  await lost.waitForAgentSpeech();
  await hotline.lab.kill();
  await lost.vanish();
  await hotline.lab.restart();
  const { endedBy, reason } = await hotline.stored("+12025550111");
  assert.deepEqual({ endedBy, reason }, { endedBy: "error", reason: "pbx_lost" });
  await eventually("Parley is ready again", BACK_WITHIN_MS, async () => {
    return await isReady(hotline) ? true : null;
  });
  await isServed(hotline, "+12025550112");
}

async function programDies(): Promise<void> {
  await using hotline = await Hotline.open();
  await using call = hotline.dial({ callerId: "+12025550115" });
  await call.waitForAgentSpeech();
  hotline.program.kill("SIGKILL");
  await hotline.program.ended;
  await hotline.restart();
  assert.deepEqual(await call.ended, SORRY);
  await isServed(hotline, "+12025550116");
}

/** No key that works, and nothing that listens on this machine. */
async function earsFail(): Promise<void> {
  await using deepgram = await DeepgramStandIn.start({ keys: [] });
  await using programs = await allProgramsBut("pocketsphinx_batch");
  await using hotline = await Hotline.open({
    env: { DEEPGRAM_URL: deepgram.url, DEEPGRAM_API_KEY: "no-key", PATH: programs.folder },
  });
  await using call = hotline.dial({ callerId: "+12025550117" });
  await call.waitForAgentTurn();
  await using ear = await PhraseEar.open(phrasesOf(investmentLead));
  const heard = await ear.hear(call.heard());
  for (const name of ["question investmentType", "keypad stocks", "keypad other"]) {
    assert.ok(heard.includes(name), `${name} was not read out: ${heard}`);
  }
  const [first, ...rest] = keysOf(ANSWERS);
  await call.press(first!);
  await pressThrough(call, rest);
  assert.equal((await hotline.stored("+12025550117")).status, "qualified");
  await hotline.tidy();
}

/** A folder for PATH, as on a machine on which `lacking` is not installed. */
async function allProgramsBut(lacking: string) {
  const folder = await Deno.makeTempDir({ dir: "/var/tmp", prefix: "parley-path-" });
  await Deno.chmod(folder, 0o755); // the database runs as another user
  for await (const { name } of Deno.readDir("/usr/bin")) {
    if (name !== lacking) await Deno.symlink(`/usr/bin/${name}`, `${folder}/${name}`);
  }
  const dispose = () => Deno.remove(folder, { recursive: true });
  return { folder, [Symbol.asyncDispose]: dispose };
}

/** The next caller finds everything in order. */
async function isServed(hotline: Hotline, callerId: string): Promise<void> {
  await using call = hotline.dial({ callerId });
  await pressThrough(call, keysOf(ANSWERS));
  const { status, fields } = await hotline.stored(callerId);
  assert.equal(status, "qualified");
  assert.deepEqual(fields.investmentType?.value, ["bonds", "real_estate"]);
  await hotline.tidy();
}

async function isReady({ program }: Hotline): Promise<boolean> {
  const response = await fetch(`${program.webAddress}/readyz`);
  await response.body?.cancel();
  return response.status === 200;
}
