/** What a client does while Asterisk is away, and how soon it hears again. */
import type { Client } from "./client.ts";
import { clockMs } from "./events.ts";

/** How often a program would try again. */
const ASK_EVERY_MS = 500;
/** By then every client that can find out that the server is gone has done so. */
const ASK_IN_OUTAGE_AFTER_MS = 1_000;

export interface OutageResult {
  /** From the server's return; null for never. */
  readonly hearsAfterMs: number | null;
  readonly answersAfterMs: number | null;
  /** An operation that was under way when the server went, from then on. */
  readonly pending: Outcome;
  /** One that was asked for a second into the outage. */
  readonly during: Outcome;
}

export interface Outcome {
  readonly how: "fulfilled" | "rejected" | "hangs";
  readonly afterMs: number;
}

/** Told "gone" and "back" on its standard input; `observeMs` goes on from "back". */
export async function outage(client: Client, observeMs: number): Promise<OutageResult> {
  let backAtMs = Infinity;
  let hearsAtMs = Infinity;
  await client.listen("ticks", ({ channel }) => {
    const sentAtMs = Number(channel.accountcode.split("/")[1]);
    if (sentAtMs > backAtMs) hearsAtMs = Math.min(hearsAtMs, clockMs());
  });
  const words = wordsOf(Deno.stdin.readable);
  const pending = watch(client.channel("never"));
  console.log("\nREADY");
  await words.next(); // gone
  pending.startMs = clockMs();
  await pause(ASK_IN_OUTAGE_AFTER_MS);
  const during = watch(client.ping());
  await words.next(); // back
  backAtMs = clockMs();
  const answersAtMs = await firstAnswer(client, backAtMs + observeMs);
  await pause(Math.max(0, backAtMs + observeMs - clockMs()));
  const since = (atMs: number) => Number.isFinite(atMs) ? atMs - backAtMs : null;
  return {
    hearsAfterMs: since(hearsAtMs),
    answersAfterMs: since(answersAtMs),
    pending: pending.outcome(),
    during: during.outcome(),
  };
}

function watch(promise: Promise<unknown>) {
  let settled: "fulfilled" | "rejected" | null = null;
  let atMs = 0;
  const settle = (how: "fulfilled" | "rejected") => {
    settled = how;
    atMs = clockMs();
  };
  promise.then(() => settle("fulfilled"), () => settle("rejected"));
  return {
    startMs: clockMs(),
    outcome(): Outcome {
      return settled === null
        ? { how: "hangs", afterMs: clockMs() - this.startMs }
        : { how: settled, afterMs: Math.max(0, atMs - this.startMs) };
    },
  };
}

/** Asks every half second, whatever became of those before. */
async function firstAnswer(client: Client, untilMs: number): Promise<number> {
  let answeredAtMs = Infinity;
  while (clockMs() < untilMs && answeredAtMs === Infinity) {
    client.ping().then(() => answeredAtMs = Math.min(answeredAtMs, clockMs()), () => {});
    await pause(ASK_EVERY_MS);
  }
  return answeredAtMs;
}

function pause(ms: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, ms));
}

async function* wordsOf(bytes: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  for await (const chunk of bytes) yield decoder.decode(chunk).trim();
}
