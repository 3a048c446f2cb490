/** G.711 (ITU-T, 1988): the two ways the telephone network squeezes 16-bit samples into bytes. */

export type Encoding = "ulaw" | "alaw";

/** µ-law: added before the logarithm, so that the first segment has no special case. */
const ULAW_BIAS = 132;
/** µ-law: the loudest value that still fits after the bias. */
const ULAW_CLIP = 32_635;
/** A-law flips every other bit, so that silence has edges for a line's clock to hold on to. */
const ALAW_FLIP = 0x55;
const SIGN = 0x80;

const SILENCE: Readonly<Record<Encoding, number>> = { ulaw: 0xff, alaw: 0xd5 };

const toPcm: Readonly<Record<Encoding, Int16Array>> = {
  ulaw: Int16Array.from({ length: 256 }, (_, byte) => expandUlaw(byte)),
  alaw: Int16Array.from({ length: 256 }, (_, byte) => expandAlaw(byte)),
};

/** One byte for each 16-bit sample, found at the sample's unsigned value: 64 KB each. */
const toByte: Readonly<Record<Encoding, Uint8Array>> = {
  ulaw: Uint8Array.from({ length: 65_536 }, (_, index) => squeezeUlaw(index << 16 >> 16)),
  alaw: Uint8Array.from({ length: 65_536 }, (_, index) => squeezeAlaw(index << 16 >> 16)),
};

/** A byte per sample. */
export function encode(encoding: Encoding, pcm: Int16Array): Uint8Array<ArrayBuffer> {
  const table = toByte[encoding];
  const bytes = new Uint8Array(pcm.length);
  for (let at = 0; at < pcm.length; at++) bytes[at] = table[pcm[at]! & 0xffff]!;
  return bytes;
}

/** A 16-bit sample per byte; `pcm` takes them, where somebody has as many that are needed no more. */
export function decode(
  encoding: Encoding,
  bytes: Uint8Array,
  pcm: Int16Array<ArrayBuffer> = new Int16Array(bytes.length),
): Int16Array<ArrayBuffer> {
  const table = toPcm[encoding];
  for (let at = 0; at < bytes.length; at++) pcm[at] = table[bytes[at]!]!;
  return pcm;
}

/** Mean square of the samples from one byte up to another, as `decode()` would give them. */
export function powerOf(encoding: Encoding, bytes: Uint8Array, from: number, to: number): number {
  const table = toPcm[encoding];
  let sum = 0;
  for (let at = from; at < to; at++) {
    const sample = table[bytes[at]!]!;
    sum += sample * sample;
  }
  return sum / Math.max(1, to - from);
}

/** `bytes` of digital silence; a µ-law zero byte is the loudest negative sample, not silence. */
export function silence(encoding: Encoding, bytes: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes).fill(SILENCE[encoding]);
}

function squeezeUlaw(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), ULAW_CLIP) + ULAW_BIAS;
  const segment = 24 - Math.clz32(magnitude); // 132 … 255 is segment 0
  const step = magnitude >> (segment + 3) & 0x0f;
  return ~((sample < 0 ? SIGN : 0) | segment << 4 | step) & 0xff;
}

function expandUlaw(byte: number): number {
  const bits = ~byte & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + ULAW_BIAS << (bits >> 4 & 7)) - ULAW_BIAS;
  return bits & SIGN ? -magnitude : magnitude;
}

function squeezeAlaw(sample: number): number {
  const magnitude = sample < 0 ? ~sample : sample; // -1 mirrors 0: both halves have 32768 values
  const segment = Math.max(0, 24 - Math.clz32(magnitude)); // below 256 steps are even
  const step = magnitude >> (segment === 0 ? 4 : segment + 3) & 0x0f;
  return ((sample < 0 ? 0 : SIGN) | segment << 4 | step) ^ ALAW_FLIP;
}

function expandAlaw(byte: number): number {
  const bits = byte ^ ALAW_FLIP;
  const segment = bits >> 4 & 7;
  const step = (bits & 0x0f) << 4;
  const magnitude = segment === 0 ? step + 8 : step + 264 << (segment - 1);
  return bits & SIGN ? magnitude : -magnitude;
}
