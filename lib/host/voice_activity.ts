/** Says of each frame whether it sounds like a voice: WebRTC's detector, as WebAssembly. */
import { FRAME_BYTES, SAMPLE_RATE_HZ } from "../audio/frames.ts";
import type { VoiceDetector } from "../call/ports.ts";
import { readAsset } from "./assets.ts";

/**
 * 0 lets most through, 3 least. 2 still hears a soft "no" on a phone line and passes over most
 * line noise; what it lets through must still be long and loud enough for `SpeechGate`.
 */
const AGGRESSIVENESS = 2;
/** Detectors alive at once: a leak of them shows here, not as memory that creeps up. */
const MAX_DETECTORS = 1_000;

/** The functions of fvad.wasm 0.2.0, under the names that its build gave them. */
interface Fvad {
  readonly c: WebAssembly.Memory;
  readonly d: () => void;
  /** fvad_new */
  readonly e: () => number;
  /** malloc */
  readonly f: (bytes: number) => number;
  /** fvad_free */
  readonly h: (detector: number) => void;
  /** fvad_set_mode */
  readonly j: (detector: number, mode: number) => number;
  /** fvad_set_sample_rate */
  readonly k: (detector: number, hz: number) => number;
  /** fvad_process: 1 voice, 0 none, -1 wrong length */
  readonly l: (detector: number, samples: number, count: number) => number;
}

/** Loaded once per process. The package's own JavaScript fails inside a bundle, so it is not used. */
export class VoiceActivity {
  readonly #fvad: Fvad;
  /** In its memory, which never grows. */
  readonly #frame: Int16Array;
  #open = 0;

  private constructor(fvad: Fvad) {
    this.#fvad = fvad;
    fvad.d();
    const at = fvad.f(FRAME_BYTES * Int16Array.BYTES_PER_ELEMENT);
    this.#frame = new Int16Array(fvad.c.buffer, at, FRAME_BYTES);
  }

  /** `wasm`: what stands in fvad.wasm, where no file can be read. */
  static async load(wasm?: BufferSource): Promise<VoiceActivity> {
    const abort = () => {
      throw new Error("Cannot go on with voice activity: fvad.wasm gave up");
    };
    // The two things it imports: a failed assertion, and growing its 16 MB of memory, never needed.
    const imports = { a: { a: abort, b: () => 0 } };
    const module = await WebAssembly.compile(wasm ?? await readAsset("fvad.wasm"));
    const instance = await WebAssembly.instantiate(module, imports);
    return new VoiceActivity(instance.exports as unknown as Fvad);
  }

  open(): VoiceDetector {
    const fvad = this.#fvad;
    const detector = this.#open < MAX_DETECTORS ? fvad.e() : 0;
    if (detector === 0) {
      throw new Error(`Cannot open voice activity: ${this.#open} calls have one already`);
    }
    fvad.j(detector, AGGRESSIVENESS);
    fvad.k(detector, SAMPLE_RATE_HZ);
    this.#open++;
    let closed = false;
    return {
      isVoiced: (frame) => !closed && this.#process(detector, frame),
      close: () => {
        if (closed) return;
        closed = true;
        this.#open--;
        fvad.h(detector);
      },
    };
  }

  #process(detector: number, frame: Int16Array): boolean {
    if (frame.length !== FRAME_BYTES) {
      throw new RangeError(
        `Cannot look for a voice in ${frame.length} samples: a frame has ${FRAME_BYTES}`,
      );
    }
    this.#frame.set(frame);
    return this.#fvad.l(detector, this.#frame.byteOffset, FRAME_BYTES) === 1;
  }
}
