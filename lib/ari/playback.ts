/** Something that is being played to a channel or a bridge. */
import type { EndedHow } from "./errors.ts";
import type { Home } from "./handle_port.ts";
import type * as Models from "./models.gen.ts";
import type { Asking } from "./operation.ts";
import { Wait } from "./wait.ts";

export class Playback {
  readonly id: string;
  /** "channel:1.2" or "bridge:b" */
  readonly target: string;
  readonly #home: Home;
  readonly #started = new Wait<Models.Playback>("the start of a playback");
  readonly #finished = new Wait<Models.Playback>("the end of a playback");

  constructor(home: Home, target: string, id: string) {
    this.#home = home;
    this.target = target;
    this.id = id;
  }

  /** The first sound. Rejects with `AriEnded` like `finished`. */
  get started(): Promise<Models.Playback> {
    return this.#started.promise;
  }

  /** Played to its end, or stopped. Rejects with `AriEnded` when it failed or nobody will tell. */
  get finished(): Promise<Models.Playback> {
    return this.#finished.promise;
  }

  /** Whether `finished` is settled. */
  get isOver(): boolean {
    return this.#finished.settled;
  }

  /** Goes past everything that waits; already ended counts as stopped. */
  stop(asking?: Asking): Promise<void> {
    return this.#home.nouns.playbacks.stop(this.id, asking);
  }

  pause(asking?: Asking): Promise<void> {
    return this.#home.nouns.playbacks.control(this.id, "pause", asking);
  }

  resume(asking?: Asking): Promise<void> {
    return this.#home.nouns.playbacks.control(this.id, "unpause", asking);
  }

  restart(asking?: Asking): Promise<void> {
    return this.#home.nouns.playbacks.control(this.id, "restart", asking);
  }

  /** By `skipms` of `play`. */
  forward(asking?: Asking): Promise<void> {
    return this.#home.nouns.playbacks.control(this.id, "forward", asking);
  }

  /** By `skipms` of `play`. */
  back(asking?: Asking): Promise<void> {
    return this.#home.nouns.playbacks.control(this.id, "reverse", asking);
  }

  /** The connection tells what it hears. */
  took(type: string, playback: Models.Playback): void {
    if (type === "PlaybackStarted") this.#started.resolve(playback);
    if (type !== "PlaybackFinished") return;
    if (playback.state === "failed") return this.ended("failed", "Asterisk could not play it");
    this.#started.resolve(playback);
    this.#finished.resolve(playback);
  }

  /** The connection tells that nothing more will be heard. */
  ended(how: EndedHow, why: string): void {
    this.#started.end(how, why);
    this.#finished.end(how, why);
  }
}
