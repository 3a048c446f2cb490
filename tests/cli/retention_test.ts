import assert from "node:assert/strict";
import { scheduleRetention } from "../../lib/cli/retention.ts";

Deno.test("scheduleRetention() runs at once, and again whenever cron says so", async () => {
  const runs: number[] = [];
  const nothing = {
    ...{ transcripts: 0, scores: 0, leads: 0, calls: 0 },
    ...{ marks: 0, refusedFacts: 0, deliveries: 0 },
  };
  const schedules: string[] = [];
  const store = {
    runRetention: (nowMs: number) => {
      runs.push(nowMs);
      return runs.length === 2 ? Promise.reject(new Error("away")) : Promise.resolve(nothing);
    },
  };
  const handlers: (() => Promise<void>)[] = [];
  scheduleRetention(store, (_name, schedule, handler) => {
    schedules.push(schedule);
    handlers.push(handler);
  });
  assert.equal(runs.length, 1);
  await handlers[0]!(); // a failure is told in the log, and is no failure of the program
  await handlers[0]!();
  assert.equal(runs.length, 3);
  assert.deepEqual(schedules, ["17 * * * *"]);
});

Deno.test("scheduleRetention() is an error where there is no Deno.cron", () => {
  const store = { runRetention: () => assert.fail("nothing is deleted only once") };
  assert.throws(() => scheduleRetention(store, null), /this Deno has no Deno.cron; start it with/);
});

Deno.test("scheduleRetention() finds that a Deno without its flag has no Deno.cron", async () => {
  const code = `
    import { scheduleRetention } from ${
    JSON.stringify(import.meta.resolve("../../lib/cli/retention.ts"))
  };
    scheduleRetention({ runRetention: () => Promise.resolve({}) });`;
  const imports = JSON.parse(await Deno.readTextFile("deno.json")).imports;
  const map = `data:application/json,${encodeURIComponent(JSON.stringify({ imports }))}`;
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-config", "--no-lock", `--import-map=${map}`, code],
  }).output();
  assert.equal(success, false);
  assert.match(
    new TextDecoder().decode(stderr),
    /this Deno has no Deno.cron; start it with --unst/,
  );
});
