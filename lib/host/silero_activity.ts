/**
 * Says of each frame whether a voice is in it, by Silero's network. Its numbers are those of the 8000 Hz
 * half of `silero_vad_v6.onnx` in npm's `@ricky0123/vad-web` 0.0.31, as 16-bit floats: 0.4 MB of MIT
 * licence, where that package would bring 38 MB of a runtime that nothing here uses.
 */
import { FRAME_BYTES } from "../audio/frames.ts";
import { type SileroNetwork, sileroNetwork } from "../audio/silero.ts";
import { SileroEar } from "../audio/silero_ear.ts";
import type { VoiceDetector } from "../call/ports.ts";
import { readAsset } from "./assets.ts";

/**
 * It takes no cough for a voice, and tells a voice some frames late: less of it is enough. Unlike WebRTC's it
 * bridges no closure of a consonant.
 */
const GATE = { minSpeechMs: 60, pauseMs: 100 };

/** Loaded once per process; what a call remembers are some kilobytes of its own. */
export class SileroActivity {
  readonly #network: SileroNetwork;

  private constructor(network: SileroNetwork) {
    this.#network = network;
  }

  /** `weights`: what stands in silero.f16, where no file can be read. */
  static async load(weights?: Uint8Array): Promise<SileroActivity> {
    const { buffer } = weights?.slice() ?? await readAsset("silero.f16");
    return new SileroActivity(sileroNetwork(new Float16Array(buffer)));
  }

  open(): VoiceDetector {
    const ear = new SileroEar(this.#network);
    let closed = false;
    return {
      gate: GATE,
      isVoiced: (frame) => {
        if (frame.length !== FRAME_BYTES) {
          throw new RangeError(
            `Cannot look for a voice in ${frame.length} samples: a frame has ${FRAME_BYTES}`,
          );
        }
        return !closed && ear.isVoiced(frame);
      },
      close: () => void (closed = true),
    };
  }
}
