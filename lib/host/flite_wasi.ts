/** Runs the program `flite`, compiled to WASI, on one sentence: no files, no clock, no permissions. */
import { readWav, type Wav } from "../audio/wav.ts";
import { joinedBytes } from "../audio/joined.ts";
import { SLOW_RATE } from "../core/pace.ts";

/** The voices inside flite.wasm: rms and awb are male, slt is female, the kals are the crude first ones. */
export const FLITE_VOICES = ["rms", "slt", "awb", "kal16", "kal"] as const;
export type FliteVoiceName = (typeof FLITE_VOICES)[number];

/** What each voice sets its `duration_stretch` to by itself, in flite's sources. */
const USUAL_STRETCH: Readonly<Record<FliteVoiceName, number>> = {
  rms: 1,
  slt: 1,
  awb: 1,
  kal16: 1.1,
  kal: 1.1,
};

const OK = 0;
const BAD_FILE = 8;
const STANDARD_ERROR = 2;
/** The one folder that WASI hands out, and the one file in it that flite makes. */
const FOLDER = 3;
const FILE = 4;
const FOLDER_NAME = new TextEncoder().encode("/");
/** 150 s of speech at 16 kHz: the longest sentence allowed, all digits, takes 120 s. */
const MAX_FILE_BYTES = 5_000_000;

/** Thrown out of WebAssembly where a program would leave its process: only after an error. */
class Left extends Error {}

/**
 * flite, ready to speak. A program runs once, but making a new instance takes as long as a short
 * sentence and leaves 20 MB to the garbage collector, so its memory is put back as it was instead.
 */
export class Flite {
  readonly #module: WebAssembly.Module;
  #instance: WebAssembly.Instance;
  readonly #pristine: Uint8Array;
  #args: readonly Uint8Array[] = [];
  #written: Uint8Array[] = [];
  #writtenBytes = 0;
  #complaint = "";

  constructor(module: WebAssembly.Module) {
    this.#module = module;
    this.#instance = this.#make();
    this.#pristine = this.#memory.slice();
  }

  /** Call `renew()` before the next sentence. Blocks for about 16 ms a second of speech. */
  speak(voice: FliteVoiceName, sentence: string, isSlow: boolean): Wav {
    const args = ["flite", "-voice", voice, "-t", sentence, "-o", "/speech.wav"];
    const stretch = USUAL_STRETCH[voice] / SLOW_RATE;
    if (isSlow) args.push("--setf", `duration_stretch=${stretch.toFixed(3)}`);
    this.#args = args.map((arg) => new TextEncoder().encode(`${arg.replaceAll("\0", " ")}\0`));
    try {
      (this.#instance.exports["_start"] as () => void)();
    } catch (error) {
      this.#instance = this.#make(); // its stack was left in the middle
      if (!(error instanceof Left)) throw error;
    }
    if (this.#written.length === 0) {
      throw new Error(`Cannot speak with flite's voice ${voice}: ${this.#complaint || "no audio"}`);
    }
    return readWav(joinedBytes(this.#written));
  }

  /** Makes all as it was before the first sentence: 5 ms. */
  renew(): void {
    const memory = this.#memory;
    memory.set(this.#pristine);
    memory.fill(0, this.#pristine.length);
    this.#written = [];
    this.#writtenBytes = 0;
    this.#complaint = "";
  }

  #make(): WebAssembly.Instance {
    return new WebAssembly.Instance(this.#module, { wasi_snapshot_preview1: this.#system() });
  }

  get #memory(): Uint8Array {
    return new Uint8Array((this.#instance.exports["memory"] as WebAssembly.Memory).buffer);
  }

  get #view(): DataView {
    return new DataView(this.#memory.buffer);
  }

  /** The thirteen functions that flite.wasm imports (WASI preview 1). */
  #system(): Record<string, (...args: never[]) => number> {
    return {
      args_sizes_get: (count: number, bytes: number) => {
        this.#view.setUint32(count, this.#args.length, true);
        this.#view.setUint32(bytes, this.#args.reduce((sum, arg) => sum + arg.length, 0), true);
        return OK;
      },
      args_get: (pointers: number, bytes: number) => this.#giveArgs(pointers, bytes),
      clock_time_get: (_clock: number, _precision: bigint, time: number) => {
        this.#view.setBigUint64(time, 0n, true);
        return OK;
      },
      fd_close: () => OK,
      fd_fdstat_get: (file: number, status: number) => this.#giveStatus(file, status),
      fd_fdstat_set_flags: () => OK,
      fd_prestat_get: (file: number, result: number) => {
        if (file !== FOLDER) return BAD_FILE;
        this.#view.setUint32(result, 0, true);
        this.#view.setUint32(result + 4, FOLDER_NAME.length, true);
        return OK;
      },
      fd_prestat_dir_name: (_file: number, name: number) => this.#put(name, FOLDER_NAME),
      fd_read: () => BAD_FILE,
      fd_seek: () => BAD_FILE,
      fd_write: (file: number, parts: number, count: number, written: number) =>
        this.#write(file, parts, count, written),
      path_open: (...args: (number | bigint)[]) => {
        this.#view.setUint32(Number(args[8]), FILE, true);
        return OK;
      },
      proc_exit: () => {
        throw new Left();
      },
    };
  }

  #giveArgs(pointers: number, bytes: number): number {
    let at = bytes;
    this.#args.forEach((arg, index) => {
      this.#view.setUint32(pointers + 4 * index, at, true);
      this.#put(at, arg);
      at += arg.length;
    });
    return OK;
  }

  #giveStatus(file: number, status: number): number {
    const folder = 3;
    const regularFile = 4;
    this.#view.setUint16(status, file === FOLDER ? folder : regularFile, true);
    this.#view.setUint16(status + 2, 0, true);
    this.#view.setBigUint64(status + 8, 0xffff_ffff_ffff_ffffn, true); // every right
    this.#view.setBigUint64(status + 16, 0xffff_ffff_ffff_ffffn, true);
    return OK;
  }

  #write(file: number, parts: number, count: number, written: number): number {
    let bytes = 0;
    for (let part = 0; part < count; part++) {
      const at = this.#view.getUint32(parts + 8 * part, true);
      const length = this.#view.getUint32(parts + 8 * part + 4, true);
      const data = this.#memory.slice(at, at + length);
      if (file === FILE) this.#keep(data);
      else if (file === STANDARD_ERROR) this.#complain(data);
      bytes += length;
    }
    this.#view.setUint32(written, bytes, true);
    return OK;
  }

  #keep(data: Uint8Array): void {
    if (this.#writtenBytes + data.length > MAX_FILE_BYTES) {
      throw new Error(`Cannot speak with flite: one sentence gave over ${MAX_FILE_BYTES} bytes`);
    }
    this.#written.push(data);
    this.#writtenBytes += data.length;
  }

  #complain(data: Uint8Array): void {
    this.#complaint = (this.#complaint + new TextDecoder().decode(data)).slice(0, 200).trim();
  }

  #put(at: number, bytes: Uint8Array): number {
    this.#memory.set(bytes, at);
    return OK;
  }
}
