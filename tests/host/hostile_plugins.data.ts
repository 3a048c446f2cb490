/** Plugins that mean harm, or are as bad as if they did: what each does, and what it dies of. */
import type { Broken } from "./death_watch.ts";
import type { OutsideCode } from "./outside_plugins.ts";

export interface Hostile extends OutsideCode {
  /** What is told of it, in our words. */
  readonly told: RegExp;
  /** What its process is ended for; null: it is not, and only passed over. */
  readonly diesOf: Broken | null;
}

const TEXT = { change: ["text"] };
const STARTED = { notify: ["callStarted"] };

export const HOSTILE = {
  endless_loop: {
    ...{
      hooks: TEXT,
      diesOf: "answer",
      told: /did not answer change.text|did nothing else|computed for/,
    },
    code: "change: { text() { for (;;); } },",
  },
  loop_beside: {
    ...{ hooks: STARTED, diesOf: "processor", told: /did nothing else|computed for over/ },
    code: "notify: { callStarted() { setTimeout(() => { for (;;); }, 10); } },",
  },
  never_settles: {
    ...{
      hooks: TEXT,
      diesOf: "answer",
      told: /did not answer change.text within 550 ms|did nothing else/,
    },
    code: "change: { text: () => new Promise(() => {}) },",
  },
  sleeps: {
    ...{ hooks: TEXT, diesOf: "answer", told: /did not answer change.text|did nothing else/ },
    code: "change: { text() { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); } },",
  },
  throw_storm: {
    ...{ hooks: TEXT, diesOf: null, told: /failed too often in a row, and rests/ },
    code: 'change: { text() { throw new Error("storm"); } },',
  },
  leak: {
    ...{ hooks: STARTED, diesOf: "memory", told: /took over 256 MB of memory/ },
    before: "const kept: Uint8Array[] = [];",
    code: `notify: { async callStarted() {
      for (let each = 0; each < 64; each++) {
        kept.push(new Uint8Array(16 * 1_048_576).fill(each + 1)); // 1 GB in all
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    } },`,
  },
  leaks_at_once: {
    ...{ hooks: STARTED, diesOf: "memory", told: /took over 256 MB of memory/ },
    before: "const kept: ArrayBuffer[] = [];",
    code: `notify: { callStarted() {
      for (;;) { kept.push(new ArrayBuffer(1_048_576)); new Uint8Array(kept.at(-1)!).fill(7); }
    } },`,
  },
  log_flood: {
    ...{ hooks: STARTED, diesOf: "question", told: /wrote over 3000 lines in a second/ },
    before: `const line = new TextEncoder().encode('{"type":"log","message":"one"}\\n');`,
    code: `notify: { callStarted() {
      for (let each = 0; each < 1_000_000; each++) Deno.stdout.writeSync(line);
    } },`,
  },
  error_flood: {
    ...{ hooks: STARTED, diesOf: "question", told: /wrote over .* in a second/ },
    before:
      'const line = new TextEncoder().encode("a line of a log that nobody wants to read\\n");',
    code: `notify: { callStarted() {
      for (let each = 0; each < 1_000_000; each++) Deno.stderr.writeSync(line);
    } },`,
  },
  forged_message: {
    ...{ hooks: STARTED, diesOf: "question", told: /what is no message/ },
    code: `notify: { callStarted() {
      Deno.stdout.writeSync(new TextEncoder().encode('{"type":"grant","hosts":["*"]}\\n'));
    } },`,
  },
  huge_answer: {
    ...{ hooks: TEXT, diesOf: "answer", told: /told over 64000 characters at once/ },
    code: 'change: { text: () => "x".repeat(200_000) },',
  },
  exits: {
    ...{ hooks: STARTED, diesOf: "question", told: /ended by itself \(exit code 7\)/ },
    code: "notify: { callStarted() { Deno.exit(7); } },",
  },
  reads_secret: {
    ...{ hooks: TEXT, diesOf: null, told: /^It threw NotCapable$/ },
    code: 'change: { text: () => Deno.env.get("OPENAI_API_KEY")! },',
  },
  opens_host: {
    ...{ hooks: TEXT, diesOf: null, told: /^It threw GiveUp$/ },
    code: 'change: { text: async () => await (await fetch("https://example.com/")).text() },',
  },
  wrong_types: {
    ...{ hooks: TEXT, diesOf: null, told: /answered with what is not allowed there/ },
    code: "change: { text: () => ({ toString: () => 'no' }) as never },",
  },
} as const satisfies Record<string, Hostile>;
