/** The network between Parley and Asterisk is cut under live calls: they go on when it is back. */
import assert from "node:assert/strict";
import { type Kind, type Proxy, startProxy } from "../lab/proxy.ts";
import { whyNoLab } from "../lab/root.ts";
import type { Call } from "../lab/sip_caller.ts";
import { isLong, needs } from "../needs.ts";
import { Hotline, startLab } from "./hotline.ts";
import { type KeypadAnswers, keysOf, pressThrough } from "./keypad_caller.ts";
import { together } from "./together.ts";

const CALLS = isLong ? 20 : 3;
/** From the path's return to the agent's first sound; where other stories are told, it may take one more try. */
const TAKEN_UP_WITHIN_MS = isLong ? 1_500 : 10_000;
/** A black hole shorter than this is none: TCP brings late what was said, and nobody was lost. */
const HOLE_NOTICED_MS = 6_500;
/** One question, and a silence short of the first "Are you still there?". */
const BEFORE_MS = 1_000;
const ANSWERS: KeypadAnswers = { investmentTypes: "24", amount: 80_000, risk: 3, years: 7 };

const lab = needs("asterisk", whyNoLab() === null, whyNoLab() ?? "");

interface Cut {
  readonly only: Kind | null;
  readonly how: "reset" | "black hole";
  readonly ms: number;
}

const KINDS: readonly (Kind | null)[] = ["events", "media", null];
const LENGTHS: Readonly<Record<Cut["how"], readonly number[]>> = {
  reset: isLong ? [1_000, 10_000, 60_000] : [1_000],
  "black hole": isLong ? [1_000, 10_000, 60_000] : [HOLE_NOTICED_MS + 1_500],
};

const cuts = (["reset", "black hole"] as const).flatMap((how) =>
  LENGTHS[how].flatMap((ms) => KINDS.map((only): Cut => ({ only, how, ms })))
);

together(
  `${CALLS} calls go on after a cut`,
  lab,
  Object.fromEntries(cuts.map((cut) => [titleOf(cut), () => goesOn(cut)])),
);

function titleOf({ only, how, ms }: Cut): string {
  return `a ${how} of ${ms / 1_000} s of ${only ?? "all of Asterisk's port"}`;
}

async function goesOn(cut: Cut): Promise<void> {
  await using asterisk = await startLab();
  await using proxy = await startProxy(asterisk.httpPort);
  const ariUrl = `http://127.0.0.1:${proxy.port}/ari`;
  await using hotline = await Hotline.open({ lab: asterisk, ariUrl });
  const callerIds = Array.from({ length: CALLS }, (_, at) => `+1202555${String(1_000 + at)}`);
  const calls = callerIds.map((callerId) => hotline.dial({ callerId }));
  try {
    await Promise.all(calls.map((call) => call.waitForAgentTurn()));
    await new Promise((wake) => setTimeout(wake, BEFORE_MS));
    if (cut.only === "events") await Promise.all([cutAndHeal(proxy, cut), answerAll(calls)]);
    else await goesOnAfter(proxy, cut, calls);
    for (const callerId of callerIds) {
      const { status, fields, reason } = await hotline.stored(callerId);
      assert.deepEqual({ status, reason }, { status: "qualified", reason: "goodbye" }, callerId);
      assert.deepEqual(fields.investmentType?.value, ["bonds", "real_estate"], callerId);
    }
    // A try that a black hole has swallowed can leave a session which Asterisk forgets to close.
    await hotline.tidy({ abandoned: cut.how === "black hole" && cut.only !== "media" ? 1 : 0 });
  } finally {
    await Promise.all(calls.map((call) => call[Symbol.asyncDispose]()));
  }
}

async function goesOnAfter(proxy: Proxy, cut: Cut, calls: readonly Call[]): Promise<void> {
  const backAtMs = await cutAndHeal(proxy, cut);
  const isLost = cut.how === "reset" || cut.ms > HOLE_NOTICED_MS;
  if (isLost) await Promise.all(calls.map((call) => takesUp(call, backAtMs)));
  await answerAll(calls);
}

/** While only events are cut off, callers notice nothing, and answer. */
function answerAll(calls: readonly Call[]): Promise<unknown> {
  return Promise.all(calls.map((call) => pressThrough(call, keysOf(ANSWERS))));
}

/** Resolves with the moment from which everything gets through again. */
async function cutAndHeal(proxy: Proxy, { only, how, ms }: Cut): Promise<number> {
  if (how === "reset") proxy.cut({ refuse: true, ...(only === null ? {} : { only }) });
  else proxy.blackHole(only ?? undefined);
  await new Promise((wake) => setTimeout(wake, ms));
  proxy.heal();
  return performance.now();
}

/** The agent puts its question again. */
async function takesUp(call: Call, backAtMs: number): Promise<void> {
  await call.waitForAgentSpeech({ sinceMs: backAtMs });
  const tookMs = Math.round(
    call.packets.find(({ loud, atMs }) => loud && atMs >= backAtMs)!.atMs - backAtMs,
  );
  assert.ok(tookMs <= TAKEN_UP_WITHIN_MS, `the question came ${tookMs} ms after the path was back`);
}
