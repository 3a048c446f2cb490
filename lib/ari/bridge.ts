/** A bridge that we made. */
import type { Channel } from "./channel.ts";
import { gone } from "./gone.ts";
import { type Home, newId } from "./handle_port.ts";
import type * as Models from "./models.gen.ts";
import type { Asking, Options } from "./operation.ts";
import type { Playback } from "./playback.ts";
import type { Recording } from "./recording.ts";

export class Bridge {
  readonly id: string;
  readonly #home: Home;
  readonly #ended = Promise.withResolvers<void>();

  constructor(home: Home, id: string) {
    this.#home = home;
    this.id = id;
  }

  /** Resolves when it is gone, also when a gap hid that. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Every one must be in our application: wait for `inStasis` of those that we made. */
  add(
    channels: Channel | readonly Channel[],
    options: Options<"bridges.addChannel", "bridgeId" | "channel"> = {},
    asking?: Asking,
  ): Promise<void> {
    return this.#home.nouns.bridges.add(this.id, idsOf(channels), options, asking);
  }

  remove(channels: Channel | readonly Channel[], asking?: Asking): Promise<void> {
    return this.#home.nouns.bridges.remove(this.id, idsOf(channels), asking);
  }

  /** Its channels stay in our application. */
  destroy(asking?: Asking): Promise<void> {
    // One that is going is for a moment still listed, but "not in Stasis": 409.
    return gone(this.#home.nouns.bridges.destroy(this.id, asking), 409);
  }

  play(
    media: string | readonly string[],
    options: Options<"bridges.play", "bridgeId" | "media"> = {},
    asking?: Asking,
  ): Promise<Playback> {
    const playbackId = newId(options.playbackId);
    const params = { ...options, media, playbackId };
    const send = () => this.#home.nouns.bridges.play(this.id, params, asking);
    return this.#home.playback(`bridge:${this.id}`, playbackId, send);
  }

  record(options: RecordOptions, asking?: Asking): Promise<Recording> {
    const name = newId(options.name);
    const send = () => this.#home.nouns.bridges.record(this.id, { ...options, name }, asking);
    return this.#home.recording(`bridge:${this.id}`, name, send);
  }

  startMusic(mohClass?: string, asking?: Asking): Promise<void> {
    return this.#home.nouns.bridges.startMusic(this.id, mohClass, asking);
  }

  stopMusic(asking?: Asking): Promise<void> {
    return this.#home.nouns.bridges.stopMusic(this.id, asking);
  }

  get(asking?: Asking): Promise<Models.Bridge> {
    return this.#home.nouns.bridges.get(this.id, asking);
  }

  /** The connection tells that it is gone. */
  gone(): void {
    this.#ended.resolve();
  }
}

type RecordOptions = Options<"bridges.record", "bridgeId" | "name"> & {
  readonly name?: string | undefined;
};

function idsOf(channels: Channel | readonly Channel[]): string[] {
  return [channels].flat().map(({ id }) => id);
}
