/** What a call's script throws when the caller has hung up is its end, and no trouble. */
import type { Channel } from "./channel.ts";
import { AriEnded, AriError } from "./errors.ts";

/** Refusals that a channel which has just left gives: gone, not in Stasis, too late. */
const TOO_LATE = new Set([404, 409, 412, 422, 500]);
/** The refusal may come before the event that explains it. */
const EXPLAINED_WITHIN_MS = 500;

/** Rejects with everything but the end of the call. */
export async function untilItsEnd(call: Channel, script: unknown): Promise<void> {
  try {
    await script;
  } catch (error) {
    if (error instanceof AriEnded) return;
    const isLate = error instanceof AriError && TOO_LATE.has(error.status);
    if (isLate && await hasEnded(call)) return;
    throw error;
  }
}

async function hasEnded(call: Channel): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((wake) => timer = setTimeout(wake, EXPLAINED_WITHIN_MS));
  await Promise.race([call.ended, late]);
  clearTimeout(timer);
  return !call.isLive;
}
