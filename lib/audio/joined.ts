/** Pieces of audio as one. */

export function joinedSamples(parts: readonly Int16Array[]): Int16Array<ArrayBuffer> {
  const whole = new Int16Array(lengthOf(parts));
  lay(parts, (part, at) => whole.set(part, at));
  return whole;
}

export function joinedBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(lengthOf(parts));
  lay(parts, (part, at) => whole.set(part, at));
  return whole;
}

interface Measured {
  readonly length: number;
}

function lengthOf(parts: readonly Measured[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

/** Each part behind the one before. */
function lay<Part extends Measured>(
  parts: readonly Part[],
  set: (part: Part, at: number) => void,
): void {
  let at = 0;
  for (const part of parts) {
    set(part, at);
    at += part.length;
  }
}
