/** Playbacks: sounds that are being played. */
import { AriError } from "./errors.ts";
import { gone } from "./gone.ts";
import type { Playback } from "./models.gen.ts";
import type { Asking, Call, Options } from "./operation.ts";

/** A first frame is 20 ms away, or a little more where Asterisk is busy. */
const STOP_AGAIN_MS = 20;
const STOP_TRIES_MAX = 10;

export class Playbacks {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** GET /playbacks/{playbackId} */
  get(playbackId: string, asking?: Asking): Promise<Playback> {
    return this.#call("playbacks.get", { playbackId }, asking);
  }

  /**
   * DELETE /playbacks/{playbackId}: goes past everything that waits. One that has ended counts.
   * Between its PlaybackStarted and its first frame Asterisk 22.10.1 can't stop one yet, and says 500.
   */
  async stop(playbackId: string, asking?: Asking): Promise<void> {
    for (let tries = 1;; tries++) {
      try {
        return await gone(this.#call("playbacks.stop", { playbackId }, asking));
      } catch (error) {
        const isTooEarly = error instanceof AriError && error.status === 500;
        if (!isTooEarly || tries === STOP_TRIES_MAX) throw error;
        await new Promise((wake) => setTimeout(wake, STOP_AGAIN_MS));
      }
    }
  }

  /** POST /playbacks/{playbackId}/control: "pause", "unpause", "restart", "reverse", "forward". */
  control(
    playbackId: string,
    operation: Options<"playbacks.control">["operation"],
    asking?: Asking,
  ): Promise<void> {
    return this.#call("playbacks.control", { playbackId, operation }, asking);
  }
}
