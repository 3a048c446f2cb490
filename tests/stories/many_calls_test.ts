/** Many callers at once, and callers who hang up whenever they like: everybody is served, nothing is left. */
import assert from "node:assert/strict";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { seededRandom, seedOfThisRun } from "../random.ts";
import { type Lab, startAsterisk } from "../lab/asterisk.ts";
import { whyNoLab } from "../lab/root.ts";
import { type Call, placeCall } from "../lab/sip_caller.ts";
import { isLong, needs } from "../needs.ts";
import { openHere } from "./app_here.ts";
import { eventually, Hotline, TIDY_WITHIN_MS } from "./hotline.ts";
import { fileDescriptors, residentBytes } from "./program_resources.ts";
import { type KeypadAnswers, keysOf, pressThrough } from "./keypad_caller.ts";

const AT_ONCE = 10;
const HANGING_UP = 50;
/** Later waves may leave nothing that the first one has not left already. */
const WAVES = isLong ? 30 : 2;
/** From before the answer to after the goodbye. */
const CALL_MS = 12_000;
/** The garbage collector's freedom: a saw of up to 55 MiB was seen over a thousand calls. */
const GROWTH_BYTES_MAX = 64 * 1_048_576;
/** The database's connections, four at the most, and those to Asterisk and the web server come and go. */
const FD_GROWTH_MAX = 8;
const CONNECTED_WITHIN_MS = 5_000;

const lab = needs("asterisk", whyNoLab() === null, whyNoLab() ?? "");

Deno.test(
  `${AT_ONCE} calls at once with different answers are as many right leads`,
  lab,
  async () => {
    await using hotline = await Hotline.open();
    const callers = Array.from({ length: AT_ONCE }, (_, index) => callerOf(index));
    await Promise.all(callers.map(async ({ callerId, answers }) => {
      await using call = hotline.dial({ callerId });
      await pressThrough(call, keysOf(answers));
    }));
    for (const { callerId, answers } of callers) {
      const { status, fields } = await hotline.stored(callerId);
      assert.equal(status, "qualified", callerId);
      const values = Object.entries(fields).map(([key, { value }]) => [key, value]);
      assert.deepEqual(Object.fromEntries(values), leadOf(answers), callerId);
    }
    await hotline.tidy();
  },
);

Deno.test(
  `${HANGING_UP} callers who hang up at random moments leave nothing behind`,
  lab,
  async () => {
    const random = seededHere();
    await using hotline = await Hotline.open();
    const { pid } = hotline.program;
    await wave(random, hotline.lab, HANGING_UP);
    await hotline.tidy();
    assert.ok(await hotline.calls() > HANGING_UP / 4, "hardly a call was ever taken");
    const before = { files: (await fileDescriptors(pid)).length, bytes: await residentBytes(pid) };
    for (let more = 1; more < WAVES; more++) await wave(random, hotline.lab, HANGING_UP);
    await hotline.tidy();
    let files = 0;
    await eventually(() => `${files} more files are open than before`, TIDY_WITHIN_MS, async () => {
      files = (await fileDescriptors(pid)).length - before.files;
      return files <= FD_GROWTH_MAX ? true : null;
    });
    const grown = await residentBytes(pid) - before.bytes;
    console.log(`${files} file descriptors and ${Math.round(grown / 1_048_576)} MiB more`);
    assert.ok(grown <= GROWTH_BYTES_MAX, `${grown} bytes of memory more than before`);
  },
);

Deno.test({
  name: "callers who hang up at random moments leave no timer and no socket in the process",
  ...lab,
  sanitizeOps: true,
  sanitizeResources: true,
  fn: async () => {
    const random = seededHere();
    await using asterisk = await startAsterisk();
    const folder = await Deno.makeTempDir();
    const { app, facts, close } = await openHere(asterisk, folder, { maxCalls: HANGING_UP });
    try {
      await eventually("Asterisk is connected", CONNECTED_WITHIN_MS, () => {
        return Promise.resolve(app.connected ? true : null);
      });
      await wave(random, asterisk, AT_ONCE);
      await app.drain();
      assert.deepEqual(await asterisk.bridges(), []);
      const started = facts.filter(({ type }) => type === "call_started").length;
      assert.ok(started > 0, "no call was ever taken");
      assert.equal(facts.filter(({ type }) => type === "call_ended").length, started);
    } finally {
      close();
      await Deno.remove(folder, { recursive: true });
    }
  },
});

function seededHere(): () => number {
  const seed = seedOfThisRun();
  console.log(`seed ${seed}`);
  return seededRandom(seed);
}

/** `count` calls at once; each presses its keys and is gone at a random moment. */
async function wave(random: () => number, { sipPort }: Lab, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, async (_, index) => {
    const call = placeCall({ sipPort, extension: "9000" });
    // Half of them early, where most is under way.
    const afterMs = random() < 0.5 ? random() * 300 : random() * CALL_MS;
    const keys = keysOf(callerOf(index).answers);
    const pressing = press(call, keys.slice(0, Math.floor(random() * (keys.length + 1))));
    await new Promise((wake) => setTimeout(wake, afterMs));
    await call.hangUp();
    await pressing;
  }));
}

async function press(call: Call, keys: readonly string[]): Promise<void> {
  try {
    await call.answered;
    for (const pressed of keys) await call.press(pressed);
  } catch {
    // it hung up first
  }
}

function callerOf(index: number): { callerId: string; answers: KeypadAnswers } {
  return {
    callerId: `+120255501${String(index + 10)}`,
    answers: {
      investmentTypes: `${index % 8 + 1}`,
      amount: 10_000 + index * 7_919,
      risk: ([1, 2, 3] as const)[index % 3]!,
      years: index % 12 + 1,
    },
  };
}

function leadOf({ investmentTypes, amount, risk, years }: KeypadAnswers) {
  const [types, , risks] = investmentLead.fields.map(({ kind }) => {
    return kind.type === "choice" ? kind.options.map(({ id }) => id) : [];
  });
  const months = years * 12;
  return {
    investmentType: [types![Number(investmentTypes) - 1]],
    amount: { minMinor: amount * 100, maxMinor: amount * 100, currency: "USD" },
    riskTolerance: risks![risk - 1],
    timeline: {
      minMonths: months,
      maxMonths: months,
      horizon: months <= 12 ? "short" : months <= 60 ? "medium" : "long",
    },
    callback: { wanted: false, at: null, consent: false },
  };
}
