/** One timer for every caller of the process: a timer each would cost more than the audio. */

/** Wakes closer together than this are put together. */
const RESOLUTION_MS = 2;

export interface Beat {
  /** `performance.now()` when it wants to be told. */
  readonly nextAtMs: number;
  /** Must move `nextAtMs` beyond `nowMs`. */
  beat(nowMs: number): void;
}

const beats = new Set<Beat>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Tells `beat` at its time, again and again; returns the undo. */
export function keepTime(beat: Beat): () => void {
  beats.add(beat);
  arm();
  return () => {
    beats.delete(beat);
    if (beats.size === 0) clearTimeout(timer);
  };
}

function arm(): void {
  clearTimeout(timer);
  if (beats.size === 0) return;
  let nextAtMs = Infinity;
  for (const beat of beats) nextAtMs = Math.min(nextAtMs, beat.nextAtMs);
  timer = setTimeout(wake, Math.max(RESOLUTION_MS, nextAtMs - performance.now()));
}

function wake(): void {
  const nowMs = performance.now();
  for (const beat of [...beats]) if (beat.nextAtMs <= nowMs) beat.beat(nowMs);
  arm();
}
