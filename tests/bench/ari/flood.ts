/** Counts what a user's listener is told of a stream: how fast, in what order, how much of it. */
import type { Client, StampedEvent } from "./client.ts";
import { clockMs } from "./events.ts";

/** After the last event: somebody may hand on late. */
const QUIET_MS = 1_000;
/** One who hands on nothing more has lost the rest. */
const LOOK_EVERY_MS = 250;

export interface FloodResult {
  readonly received: number;
  readonly doubled: number;
  readonly lost: number;
  /** Events that came after a younger one. */
  readonly outOfOrder: number;
  readonly tookMs: number;
  readonly cpuMs: number;
  readonly rssMb: number;
  readonly peakRssMb: number;
  /** Of a paced stream: from leaving the server to the listener. */
  readonly latenciesMs: readonly number[];
}

/** `app` tells the fake server what to send: `count` events. */
export async function flood(client: Client, app: string, count: number): Promise<FloodResult> {
  const tally = new Tally(count, app.startsWith("paced"));
  const startCpu = cpuMs();
  await client.listen(app, (event) => tally.take(event));
  await tally.quiet();
  const rssMb = Deno.memoryUsage().rss / 2 ** 20;
  return { ...tally.result(), cpuMs: cpuMs() - startCpu, rssMb, peakRssMb: await peakRssMb() };
}

class Tally {
  readonly #count: number;
  readonly #paced: boolean;
  readonly #seen: Uint8Array;
  readonly #latenciesMs: number[] = [];
  #received = 0;
  #doubled = 0;
  #outOfOrder = 0;
  #youngest = -1;
  #firstAtMs = 0;
  #lastAtMs = 0;

  constructor(count: number, paced: boolean) {
    this.#count = count;
    this.#paced = paced;
    this.#seen = new Uint8Array(count);
  }

  take({ channel }: StampedEvent): void {
    const stamp = channel.accountcode;
    const index = parseInt(stamp);
    if (this.#seen[index]) this.#doubled++;
    else this.#received++;
    this.#seen[index] = 1;
    if (index < this.#youngest) this.#outOfOrder++;
    else this.#youngest = index;
    if (this.#firstAtMs === 0) this.#firstAtMs = performance.now();
    if (index === this.#count - 1 || this.#paced) this.#lastAtMs = performance.now();
    if (this.#paced) {
      this.#latenciesMs.push(clockMs() - Number(stamp.slice(stamp.indexOf("/") + 1)));
    }
  }

  /** Resolves when the last event has come and no other follows it. */
  async quiet(): Promise<void> {
    for (let before = -1; this.#lastAtMs === 0 || before !== this.#received;) {
      before = this.#received;
      const ended = this.#seen[this.#count - 1] === 1;
      await new Promise((wake) => setTimeout(wake, ended ? QUIET_MS : LOOK_EVERY_MS));
      if (this.#seen[this.#count - 1] !== 1) before = -1;
    }
  }

  result() {
    return {
      received: this.#received,
      doubled: this.#doubled,
      lost: this.#count - this.#received,
      outOfOrder: this.#outOfOrder,
      tookMs: this.#lastAtMs - this.#firstAtMs,
      latenciesMs: this.#latenciesMs,
    };
  }
}

/** Of this process, its helper threads included. */
function cpuMs(): number {
  const stat = Deno.readTextFileSync("/proc/self/stat");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10; // 100 ticks a second
}

async function peakRssMb(): Promise<number> {
  const status = await Deno.readTextFile("/proc/self/status");
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
}
