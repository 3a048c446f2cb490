/** Silero on a call's frames: says of each 20 ms whether a voice is in it. */
import { PAUSE_DBFS, rmsDbfs } from "./level.ts";
import { Silero, SILERO_WINDOW, type SileroNetwork } from "./silero.ts";

/** Likely enough to begin a voice, and to go on with one: Silero's own advice. */
const BEGINS_AT = 0.5;
const GOES_ON_AT = 0.35;
/** What is so much quieter than speech is none, and costs nothing: an idle line and the other's turn. */
const QUIET_DBFS = PAUSE_DBFS - 10;

/** Frames of any length up to a window. Its verdict is that of the newest whole window. */
export class SileroEar {
  readonly #silero: Silero;
  readonly #window = new Int16Array(SILERO_WINDOW);
  #filled = 0;
  #voiced = false;

  constructor(network: SileroNetwork) {
    this.#silero = new Silero(network);
  }

  isVoiced(frame: Int16Array): boolean {
    const taken = Math.min(frame.length, SILERO_WINDOW - this.#filled);
    this.#window.set(frame.subarray(0, taken), this.#filled);
    this.#filled += taken;
    if (this.#filled < SILERO_WINDOW) return this.#voiced;
    this.#judge();
    this.#window.set(frame.subarray(taken));
    this.#filled = frame.length - taken;
    return this.#voiced;
  }

  #judge(): void {
    const isQuiet = rmsDbfs(this.#window) < QUIET_DBFS;
    const sure = isQuiet ? 0 : this.#silero.voiceIn(this.#window);
    this.#voiced = sure >= (this.#voiced ? GOES_ON_AT : BEGINS_AT);
  }
}
