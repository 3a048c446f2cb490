/** What is between Parley and a caller breaks in the middle of a call. */
import assert from "node:assert/strict";
import { startAsterisk } from "../lab/asterisk.ts";
import { startProxy } from "../lab/proxy.ts";
import { whyNoLab } from "../lab/root.ts";
import { needs } from "../needs.ts";
import { eventually, Hotline } from "./hotline.ts";
import { type KeypadAnswers, keysOf, pressThrough } from "./keypad_caller.ts";

/** Asterisk is up again in half a second; the longest wait between two tries is ten. */
const BACK_WITHIN_MS = 20_000;
const SORRY = { by: "agent", reason: "Q.850;cause=41" } as const;
const ANSWERS: KeypadAnswers = { investmentTypes: "24", amount: 80_000, risk: 3, years: 7 };

const lab = needs("asterisk", whyNoLab() === null, whyNoLab() ?? "");

Deno.test(
  "Asterisk dies under a call: it is written down, and the next one is taken",
  lab,
  async () => {
    await using hotline = await Hotline.open();
    await using lost = hotline.dial({ callerId: "+12025550111" });
    await lost.waitForAgentSpeech();
    await hotline.lab.kill();
    const { endedBy } = await hotline.stored("+12025550111");
    assert.equal(endedBy, "error");
    await lost.vanish();
    await hotline.lab.restart();
    await eventually("Parley is ready again", BACK_WITHIN_MS, async () => {
      return await isReady(hotline) ? true : null;
    });
    await using next = hotline.dial({ callerId: "+12025550112" });
    await pressThrough(next, keysOf(ANSWERS));
    const { status, fields } = await hotline.stored("+12025550112");
    assert.equal(status, "qualified");
    assert.deepEqual(fields.investmentType?.value, ["bonds", "real_estate"]);
    await hotline.tidy();
  },
);

Deno.test(
  "a cut of all that joins Parley and Asterisk gives the caller to the fallback",
  lab,
  async () => {
    await using asterisk = await startAsterisk();
    await using proxy = await startProxy(asterisk.httpPort);
    await using hotline = await Hotline.open({
      lab: asterisk,
      ariUrl: `http://127.0.0.1:${proxy.port}/ari`,
    });
    await using call = hotline.dial({ callerId: "+12025550113" });
    await call.waitForAgentSpeech();
    proxy.cut();
    assert.deepEqual(await call.ended, SORRY);
    const { endedBy, reason } = await hotline.stored("+12025550113");
    assert.deepEqual({ endedBy, reason }, { endedBy: "error", reason: "media_lost" });
    await using next = hotline.dial({ callerId: "+12025550114" });
    await pressThrough(next, keysOf(ANSWERS));
    assert.equal((await hotline.stored("+12025550114")).status, "qualified");
    await hotline.tidy();
  },
);

Deno.test(
  "the program is killed and started again: its callers go on to the fallback",
  lab,
  async () => {
    await using hotline = await Hotline.open();
    await using call = hotline.dial({ callerId: "+12025550115" });
    await call.waitForAgentSpeech();
    hotline.program.kill("SIGKILL");
    await hotline.program.ended;
    await hotline.restart();
    assert.deepEqual(await call.ended, SORRY);
    await using next = hotline.dial({ callerId: "+12025550116" });
    await pressThrough(next, keysOf(ANSWERS));
    assert.equal((await hotline.stored("+12025550116")).status, "qualified");
    await hotline.tidy();
  },
);

async function isReady({ program }: Hotline): Promise<boolean> {
  const response = await fetch(`${program.webAddress}/readyz`);
  await response.body?.cancel();
  return response.status === 200;
}
