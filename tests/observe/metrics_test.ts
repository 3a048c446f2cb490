import assert from "node:assert/strict";
import { Metrics } from "../../lib/observe/metrics.ts";

Deno.test("text() tells how many calls are live, in Prometheus' format", async () => {
  const metrics = new Metrics();
  metrics.liveCalls(3);
  assert.match(await metrics.text(), /^# TYPE parley_live_calls gauge\nparley_live_calls 3$/m);
});
