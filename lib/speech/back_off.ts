/** How long a line that failed is left alone: full jitter under a limit that doubles. */

const FIRST_MS = 200;
const MAX_MS = 5_000;
/** Below this a server that refuses at once would be asked without end. */
const MIN_MS = 50;

/** `attempts`: in vain so far. `chance`: 0 to 1. */
export function backOffMs(attempts: number, chance: number): number {
  return Math.max(chance * Math.min(FIRST_MS * 2 ** attempts, MAX_MS), MIN_MS);
}
