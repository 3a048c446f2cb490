/** WAV files: mono, 16-bit PCM or G.711. */
import { decode, type Encoding } from "./g711.ts";

export interface Wav {
  readonly sampleRateHz: number;
  /** G.711 is expanded. */
  readonly pcm: Int16Array<ArrayBuffer>;
}

/** Format tags of the WAVE registry. */
const PCM = 1;
const G711: Readonly<Record<Encoding, number>> = { alaw: 6, ulaw: 7 };
const HEADER_BYTES = 44;

export function writeWav(pcm: Int16Array, sampleRateHz: number): Uint8Array<ArrayBuffer> {
  const file = header(PCM, 2, sampleRateHz, pcm.length * 2);
  const view = new DataView(file.buffer);
  for (let at = 0; at < pcm.length; at++) view.setInt16(HEADER_BYTES + at * 2, pcm[at]!, true);
  return file;
}

/** G.711 bytes as they came from the line. */
export function writeG711Wav(
  encoding: Encoding,
  bytes: Uint8Array,
  sampleRateHz: number,
): Uint8Array<ArrayBuffer> {
  const file = header(G711[encoding], 1, sampleRateHz, bytes.length);
  file.set(bytes, HEADER_BYTES);
  return file;
}

/** Throws one sentence for anything that isn't mono 16-bit PCM or G.711. */
export function readWav(file: Uint8Array): Wav {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 12 || tag(file, 0) !== "RIFF" || tag(file, 8) !== "WAVE") {
    throw new Error("Cannot read WAV: the file does not begin with RIFF … WAVE");
  }
  let format: Format | null = null;
  for (let at = 12; at + 8 <= file.length;) {
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (tag(file, at) === "fmt " && body + 16 <= file.length) format = readFormat(view, body);
    if (tag(file, at) === "data") {
      if (!format) throw new Error("Cannot read WAV: its data comes before its format");
      // A recorder that was cut off leaves a size of 0 or more than there is: take what is there.
      const end = Math.min(body + size, file.length);
      return { sampleRateHz: format.sampleRateHz, pcm: expand(format, file.slice(body, end)) };
    }
    at = body + size + size % 2;
  }
  throw new Error("Cannot read WAV: the file has no data");
}

interface Format {
  readonly encoding: Encoding | "pcm16";
  readonly sampleRateHz: number;
}

function readFormat(view: DataView, at: number): Format {
  const kind = view.getUint16(at, true);
  const channels = view.getUint16(at + 2, true);
  const bits = view.getUint16(at + 14, true);
  const sampleRateHz = view.getUint32(at + 4, true);
  if (channels === 1 && kind === PCM && bits === 16) return { encoding: "pcm16", sampleRateHz };
  if (channels === 1 && kind === G711.ulaw) return { encoding: "ulaw", sampleRateHz };
  if (channels === 1 && kind === G711.alaw) return { encoding: "alaw", sampleRateHz };
  throw new Error(
    `Cannot read WAV: format ${kind} with ${channels} channels of ${bits} bits; ` +
      "only mono 16-bit PCM and G.711 are read",
  );
}

function expand(format: Format, body: Uint8Array<ArrayBuffer>): Int16Array<ArrayBuffer> {
  if (format.encoding !== "pcm16") return decode(format.encoding, body);
  const view = new DataView(body.buffer);
  const pcm = new Int16Array(body.length >> 1);
  for (let at = 0; at < pcm.length; at++) pcm[at] = view.getInt16(at * 2, true);
  return pcm;
}

function header(kind: number, sampleBytes: number, rateHz: number, dataBytes: number) {
  const file = new Uint8Array(HEADER_BYTES + dataBytes);
  const view = new DataView(file.buffer);
  file.set(new TextEncoder().encode("RIFF____WAVEfmt "));
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true);
  view.setUint32(16, 16, true);
  view.setUint16(20, kind, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rateHz, true);
  view.setUint32(28, rateHz * sampleBytes, true);
  view.setUint16(32, sampleBytes, true);
  view.setUint16(34, sampleBytes * 8, true);
  file.set(new TextEncoder().encode("data"), 36);
  view.setUint32(40, dataBytes, true);
  return file;
}

function tag(file: Uint8Array, at: number): string {
  return String.fromCharCode(...file.subarray(at, at + 4));
}
