import assert from "node:assert/strict";
import { keepLease, LEASE_SECONDS } from "../../lib/call/lease.ts";
import { SteppingClock } from "./stepping_clock.ts";

Deno.test("keepLease() extends well before the lease ends, also after failures, until it is undone", async () => {
  const clock = new SteppingClock();
  const log: string[] = [];
  const undo = keepLease({
    clock,
    extend: (seconds) => {
      log.push(`${seconds}`);
      return log.length === 1 ? Promise.reject(new Error("cut")) : Promise.resolve();
    },
    trouble: (error) => log.push(String(error)),
  });
  assert.ok(await clock.goOn());
  assert.ok(await clock.goOn());
  assert.deepEqual(log, [`${LEASE_SECONDS}`, "Error: cut", `${LEASE_SECONDS}`]);
  assert.ok(clock.ms < LEASE_SECONDS * 1_000 / 3);
  undo();
  assert.equal(await clock.goOn(), false);
});
