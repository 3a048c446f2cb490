/** Recordings: live ones that can be held and stopped, and stored ones. Names may hold slashes. */
import { AriError } from "./errors.ts";
import { gone } from "./gone.ts";
import type { LiveRecording, StoredRecording } from "./models.gen.ts";
import type { Asking, Call } from "./operation.ts";

export class Recordings {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** GET /recordings/live/{recordingName} */
  get(recordingName: string, asking?: Asking): Promise<LiveRecording> {
    return this.#call("recordings.getLive", { recordingName }, asking);
  }

  /** POST /recordings/live/{recordingName}/stop: and keeps it. */
  stop(recordingName: string, asking?: Asking): Promise<void> {
    return this.#orOver(this.#call("recordings.stop", { recordingName }, asking), recordingName);
  }

  /** DELETE /recordings/live/{recordingName}: and throws it away. */
  cancel(recordingName: string, asking?: Asking): Promise<void> {
    return this.#orOver(this.#call("recordings.cancel", { recordingName }, asking), recordingName);
  }

  /** POST /recordings/live/{recordingName}/pause */
  pause(recordingName: string, asking?: Asking): Promise<void> {
    return this.#call("recordings.pause", { recordingName }, asking);
  }

  /** DELETE /recordings/live/{recordingName}/pause */
  unpause(recordingName: string, asking?: Asking): Promise<void> {
    return this.#call("recordings.unpause", { recordingName }, asking);
  }

  /** POST /recordings/live/{recordingName}/mute: writes silence meanwhile. */
  mute(recordingName: string, asking?: Asking): Promise<void> {
    return this.#call("recordings.mute", { recordingName }, asking);
  }

  /** DELETE /recordings/live/{recordingName}/mute */
  unmute(recordingName: string, asking?: Asking): Promise<void> {
    return this.#call("recordings.unmute", { recordingName }, asking);
  }

  /** GET /recordings/stored */
  listStored(asking?: Asking): Promise<readonly StoredRecording[]> {
    return this.#call("recordings.listStored", {}, asking);
  }

  /** GET /recordings/stored/{recordingName} */
  stored(recordingName: string, asking?: Asking): Promise<StoredRecording> {
    return this.#call("recordings.getStored", { recordingName }, asking);
  }

  /** GET /recordings/stored/{recordingName}/file: by HTTP only. */
  file(recordingName: string, asking?: Asking): Promise<Uint8Array<ArrayBuffer>> {
    return this.#call("recordings.getStoredFile", { recordingName }, asking);
  }

  /** POST /recordings/stored/{recordingName}/copy */
  copyStored(
    recordingName: string,
    destinationRecordingName: string,
    asking?: Asking,
  ): Promise<StoredRecording> {
    const params = { recordingName, destinationRecordingName };
    return this.#call("recordings.copyStored", params, asking);
  }

  /** DELETE /recordings/stored/{recordingName}: one already gone counts. */
  deleteStored(recordingName: string, asking?: Asking): Promise<void> {
    return gone(this.#call("recordings.deleteStored", { recordingName }, asking));
  }

  /** Right after its start, 22.10.1 now and then ends a recording and answers 500 all the same. */
  async #orOver(ending: Promise<void>, recordingName: string): Promise<void> {
    try {
      await ending;
    } catch (error) {
      if (!(error instanceof AriError) || error.status !== 500) throw error;
      await gone(this.get(recordingName).then(() => Promise.reject(error)));
    }
  }
}
