/** RTP packets (RFC 3550) and the keypad events in them (RFC 4733). */

const VERSION = 2;
const HEADER_BYTES = 12;

export interface RtpPacket {
  readonly payloadType: number;
  /** First packet after a pause. */
  readonly marker: boolean;
  /** 16 bits, wraps. */
  readonly sequence: number;
  /** In samples; 32 bits, wraps. */
  readonly timestamp: number;
  readonly ssrc: number;
  readonly payload: Uint8Array;
}

export function writeRtp(packet: RtpPacket): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEADER_BYTES + packet.payload.length);
  const view = new DataView(bytes.buffer);
  bytes[0] = VERSION << 6;
  bytes[1] = (packet.marker ? 0x80 : 0) | packet.payloadType;
  view.setUint16(2, packet.sequence & 0xffff);
  view.setUint32(4, packet.timestamp >>> 0);
  view.setUint32(8, packet.ssrc >>> 0);
  bytes.set(packet.payload, HEADER_BYTES);
  return bytes;
}

/** `null` for what isn't RTP. */
export function readRtp(bytes: Uint8Array): RtpPacket | null {
  if (bytes.length < HEADER_BYTES || bytes[0]! >> 6 !== VERSION) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = payloadStart(bytes, view);
  const padding = bytes[0]! & 0x20 ? bytes.at(-1)! : 0;
  if (start === null || start + padding > bytes.length) return null;
  return {
    payloadType: bytes[1]! & 0x7f,
    marker: (bytes[1]! & 0x80) !== 0,
    sequence: view.getUint16(2),
    timestamp: view.getUint32(4),
    ssrc: view.getUint32(8),
    payload: bytes.subarray(start, bytes.length - padding),
  };
}

/** After the contributing sources and the extension, if any. */
function payloadStart(bytes: Uint8Array, view: DataView): number | null {
  const sources = HEADER_BYTES + (bytes[0]! & 0x0f) * 4;
  if ((bytes[0]! & 0x10) === 0) return sources;
  if (sources + 4 > bytes.length) return null;
  return sources + 4 + view.getUint16(sources + 2) * 4;
}

/** In the order of their event numbers. */
const KEYS = "0123456789*#ABCD";
/** -10 dBm0, as telephones send. */
const VOLUME = 10;

/** Throws for what is on no keypad. */
export function keyEvent(key: string): number {
  const event = KEYS.indexOf(key.toUpperCase());
  if (event < 0 || key.length !== 1) {
    throw new Error(`Cannot press "${key}": a keypad has 0-9, * and #`);
  }
  return event;
}

/** How long the key has been down so far, in samples; `released`: it is up now. */
export function writeKeyEvent(
  event: number,
  durationSamples: number,
  released: boolean,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4);
  bytes[0] = event;
  bytes[1] = (released ? 0x80 : 0) | VOLUME;
  new DataView(bytes.buffer).setUint16(2, durationSamples);
  return bytes;
}

/** By how much a wrapping counter of `bits` has moved; negative for backward. */
export function wrapped(from: number, to: number, bits: 16 | 32): number {
  const span = 2 ** bits;
  const ahead = ((to - from) % span + span) % span;
  return ahead >= span / 2 ? ahead - span : ahead;
}
