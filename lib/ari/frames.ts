/** WebSocket frames as a server reads and writes them (RFC 6455), for platforms without a server's socket. */

export type Message =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "binary"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: "ping"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly type: "pong" }
  | { readonly type: "close"; readonly code: number };

/** Asterisk sends 65,535 bytes at most; a longer message is no Asterisk's. */
export const MESSAGE_BYTES_MAX = 1024 * 1024;
const CONTROL_BYTES_MAX = 125;
const OPCODES = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** The other side breaks the protocol, or a limit: its socket is to be closed with `code`. */
export class FrameError extends Error {
  override name = "FrameError";
  readonly code: number;

  constructor(code: number, why: string) {
    super(`Cannot read a WebSocket frame: ${why}`);
    this.code = code;
  }
}

interface Frame {
  readonly isLast: boolean;
  readonly opcode: number;
  readonly payload: Uint8Array<ArrayBuffer>;
}

/** Puts messages together from pieces of any size, in time linear in their bytes. */
export class FrameReader {
  #bytes = new Uint8Array(4_096);
  #start = 0;
  #end = 0;
  #parts: Uint8Array<ArrayBuffer>[] = [];
  #partBytes = 0;
  #opcode: number = OPCODES.text;

  /** Whole messages, in order. Throws `FrameError`; nothing can be read after that. */
  *read(chunk: Uint8Array): Generator<Message> {
    this.#append(chunk);
    for (let frame = this.#frame(); frame; frame = this.#frame()) {
      const message = frame.opcode >= OPCODES.close ? controlOf(frame) : this.#joined(frame);
      if (message) yield message;
    }
  }

  #append(chunk: Uint8Array): void {
    const kept = this.#end - this.#start;
    if (this.#end + chunk.length > this.#bytes.length) {
      const room = Math.max(this.#bytes.length, 2 * (kept + chunk.length));
      const bytes = kept + chunk.length <= this.#bytes.length / 2
        ? this.#bytes
        : new Uint8Array(room);
      bytes.set(this.#bytes.subarray(this.#start, this.#end));
      this.#bytes = bytes;
      this.#start = 0;
      this.#end = kept;
    }
    this.#bytes.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** Null until a whole one is here. */
  #frame(): Frame | null {
    const bytes = this.#bytes.subarray(this.#start, this.#end);
    if (bytes.length < 2) return null;
    const [first, second] = [bytes[0]!, bytes[1]!];
    if ((first & 0x70) !== 0) throw new FrameError(1002, "it uses an extension");
    if ((second & 0x80) === 0) throw new FrameError(1002, "a client's frame has no mask");
    const size = sizeOf(bytes);
    if (size === null) return null;
    const { length, head } = size;
    if (length > MESSAGE_BYTES_MAX) throw new FrameError(1009, "it is too long");
    if (bytes.length < head + 4 + length) return null;
    const mask = bytes.subarray(head, head + 4);
    const payload = bytes.slice(head + 4, head + 4 + length);
    for (let at = 0; at < length; at++) payload[at]! ^= mask[at & 3]!;
    this.#start += head + 4 + length;
    return { isLast: (first & 0x80) !== 0, opcode: first & 0x0f, payload };
  }

  /** Null until the last part is here. */
  #joined({ isLast, opcode, payload }: Frame): Message | null {
    if (opcode > OPCODES.binary) throw new FrameError(1002, "its kind is unknown");
    const isFirst = this.#parts.length === 0;
    if (isFirst === (opcode === OPCODES.continuation)) {
      throw new FrameError(1002, "it is out of turn");
    }
    if (isFirst) this.#opcode = opcode;
    this.#parts.push(payload);
    this.#partBytes += payload.length;
    if (this.#partBytes + this.#parts.length > MESSAGE_BYTES_MAX) {
      throw new FrameError(1009, "the message is too long");
    }
    if (!isLast) return null;
    const bytes = joined(this.#parts, this.#partBytes);
    this.#parts = [];
    this.#partBytes = 0;
    return this.#opcode === OPCODES.binary ? { type: "binary", bytes } : textOf(bytes);
  }
}

/** A whole message in one frame, without a mask, as a server sends it. */
export function frameOf(
  type: "text" | "ping" | "pong" | "close",
  payload: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const head = headOf(payload.length);
  head[0] = 0x80 | OPCODES[type];
  return joined([head, payload], head.length + payload.length);
}

function headOf(length: number): Uint8Array<ArrayBuffer> {
  if (length < 126) return new Uint8Array([0, length]);
  const head = new Uint8Array(length <= 0xffff ? 4 : 10);
  const view = new DataView(head.buffer);
  head[1] = length <= 0xffff ? 126 : 127;
  if (length <= 0xffff) view.setUint16(2, length);
  else view.setBigUint64(2, BigInt(length));
  return head;
}

function sizeOf(bytes: Uint8Array): { readonly length: number; readonly head: number } | null {
  const short = bytes[1]! & 0x7f;
  const head = short === 127 ? 10 : short === 126 ? 4 : 2;
  if (bytes.length < head) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, head);
  if (short === 126) return { length: view.getUint16(2), head };
  return { length: short === 127 ? Number(view.getBigUint64(2)) : short, head };
}

function controlOf({ isLast, opcode, payload }: Frame): Message {
  if (!isLast || payload.length > CONTROL_BYTES_MAX) {
    throw new FrameError(1002, "a control frame is too long or in parts");
  }
  if (opcode === OPCODES.ping) return { type: "ping", bytes: payload };
  if (opcode === OPCODES.pong) return { type: "pong" };
  if (opcode !== OPCODES.close) throw new FrameError(1002, "its kind is unknown");
  return { type: "close", code: payload.length < 2 ? 1005 : payload[0]! * 256 + payload[1]! };
}

function textOf(bytes: Uint8Array): Message {
  try {
    return { type: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
  } catch {
    throw new FrameError(1007, "its text is no UTF-8");
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
