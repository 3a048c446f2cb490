/** Playbacks: sounds that are being played. */
import { gone } from "./gone.ts";
import type { Playback } from "./models.gen.ts";
import type { Asking, Call, Options } from "./operation.ts";

export class Playbacks {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** GET /playbacks/{playbackId} */
  get(playbackId: string, asking?: Asking): Promise<Playback> {
    return this.#call("playbacks.get", { playbackId }, asking);
  }

  /** DELETE /playbacks/{playbackId}: goes past everything that waits. One that has ended counts. */
  stop(playbackId: string, asking?: Asking): Promise<void> {
    return gone(this.#call("playbacks.stop", { playbackId }, asking));
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
