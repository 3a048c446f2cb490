/** How long a program waits for Asterisk's answers, one at a time and fifty at once. */
import type { Client } from "./client.ts";

const PARALLEL = 50;
/** Connections are opened and code is compiled before anything is measured. */
const WARM_UP = 100;

export interface RestResult {
  readonly oneMs: readonly number[];
  readonly parallelMs: readonly number[];
  /** Of all fifty together. */
  readonly parallelTookMs: number;
  readonly failed: number;
}

/** `count` operations each way, on one live channel: four kinds, in turn. */
export async function rest(
  client: Client,
  app: string,
  channelId: string,
  count: number,
): Promise<RestResult> {
  await client.listen(app, () => {});
  const asked = new Asked(client, channelId);
  await asked.many(WARM_UP, PARALLEL);
  const oneMs = await asked.many(count, 1);
  const startMs = performance.now();
  const parallelMs = await asked.many(count, PARALLEL);
  return {
    oneMs,
    parallelMs,
    parallelTookMs: performance.now() - startMs,
    failed: asked.failed,
  };
}

class Asked {
  failed = 0;
  readonly #kinds: readonly (() => Promise<unknown>)[];

  constructor(client: Client, channelId: string) {
    this.#kinds = [
      () => client.ping(),
      () => client.channel(channelId),
      () => client.variable(channelId, "BENCH"),
      () => client.setVariable(channelId, "BENCH", "1"),
    ];
  }

  async many(count: number, parallel: number): Promise<number[]> {
    const tookMs: number[] = [];
    let next = 0;
    const worker = async () => {
      while (next < count) {
        const kind = this.#kinds[next++ % this.#kinds.length]!;
        const startMs = performance.now();
        await kind().catch(() => this.failed++);
        tookMs.push(performance.now() - startMs);
      }
    };
    await Promise.all(Array.from({ length: parallel }, worker));
    return tookMs;
  }
}
