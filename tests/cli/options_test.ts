import assert from "node:assert/strict";
import { moment, momentMs } from "../../lib/cli/options.ts";

const NOW_MS = Date.UTC(2026, 4, 4, 10, 30);
const MOMENTS: readonly (readonly [string, string])[] = [
  ["2026-05-04", "2026-05-03T22:00:00.000Z"],
  ["2026-01-04T09:30", "2026-01-04T08:30:00.000Z"],
  ["2026-05-04T10:00Z", "2026-05-04T10:00:00.000Z"],
  ["2026-05-04T10:00:30-04:00", "2026-05-04T14:00:30.000Z"],
  ["90m", "2026-05-04T09:00:00.000Z"],
  ["36h", "2026-05-02T22:30:00.000Z"],
  ["7d", "2026-04-27T10:30:00.000Z"],
  ["2w", "2026-04-20T10:30:00.000Z"],
];

for (const [typed, iso] of MOMENTS) {
  Deno.test(`momentMs() reads "${typed}" as a person in Berlin means it`, () => {
    const read = moment("since").read(typed, "--since");
    assert.equal(new Date(momentMs(read!, "Europe/Berlin", NOW_MS)).toISOString(), iso);
  });
}
