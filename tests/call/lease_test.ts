import assert from "node:assert/strict";
import { keepLease, LEASE_SECONDS } from "../../lib/call/lease.ts";
import type { Clock } from "../../lib/call/ports.ts";

/** A clock that goes on to its next alarm when told. */
class SteppingClock implements Clock {
  ms = 0;
  #alarm: { readonly atMs: number; readonly wake: () => void } | null = null;
  nowMs(): number {
    return this.ms;
  }
  wakeAt(atMs: number, wake: () => void): () => void {
    this.#alarm = { atMs, wake };
    return () => {
      this.#alarm = null;
    };
  }
  async goOn(): Promise<boolean> {
    const alarm = this.#alarm;
    if (alarm === null) return false;
    this.#alarm = null;
    this.ms = alarm.atMs;
    alarm.wake();
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    return true;
  }
}

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
