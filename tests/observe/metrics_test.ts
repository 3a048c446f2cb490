import assert from "node:assert/strict";
import { Metrics, SERIES_MAX } from "../../lib/observe/metrics.ts";

Deno.test("text() tells counters, gauges and histograms in Prometheus' format", () => {
  const metrics = new Metrics();
  const ended = metrics.counter("parley_calls_total", { help: "Calls", labels: ["ended_by"] });
  const live = metrics.gauge("parley_calls_live", { help: "Calls now" });
  const gap = metrics.histogram("parley_gap_seconds", { help: "Gap", buckets: [1, 0.1] });
  metrics.gaugeOf("parley_memory_bytes", "Memory", () => 1e21);
  ended.add(1, { ended_by: "agent" });
  ended.add(2, { ended_by: 'a"b\\c\nd' });
  live.set(3);
  for (const seconds of [0.1, 0.5, 7]) gap.observe(seconds);
  assert.equal(
    metrics.text(),
    `# HELP parley_calls_total Calls
# TYPE parley_calls_total counter
parley_calls_total{ended_by="agent"} 1
parley_calls_total{ended_by="a\\"b\\\\c\\nd"} 2
# HELP parley_calls_live Calls now
# TYPE parley_calls_live gauge
parley_calls_live 3
# HELP parley_gap_seconds Gap
# TYPE parley_gap_seconds histogram
parley_gap_seconds_bucket{le="0.1"} 1
parley_gap_seconds_bucket{le="1"} 2
parley_gap_seconds_bucket{le="+Inf"} 3
parley_gap_seconds_sum 7.6
parley_gap_seconds_count 3
# HELP parley_memory_bytes Memory
# TYPE parley_memory_bytes gauge
parley_memory_bytes 1e+21
`,
  );
});

Deno.test("counter.add() ignores what would shrink or spoil it", () => {
  const metrics = new Metrics();
  const counter = metrics.counter("parley_x_total", { help: "x" });
  for (const by of [1, -1, NaN, Infinity, 0]) counter.add(by);
  assert.match(metrics.text(), /^parley_x_total 1$/m);
});

Deno.test("histogram.observe() ignores what isn't a number, and sorts labels out", () => {
  const metrics = new Metrics();
  const histogram = metrics.histogram("parley_h", { help: "h", labels: ["to"], buckets: [1] });
  histogram.observe(NaN, { to: "x" });
  histogram.observe(0.5, { to: "x" });
  assert.match(metrics.text(), /^parley_h_bucket\{to="x",le="1"\} 1$/m);
  assert.match(metrics.text(), /^parley_h_count\{to="x"\} 1$/m);
});

Deno.test("labels are bounded: past the limit all others are counted together", () => {
  const metrics = new Metrics();
  const counter = metrics.counter("parley_y_total", { help: "y", labels: ["number"] });
  for (let index = 0; index < SERIES_MAX * 3; index++) counter.add(1, { number: `n${index}` });
  counter.add(1, { number: "n0" });
  const lines = metrics.text().split("\n").filter((line) => line.startsWith("parley_y_total"));
  assert.equal(lines.length, SERIES_MAX + 1);
  assert.ok(lines.includes(`parley_y_total{number="other"} ${SERIES_MAX * 2}`));
  assert.ok(lines.includes('parley_y_total{number="n0"} 2'));
});

Deno.test("Metrics refuses a bad name and the same name twice", () => {
  const metrics = new Metrics();
  assert.throws(() => metrics.gauge("a-b", { help: "" }), /Cannot name a metric "a-b"/);
  metrics.gauge("parley_z", { help: "" });
  assert.throws(() => metrics.counter("parley_z", { help: "" }), /"parley_z" twice/);
});

Deno.test("gaugeOf() that throws is left out and spoils nothing else", () => {
  const metrics = new Metrics();
  metrics.gaugeOf("parley_broken", "b", () => {
    throw new Error("no");
  });
  metrics.gaugeOf("parley_fine", "f", () => 1);
  assert.match(metrics.text(), /^parley_fine 1$/m);
  assert.doesNotMatch(metrics.text(), /^parley_broken /m);
});
