/** A recording that is being made. */
import type { EndedHow } from "./errors.ts";
import type { Home } from "./handle_port.ts";
import type * as Models from "./models.gen.ts";
import type { Asking } from "./operation.ts";
import { Wait } from "./wait.ts";

export class Recording {
  readonly name: string;
  /** "channel:1.2" or "bridge:b" */
  readonly target: string;
  readonly #home: Home;
  readonly #finished = new Wait<Models.LiveRecording>("the end of a recording");

  constructor(home: Home, target: string, name: string) {
    this.#home = home;
    this.target = target;
    this.name = name;
  }

  /** Its file is whole. Rejects with `AriEnded` when it failed or nobody will tell. */
  get finished(): Promise<Models.LiveRecording> {
    return this.#finished.promise;
  }

  /** Whether `finished` is settled. */
  get isOver(): boolean {
    return this.#finished.settled;
  }

  /** And keeps it. */
  stop(asking?: Asking): Promise<void> {
    return this.#home.nouns.recordings.stop(this.name, asking);
  }

  /** And throws it away. */
  cancel(asking?: Asking): Promise<void> {
    return this.#home.nouns.recordings.cancel(this.name, asking);
  }

  pause(asking?: Asking): Promise<void> {
    return this.#home.nouns.recordings.pause(this.name, asking);
  }

  unpause(asking?: Asking): Promise<void> {
    return this.#home.nouns.recordings.unpause(this.name, asking);
  }

  /** Writes silence meanwhile. */
  mute(asking?: Asking): Promise<void> {
    return this.#home.nouns.recordings.mute(this.name, asking);
  }

  unmute(asking?: Asking): Promise<void> {
    return this.#home.nouns.recordings.unmute(this.name, asking);
  }

  /** The file's bytes, once it is finished; by HTTP only. */
  file(asking?: Asking): Promise<Uint8Array<ArrayBuffer>> {
    return this.#home.nouns.recordings.file(this.name, asking);
  }

  /** The connection tells what it hears. */
  took(type: string, recording: Models.LiveRecording): void {
    if (type === "RecordingFinished") this.#finished.resolve(recording);
    if (type === "RecordingFailed") {
      this.ended("failed", `Asterisk could not record it: ${recording.cause ?? "no reason given"}`);
    }
  }

  /** The connection tells that nothing more will be heard. */
  ended(how: EndedHow, why: string): void {
    this.#finished.end(how, why);
  }
}
