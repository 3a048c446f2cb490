/** Where no more may be spent, a call costs nothing, is never silent, and ends with its lead all the same. */
import assert from "node:assert/strict";
import { whyNoLab } from "../lab/root.ts";
import { needs } from "../needs.ts";
import { openCloud } from "./cloud.ts";
import { Hotline } from "./hotline.ts";
import { keysOf, pressThrough } from "./keypad_caller.ts";

const CALLER = "+12025550151";
const KEYS = keysOf({ investmentTypes: "24", amount: 80_000, risk: 3, years: 7 });

const lab = needs("asterisk", whyNoLab() === null, whyNoLab() ?? "");

Deno.test(
  "on a day past its limit of cost a call is served with what costs nothing",
  { ignore: lab.ignore },
  async () => {
    await using cloud = await openCloud([]);
    await using hotline = await Hotline.open({ env: { ...cloud.env, MAX_DAY_COST: "0" } });
    await using call = hotline.dial({ callerId: CALLER });
    await pressThrough(call, KEYS);
    assert.equal((await hotline.stored(CALLER)).status, "qualified");
    assert.deepEqual([cloud.openai.seen.length, cloud.deepgram.knocks], [0, 0]);
    assert.equal(await hotline.spentDollars(), 0);
    const ready = await (await fetch(`${hotline.program.webAddress}/readyz`)).json();
    assert.match(ready.degraded.join(), /Today's calls have cost MAX_DAY_COST \(0\.00 USD\)/);
    assert.ok(await hotline.metric('parley_cost_limits_total\\{limit="day"\\}') > 0);
    await hotline.tidy();
  },
);
