import assert from "node:assert/strict";
import { Readiness } from "../../lib/observe/readiness.ts";

Deno.test("Readiness is not ready until each part has said so", () => {
  const readiness = new Readiness({
    voice: "The phrases are being rendered",
    ari: "No Asterisk yet",
  });
  assert.deepEqual(readiness.report.notReady.length, 2);
  readiness.ready("voice");
  assert.deepEqual(readiness.report, { notReady: ["No Asterisk yet"], degraded: [] });
  readiness.degrade("ari", "Events are late");
  assert.deepEqual(readiness.report, { notReady: [], degraded: ["Events are late"] });
});

Deno.test("Readiness keeps one reason per part: the newest", () => {
  const readiness = new Readiness({});
  readiness.block("ari", "one");
  readiness.block("ari", "two");
  assert.deepEqual(readiness.report.notReady, ["two"]);
  readiness.degrade("ari", "three");
  readiness.block("ari", "four");
  assert.deepEqual(readiness.report, { notReady: ["four"], degraded: [] });
  readiness.ready("ari");
  assert.deepEqual(readiness.report, { notReady: [], degraded: [] });
});
