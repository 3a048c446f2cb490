import assert from "node:assert/strict";
import { EchoGuard } from "../../lib/audio/echo_guard.ts";

/** Speaks for so many ms; what comes back is `backDb` below, every fourth frame as loud as that. */
function speaking(guard: EchoGuard, ms: number, backDb: number): number {
  let callers = 0;
  for (let frame = 0; frame < ms / 20; frame++) {
    const levelDbfs = -16 - backDb - (frame % 4 === 0 ? 0 : 12);
    if (!guard.isEcho(levelDbfs, -16)) callers++;
  }
  return callers;
}

Deno.test("EchoGuard takes our own voice for no caller, however long it comes back", () => {
  for (const backDb of [24, 30, 45]) {
    assert.equal(speaking(new EchoGuard(), 60_000, backDb), 0, `${backDb} dB down`);
  }
});

Deno.test("EchoGuard hears a caller's soft sounds on a line without echo, and loud ones on any", () => {
  const guard = new EchoGuard();
  assert.ok(guard.isEcho(-40, -16), "before anything is known, this may be ours");
  speaking(guard, 8_000, 60);
  assert.ok(!guard.isEcho(-48, -16));
  const echoing = new EchoGuard();
  speaking(echoing, 8_000, 24);
  assert.ok(!echoing.isEcho(-30, -16));
});

Deno.test("EchoGuard lets everything pass while we are silent", () => {
  assert.ok(!new EchoGuard().isEcho(-49, -Infinity));
  assert.ok(!new EchoGuard().isEcho(-Infinity, -Infinity));
});

Deno.test("EchoGuard is not led astray by callers who talk over us", () => {
  const guard = new EchoGuard();
  speaking(guard, 8_000, 60);
  for (let frame = 0; frame < 100; frame++) guard.isEcho(-25, -16);
  assert.ok(!guard.isEcho(-45, -16));
});

Deno.test('EchoGuard hears a soft sound right behind a caller\'s voice, as in "excuse"', () => {
  const guard = new EchoGuard();
  speaking(guard, 8_000, 60);
  const levels = [-24, -25, -33, -45, -65, -73, -46, -45, -47, -50, -45, -41];
  assert.deepEqual(levels.filter((levelDbfs) => guard.isEcho(levelDbfs, -14)), [-65, -73]);
});
