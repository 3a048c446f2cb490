/** Music on hold: sound that never draws breath, and always has a pitch. */
import { PAUSE_DBFS, rmsDbfs } from "./level.ts";

const PIECE_SAMPLES = 800;
/** So many pieces of 100 ms are looked at: nobody speaks for ten seconds without a pause. */
const PIECES = 100;
/** Shares of them: a speaker's breath and consonants are a quarter of the time. */
const SOUNDING = 0.97;
const PITCHED = 0.8;
/** How alike a piece and itself a period later are: noise stays below a third. */
const ALIKE = 0.5;
/** Periods in samples: 80 to 500 Hz. Every other one, on every other sample, is enough. */
const PERIODS = { min: 16, max: 100 };
const STRIDE = 2;

export class MusicDetector {
  readonly #piece = new Int16Array(PIECE_SAMPLES);
  #filled = 0;
  readonly #sounding: boolean[] = [];
  readonly #pitched: boolean[] = [];

  /** Samples at 8000 Hz, of any count; true after each ten seconds of music. */
  push(pcm: Int16Array): boolean {
    let found = false;
    for (let at = 0; at < pcm.length; at++) {
      this.#piece[this.#filled++] = pcm[at]!;
      if (this.#filled < PIECE_SAMPLES) continue;
      this.#filled = 0;
      found = this.#take() || found;
    }
    return found;
  }

  #take(): boolean {
    const sounding = rmsDbfs(this.#piece) > PAUSE_DBFS;
    this.#sounding.push(sounding);
    this.#pitched.push(sounding && isPitched(this.#piece));
    if (this.#sounding.length < PIECES) return false;
    const isMusic = share(this.#sounding) >= SOUNDING && share(this.#pitched) >= PITCHED;
    const gone = isMusic ? PIECES : 1; // told once for each ten seconds
    this.#sounding.splice(0, gone);
    this.#pitched.splice(0, gone);
    return isMusic;
  }
}

function share(pieces: readonly boolean[]): number {
  return pieces.filter(Boolean).length / pieces.length;
}

function isPitched(piece: Int16Array): boolean {
  for (let period = PERIODS.min; period <= PERIODS.max; period += STRIDE) {
    let products = 0;
    let squares = 1;
    for (let at = period; at < piece.length; at += STRIDE) {
      const now = piece[at]!;
      const before = piece[at - period]!;
      products += now * before;
      squares += (now * now + before * before) / 2;
    }
    if (products / squares > ALIKE) return true;
  }
  return false;
}
