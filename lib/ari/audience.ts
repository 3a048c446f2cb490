/** Who hears of what a connection tells. Trouble is never hidden. */
import type { Channel } from "./channel.ts";
import { AriEnded } from "./errors.ts";
import type { EventName, EventOf } from "./events.ts";
import { Listeners } from "./listeners.ts";
import type { OwnName, Told } from "./own_events.ts";
import { untilItsEnd } from "./script.ts";

export class Audience {
  readonly #listeners = new Listeners((error) => this.trouble(error));
  /** Of trouble; who makes trouble with that is not told of it again. */
  readonly #troubled = new Listeners(() => {});

  on<Name extends EventName | "Unhandled" | OwnName>(
    name: Name,
    listener: (told: Told<Name>, channel: Channel | null) => void | Promise<void>,
  ): () => void {
    const list = name === "trouble" ? this.#troubled : this.#listeners;
    return list.add(name, listener);
  }

  onCall(listener: (call: Channel, event: EventOf<"StasisStart">) => unknown): () => void {
    return this.#listeners.add("StasisStart", (event: EventOf<"StasisStart">, channel: Channel) => {
      if (!channel.isOurs) return untilItsEnd(channel, listener(channel, event));
    });
  }

  tell(name: string, event: unknown, channel?: unknown): void {
    this.#listeners.tell(name, event, channel);
  }

  trouble(error: unknown): void {
    // A call's script that ends because the caller has hung up is no trouble.
    if (error instanceof AriEnded) return;
    if (!this.#troubled.has("trouble")) console.error(error); // nobody listens, and it isn't hidden
    this.#troubled.tell("trouble", { type: "trouble", error });
  }
}
