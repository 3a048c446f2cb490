import assert from "node:assert/strict";
import type { TurnId } from "../../lib/core/ids.ts";
import type { TurnTiming } from "../../lib/core/turn_timing.ts";
import { Metrics, type StoreNumbers } from "../../lib/observe/metrics.ts";

const TIMING: TurnTiming = {
  turn: 3 as TurnId,
  atMs: 1_700_000_000_000,
  decidedMs: 110,
  brainAskedMs: 111,
  firstTokenMs: 300,
  firstSentenceMs: 361,
  fillerMs: null,
  voiceAskedMs: 363,
  firstAudioMs: 543,
  firstPacketMs: 547,
  firstHeardMs: 1_500,
  lastHeardMs: 4_000,
  interruptedAfterMs: null,
  fallbacks: [],
};

/** The value of one line of the text: its name with labels. */
async function valueOf(metrics: Metrics, name: string): Promise<number> {
  const line = (await metrics.text()).split("\n").find((line) => line.startsWith(`${name} `));
  return Number(line?.split(" ")[1] ?? NaN);
}

Deno.test("text() tells how many calls are live, in Prometheus' format", async () => {
  const metrics = new Metrics();
  metrics.liveCalls(3);
  assert.match(await metrics.text(), /^# TYPE parley_live_calls gauge\nparley_live_calls 3$/m);
});

Deno.test("turn() measures what each part of a turn took, and what was our own", async () => {
  const metrics = new Metrics();
  metrics.turn(TIMING);
  const sums = {
    parley_turn_gap_ms_sum: 547,
    parley_end_of_turn_ms_sum: 110,
    parley_brain_first_ms_sum: 250,
    parley_voice_first_ms_sum: 180,
    parley_own_overhead_ms_sum: 1 + 2 + 4,
    parley_greeting_ms_count: 0,
    'parley_turn_gap_ms_bucket{le="500"}': 0,
    'parley_turn_gap_ms_bucket{le="600"}': 1,
  };
  for (const [name, value] of Object.entries(sums)) {
    assert.equal(await valueOf(metrics, name), value, name);
  }
});

Deno.test("turn() measures the greeting apart from answers", async () => {
  const metrics = new Metrics();
  metrics.turn({ ...TIMING, turn: 0 as TurnId, decidedMs: 0 });
  assert.equal(await valueOf(metrics, "parley_greeting_ms_sum"), 547);
  assert.equal(await valueOf(metrics, "parley_turn_gap_ms_count"), 0);
  assert.equal(await valueOf(metrics, "parley_end_of_turn_ms_count"), 0);
});

Deno.test("turn() leaves out what did not happen", async () => {
  const metrics = new Metrics();
  metrics.turn({ ...TIMING, firstPacketMs: null, firstSentenceMs: null, firstAudioMs: null });
  for (const name of ["turn_gap", "brain_first", "voice_first", "own_overhead"]) {
    assert.equal(await valueOf(metrics, `parley_${name}_ms_count`), 0, name);
  }
  assert.equal(await valueOf(metrics, "parley_end_of_turn_ms_count"), 1);
});

Deno.test("turn() counts a brain that was asked early with what was still waited for", async () => {
  const metrics = new Metrics();
  metrics.turn({ ...TIMING, brainAskedMs: 20, firstSentenceMs: 100, voiceAskedMs: 112 });
  assert.equal(await valueOf(metrics, "parley_own_overhead_ms_sum"), 2 + 4);
});

Deno.test("interruptions, fillers and fallbacks are counted", async () => {
  const metrics = new Metrics();
  metrics.turn({ ...TIMING, interruptedAfterMs: 640, fillerMs: 900 });
  metrics.fellBack({ part: "brain", to: "scripted" });
  metrics.fellBack({ part: "brain", to: "scripted" });
  assert.equal(await valueOf(metrics, "parley_interruptions_total"), 1);
  assert.equal(await valueOf(metrics, "parley_fillers_total"), 1);
  const fallbacks = 'parley_fallbacks_total{part="brain",to="scripted"}';
  assert.equal(await valueOf(metrics, fallbacks), 2);
});

Deno.test("wroteLate() tells what covers a late write from what leaves a gap", async () => {
  const metrics = new Metrics();
  for (const ms of [0, 0.4, 12, 170]) metrics.wroteLate(ms);
  const below = (ms: string) => valueOf(metrics, `parley_write_late_ms_bucket{le="${ms}"}`);
  assert.deepEqual(await Promise.all(["1", "160", "+Inf"].map(below)), [2, 3, 4]);
});

Deno.test("brainRequests() counts what was asked in time, and what in vain", async () => {
  const metrics = new Metrics();
  metrics.brainRequests({ plain: 3, kept: 2, dropped: 1 });
  metrics.brainRequests({ plain: 0, kept: 4, dropped: 0 });
  const name = "parley_brain_requests_total";
  assert.equal(await valueOf(metrics, `${name}{asked="at_the_end"}`), 3);
  assert.equal(await valueOf(metrics, `${name}{asked="ahead_kept"}`), 6);
  assert.equal(await valueOf(metrics, `${name}{asked="ahead_dropped"}`), 1);
});

Deno.test("spent() counts money, units, and what has no price", async () => {
  const metrics = new Metrics();
  const usage = {
    ...{ provider: "deepgram", model: "nova-2", estimated: false },
    units: { heard_ms: 60_000 },
  };
  metrics.spent(usage, { currency: "USD", micros: 5_800 });
  metrics.spent({ ...usage, model: "other" }, { currency: "USD", micros: null });
  metrics.limitReached("number");
  const of = 'provider="deepgram",model="nova-2"';
  assert.equal(await valueOf(metrics, `parley_cost_micros_total{${of}}`), 5_800);
  const units = `parley_provider_units_total{${of},unit="heard_ms"}`;
  assert.equal(await valueOf(metrics, units), 60_000);
  const unpriced = 'parley_unpriced_uses_total{provider="deepgram",model="other"}';
  assert.equal(await valueOf(metrics, unpriced), 1);
  assert.equal(await valueOf(metrics, 'parley_cost_limits_total{limit="number"}'), 1);
});

Deno.test("watchStore() shows the store as it is when metrics are read", async () => {
  const metrics = new Metrics();
  const health = {
    ...{ state: "ok", disk: "ok", backlog: 0, oldestAtMs: null, lost: 0 } as StoreNumbers,
  };
  let now = health;
  metrics.watchStore(() => now);
  assert.equal(await valueOf(metrics, 'parley_store_state{state="ok"}'), 1);
  assert.equal(await valueOf(metrics, "parley_store_oldest_ms"), 0);
  const oldestAtMs = Date.now() - 60_000;
  now = { ...health, state: "down", disk: "refuses", backlog: 12, lost: 3, oldestAtMs };
  assert.equal(await valueOf(metrics, 'parley_store_state{state="ok"}'), 0);
  assert.equal(await valueOf(metrics, 'parley_store_state{state="down"}'), 1);
  assert.equal(await valueOf(metrics, "parley_store_backlog_facts"), 12);
  assert.equal(await valueOf(metrics, "parley_store_disk_refuses"), 1);
  assert.equal(await valueOf(metrics, "parley_store_lost_facts"), 3);
  assert.ok((await valueOf(metrics, "parley_store_oldest_ms"))! >= 60_000);
});

Deno.test("a plugin's numbers stand under its name, so many of them, and in place of none of ours", async () => {
  const metrics = new Metrics();
  const counter = { kind: "counter", about: "Orders that were found." } as const;
  metrics.plugin("orders", "found", counter, 2);
  metrics.plugin("orders", "found", counter, -1);
  metrics.plugin("orders", "open", { kind: "gauge", about: "Orders that are open." }, 7);
  metrics.plugin("failures", "total", counter, 1);
  for (let each = 0; each < 300; each++) metrics.plugin("many", `m${each}`, counter, 1);
  const text = await metrics.text();
  assert.match(text, /^parley_plugin_orders_found 2$/m);
  assert.match(text, /^parley_plugin_orders_open 7$/m);
  assert.doesNotMatch(text, /^parley_plugin_failures_total 1/m);
  assert.equal(text.match(/^parley_plugin_(orders|many)_\w+ \d+$/gm)!.length, 200);
});
