/** The grid on which telephone audio runs. */

/** The telephone network's rate (G.711). */
export const SAMPLE_RATE_HZ = 8_000;
/** What Asterisk sends and takes at a time. */
export const FRAME_MS = 20;
/** One G.711 frame: a byte per sample. */
export const FRAME_BYTES = SAMPLE_RATE_HZ * FRAME_MS / 1_000;
/** Samples in 20 ms of telephone audio. */
export const FRAME_SAMPLES = FRAME_BYTES;
