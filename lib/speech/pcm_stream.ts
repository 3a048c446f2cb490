/** Bytes from a voice provider as telephone audio; what isn't speech is refused, never played. */
import { FRAME_MS, SAMPLE_RATE_HZ } from "../audio/frames.ts";
import { DcBlocker } from "../audio/dc_blocker.ts";
import { Leveller, type VoiceLevel } from "../audio/leveller.ts";
import { dbfsOf, Limiter } from "../audio/level.ts";
import { Resampler } from "../audio/resample.ts";
import { joinedBytes, joinedSamples } from "../audio/joined.ts";

/** Enough to tell a file or a text from raw audio. */
const HEAD_BYTES = 12;
/** So many printable bytes in a row are no audio: one in some 10^10 samples of loud speech. */
const TEXT_BYTES = 48;
/** Quieter is silence: G.711 has no step below it worth hearing. */
const SILENCE_PEAK = 100;
/** Silence that is kept before the first sound; voices begin with up to 300 ms of it, in every turn. */
const LEAD_MS = 20;
/**
 * Noise is judged over the last 100 ms, once in 20 ms: were it judged in pieces of 100 ms, a voice that
 * comes no faster than it speaks would run out with each of them.
 */
const JUDGED_PIECES = 5;
const PIECE_MS = FRAME_MS;
/** Speech is never as loud over 100 ms (full-scale random bytes are at -4.8 dBFS) … */
const NOISE_DBFS = -12;
/** … with neighbouring samples that have nothing to do with each other: loud speech is above 0.6. */
const NOISE_CORRELATION = 0.2;

const MAGIC: readonly (readonly [string, string])[] = [
  ["RIFF", "a WAV file"],
  ["ID3", "an MP3 file"],
  ["OggS", "an Ogg file"],
  ["fLaC", "a FLAC file"],
];

/** Takes bytes cut anywhere, gives 16-bit samples at 8000 Hz. Throws one sentence for anything else. */
export class PcmStream {
  readonly #pieceSamples: number;
  readonly #noise = new NoiseJudge();
  readonly #resampler: Resampler;
  readonly #leveller: Leveller;
  readonly #blocker = new DcBlocker();
  readonly #limiter = new Limiter(SAMPLE_RATE_HZ);
  /** Bytes in a row so far that could be text. */
  #printable = 0;
  /** Bytes that wait: of the head, and then the half of a sample. */
  #rest: Uint8Array = new Uint8Array(0);
  #headSeen = false;
  #heard = false;
  #lead: Int16Array<ArrayBuffer> = new Int16Array(0);
  /** Samples as they came that wait to be judged. */
  #unjudged: Int16Array<ArrayBuffer> = new Int16Array(0);

  /** `rateHz`: of the bytes that come, mono, little-endian. `level`: of the voice, from before. */
  constructor(rateHz: number, level: VoiceLevel) {
    this.#leveller = new Leveller(level);
    this.#pieceSamples = Math.round(rateHz * PIECE_MS / 1_000);
    this.#resampler = new Resampler(rateHz, SAMPLE_RATE_HZ);
  }

  /** True once something audible came out. */
  get heard(): boolean {
    return this.#heard;
  }

  push(bytes: Uint8Array): Int16Array<ArrayBuffer> {
    const all = this.#rest.length === 0 ? bytes : joinedBytes([this.#rest, bytes]);
    if (!this.#headSeen) {
      if (all.length < HEAD_BYTES) {
        this.#rest = all;
        return new Int16Array(0);
      }
      refuseFiles(all);
      this.#headSeen = true;
    }
    this.#refuseText(bytes);
    this.#rest = all.slice(all.length & ~1);
    return this.#out(this.#level(this.#resampler.push(this.#judge(samplesOf(all)))));
  }

  /** No more bytes come: the rest of the audio; half a sample is dropped. */
  end(): Int16Array<ArrayBuffer> {
    if (!this.#headSeen) return new Int16Array(0);
    this.#noise.judge(this.#unjudged, true);
    const body = this.#resampler.push(this.#unjudged);
    const rest = joinedSamples([body, this.#resampler.flush()]);
    return joinedSamples([this.#out(this.#level(rest)), this.#out(this.#leveller.end())]);
  }

  /** An error of the provider's in the middle of its audio: a loud click, if it were played. */
  #refuseText(bytes: Uint8Array): void {
    let printable = this.#printable;
    for (let at = 0; at < bytes.length; at++) {
      printable = bytes[at]! >= 0x20 && bytes[at]! <= 0x7e ? printable + 1 : 0;
      if (printable >= TEXT_BYTES) throw new Error("it breaks off with text");
    }
    this.#printable = printable;
  }

  /** Gives what was found to be no noise; the rest waits until there is enough to judge. */
  #judge(pcm: Int16Array): Int16Array {
    const all = joinedSamples([this.#unjudged, pcm]);
    const size = this.#pieceSamples;
    let judged = this.#noise.waitingPieces * size;
    for (; judged + size <= all.length; judged += size) {
      this.#noise.judge(all.subarray(judged, judged + size), false);
    }
    const released = judged - this.#noise.waitingPieces * size;
    this.#unjudged = all.slice(released);
    return all.subarray(0, released);
  }

  #level(pcm: Int16Array): Float64Array {
    return this.#leveller.push(this.#blocker.push(pcm));
  }

  /** Bounds it, and leaves out the silence before the first sound. */
  #out(pcm: Float64Array): Int16Array<ArrayBuffer> {
    const levelled = this.#limiter.push(pcm);
    if (this.#heard) return levelled;
    const all = joinedSamples([this.#lead, levelled]);
    const first = all.findIndex((sample) => Math.abs(sample) > SILENCE_PEAK);
    const lead = SAMPLE_RATE_HZ * LEAD_MS / 1_000;
    if (first < 0) {
      this.#lead = all.slice(-lead);
      return new Int16Array(0);
    }
    this.#heard = true;
    return all.slice(Math.max(0, first - lead));
  }
}

function refuseFiles(head: Uint8Array): void {
  const text = String.fromCharCode(...head.subarray(0, HEAD_BYTES));
  const file = MAGIC.find(([magic]) => text.startsWith(magic));
  if (file) throw new Error(`it is ${file[1]}, not raw audio`);
  // Twelve printable bytes would be six samples above a quarter of full scale: no voice begins so.
  if (/^[\t\n\r\x20-\x7e]+$/.test(text)) throw new Error("it is text, not audio");
}

/** Sums over a piece: of its samples with the ones before them, and of their squares. */
interface Piece {
  readonly products: number;
  readonly squares: number;
  readonly samples: number;
}

/** Throws where the last 100 ms are noise. */
class NoiseJudge {
  #pieces: Piece[] = [];
  #lastSample = 0;
  #begun = false;

  /** Pieces that were looked at and wait for the first verdict. */
  get waitingPieces(): number {
    return this.#begun ? 0 : this.#pieces.length;
  }

  /** `isLast`: nothing more comes, so that less is enough. */
  judge(pcm: Int16Array, isLast: boolean): void {
    this.#pieces = [...this.#pieces, this.#pieceOf(pcm)].slice(-JUDGED_PIECES);
    if (this.#pieces.length < JUDGED_PIECES && !isLast) return;
    this.#begun = true;
    const sum = (of: keyof Piece) => this.#pieces.reduce((total, piece) => total + piece[of], 0);
    const squares = sum("squares");
    // Near 1 for voices, near 0 for random bytes and swapped ones.
    const correlation = sum("products") / (squares + 1);
    if (dbfsOf(squares / Math.max(1, sum("samples"))) <= NOISE_DBFS) return;
    if (correlation < NOISE_CORRELATION) throw new Error("the audio is noise");
  }

  #pieceOf(pcm: Int16Array): Piece {
    let [products, squares] = [0, 0];
    let before = this.#lastSample;
    for (let at = 0; at < pcm.length; at++) {
      const sample = pcm[at]!;
      products += sample * before;
      squares += sample * sample;
      before = sample;
    }
    this.#lastSample = before;
    return { products, squares, samples: pcm.length };
  }
}

/** Little-endian, as every machine is that Parley runs on. */
function samplesOf(bytes: Uint8Array): Int16Array<ArrayBuffer> {
  return new Int16Array(bytes.slice(0, bytes.length & ~1).buffer);
}
