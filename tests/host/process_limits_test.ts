/** When a plugin's process is ended, told by a clock of the test's own. */
import assert from "node:assert/strict";
import {
  LOOK_MS,
  ProcessLimits,
  PROCESSOR_BUDGET,
  RSS_BYTES_MAX,
} from "../../lib/host/process_limits.ts";

const STEP_MS = 10;
const MB = 1_048_576;
/** What the issue allows between a limit and the end. */
const DEAD_WITHIN_MS = 1_000;

interface Behaviour {
  /** Share of a processor that it gets at that time; nothing unless given. */
  readonly computes?: (atMs: number) => number;
  readonly megabytes?: (atMs: number) => number;
  readonly answers?: boolean;
  readonly sleeps?: boolean;
  readonly isReadyAtMs?: number;
}

interface Fate {
  /** Null: it lives. */
  readonly endedMs: number | null;
  readonly why: string | null;
  readonly rushedMs: number | null;
}

/** A life of `forMs`, looked at as the host does, with the first look at `firstLookMs`. */
function live(behaviour: Behaviour, forMs = 30_000, firstLookMs = LOOK_MS): Fate {
  const { computes = () => 0, megabytes = () => 60, answers = true, isReadyAtMs = 0 } = behaviour;
  const limits = new ProcessLimits();
  let processorMs = 0;
  let rushedMs: number | null = null;
  for (let atMs = 0; atMs < forMs; atMs += STEP_MS) {
    processorMs += computes(atMs) * STEP_MS;
    if (atMs === isReadyAtMs) limits.answered(atMs);
    if (atMs < firstLookMs || (atMs - firstLookMs) % LOOK_MS !== 0) continue;
    const usage = { rssBytes: megabytes(atMs) * MB, processorMs };
    const { end, asks, rushes } = limits.look({
      ...{ atMs, usage, sleeps: () => behaviour.sleeps === true },
    });
    if (rushes) rushedMs ??= atMs;
    if (end !== null) return { endedMs: atMs, why: end, rushedMs };
    if (asks && answers) limits.answered(atMs + STEP_MS);
  }
  return { endedMs: null, why: null, rushedMs };
}

const OFFSETS_MS = Array.from({ length: 50 }, (_, at) => at * 110);

Deno.test("a loop beside the answers is ended within a second of its limit, whenever it begins", () => {
  for (const beginsMs of OFFSETS_MS) {
    const { endedMs, why } = live({ computes: (atMs) => atMs >= beginsMs ? 1 : 0 });
    const lateMs = endedMs! - (beginsMs + PROCESSOR_BUDGET.ms);
    assert.ok(lateMs >= 0 && lateMs <= DEAD_WITHIN_MS, `${lateMs} ms, having begun at ${beginsMs}`);
    assert.match(why!, /computed for over 2500 ms in 5000 ms/);
  }
});

Deno.test("a leak of 1 GB/s is ended within a second of its limit, whenever it is looked at", () => {
  for (let firstLookMs = 0; firstLookMs < LOOK_MS; firstLookMs += STEP_MS) {
    const { endedMs, why } = live({ megabytes: (atMs) => 60 + atMs }, 30_000, firstLookMs);
    const lateMs = endedMs! - (RSS_BYTES_MAX / MB - 60);
    assert.ok(lateMs >= 0 && lateMs <= DEAD_WITHIN_MS, `${lateMs} ms`);
    assert.match(why!, /took over 256 MB of memory/);
  }
});

Deno.test("one that computes and answers nothing is ended when its patience is over", () => {
  const { endedMs, why } = live({ answers: false, computes: () => 0.4 });
  assert.ok(endedMs! >= 4_000 && endedMs! <= 4_000 + DEAD_WITHIN_MS, `${endedMs} ms`);
  assert.match(why!, /did nothing else for over/);
});

Deno.test("one that sleeps and answers nothing is ended as soon", () => {
  const { endedMs } = live({ answers: false, sleeps: true });
  assert.ok(endedMs! >= 4_000 && endedMs! <= 4_000 + DEAD_WITHIN_MS, `${endedMs} ms`);
});

Deno.test("one that wants to answer and gets no processor is given longer", () => {
  const { endedMs } = live({ answers: false, sleeps: false, computes: () => 0.1 }, 90_000);
  assert.ok(endedMs! >= 60_000, `${endedMs} ms`);
});

Deno.test("one late look at a sleeper is no proof that it hangs", () => {
  const limits = new ProcessLimits();
  const usage = { rssBytes: 60 * MB, processorMs: 100 };
  const look = (atMs: number) => limits.look({ atMs, usage, sleeps: () => true });
  limits.answered(0);
  assert.equal(look(1_000).asks, true);
  assert.equal(look(9_000).end, null);
});

Deno.test("one that computes for less than half of the time lives, and lets others first", () => {
  const { endedMs, rushedMs } = live({ computes: () => 0.45 });
  assert.deepEqual([endedMs, rushedMs !== null], [null, true]);
});

Deno.test("a loop lets others first long before it is ended", () => {
  const { rushedMs } = live({ computes: (atMs) => atMs >= 1_000 ? 1 : 0 });
  assert.ok(rushedMs! <= 1_400, `${rushedMs} ms`);
});

Deno.test("a start, and answers, are no reason to let others first", () => {
  const start = live({ isReadyAtMs: 700, computes: (atMs) => atMs < 700 ? 1 : 0 });
  const answers = live({ computes: (atMs) => atMs % 100 < STEP_MS ? 1 : 0 });
  assert.deepEqual([start.rushedMs, answers.rushedMs], [null, null]);
});
