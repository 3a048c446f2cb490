/** Channels that were in our application before us, until they are offered or somebody tells of them. */
import type { AriEvent } from "./events.ts";
import { ORPHAN_GRACE_MS } from "./limits.ts";
import type { Channel } from "./models.gen.ts";
import { channelOf } from "./sight.ts";

const COMES_OR_GOES = new Set(["StasisStart", "StasisEnd", "ChannelDestroyed"]);

export class Orphans {
  readonly #offer: (data: Channel) => void;
  readonly #waiting = new Map<string, Channel>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(offer: (data: Channel) => void) {
    this.#offer = offer;
  }

  /** Offers them in a moment: what is on its way may tell of them. */
  found(channels: readonly Channel[]): void {
    this.clear();
    for (const data of channels) this.#waiting.set(data.id, data);
    this.#timer = setTimeout(() => {
      for (const data of this.#waiting.values()) this.#offer(data);
      this.#waiting.clear();
    }, ORPHAN_GRACE_MS);
  }

  heard(event: AriEvent): void {
    if (this.#waiting.size === 0 || !COMES_OR_GOES.has(event.type)) return;
    this.#waiting.delete(channelOf(event) ?? "");
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#waiting.clear();
  }
}
