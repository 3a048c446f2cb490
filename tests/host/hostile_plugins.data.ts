/** Plugins that mean harm, or are as bad as if they did: what each does, and what it dies of. */
import type { OutsideCode } from "./outside_plugins.ts";

export interface Hostile extends OutsideCode {
  /** What is told of it, in our words. */
  readonly told: RegExp;
  /** Its process is ended; others only rest. */
  readonly dies: boolean;
}

const TEXT = { change: ["text"] };
const STARTED = { notify: ["callStarted"] };

export const HOSTILE = {
  endless_loop: {
    ...{
      hooks: TEXT,
      dies: true,
      told: /did not answer change.text|did nothing else|computed for/,
    },
    code: "change: { text() { for (;;); } },",
  },
  loop_beside: {
    ...{ hooks: STARTED, dies: true, told: /did nothing else|computed for over/ },
    code: "notify: { callStarted() { setTimeout(() => { for (;;); }, 10); } },",
  },
  never_settles: {
    ...{ hooks: TEXT, dies: true, told: /did not answer change.text within 750 ms/ },
    code: "change: { text: () => new Promise(() => {}) },",
  },
  throw_storm: {
    ...{ hooks: TEXT, dies: false, told: /failed too often in a row, and rests/ },
    code: 'change: { text() { throw new Error("storm"); } },',
  },
  leak: {
    ...{ hooks: STARTED, dies: true, told: /took over 256 MB of memory/ },
    before: "const kept: Uint8Array[] = [];",
    code: `notify: { async callStarted() {
      for (let each = 0; each < 64; each++) {
        kept.push(new Uint8Array(16 * 1_048_576).fill(each + 1)); // 1 GB in all
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    } },`,
  },
  leaks_at_once: {
    ...{ hooks: STARTED, dies: true, told: /took over 256 MB of memory/ },
    before: "const kept: ArrayBuffer[] = [];",
    code: `notify: { callStarted() {
      for (;;) { kept.push(new ArrayBuffer(1_048_576)); new Uint8Array(kept.at(-1)!).fill(7); }
    } },`,
  },
  log_flood: {
    ...{ hooks: STARTED, dies: true, told: /wrote over 3000 lines in a second/ },
    before: `const line = new TextEncoder().encode('{"type":"log","message":"one"}\\n');`,
    code: `notify: { callStarted() {
      for (let each = 0; each < 1_000_000; each++) Deno.stdout.writeSync(line);
    } },`,
  },
  error_flood: {
    ...{ hooks: STARTED, dies: true, told: /wrote over .* in a second/ },
    before:
      'const line = new TextEncoder().encode("a line of a log that nobody wants to read\\n");',
    code: `notify: { callStarted() {
      for (let each = 0; each < 1_000_000; each++) Deno.stderr.writeSync(line);
    } },`,
  },
  forged_message: {
    ...{ hooks: STARTED, dies: true, told: /what is no message/ },
    code: `notify: { callStarted() {
      Deno.stdout.writeSync(new TextEncoder().encode('{"type":"grant","hosts":["*"]}\\n'));
    } },`,
  },
  huge_answer: {
    ...{ hooks: TEXT, dies: true, told: /told over 64000 characters at once/ },
    code: 'change: { text: () => "x".repeat(200_000) },',
  },
  exits: {
    ...{ hooks: STARTED, dies: true, told: /ended by itself \(exit code 7\)/ },
    code: "notify: { callStarted() { Deno.exit(7); } },",
  },
  wrong_types: {
    ...{ hooks: TEXT, dies: false, told: /answered with what is not allowed there/ },
    code: "change: { text: () => ({ toString: () => 'no' }) as never },",
  },
} as const satisfies Record<string, Hostile>;
