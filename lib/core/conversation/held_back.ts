/**
 * What may be the beginning of a card's number is written down only when it is known that it isn't one,
 * when nothing more comes of it, or when the call ends.
 */
import { type CallState, type Draft, set } from "./state.ts";

/** Facts that wait at once; more than a few turns bring never come together. */
const HELD_MAX = 200;

/** Nothing waits any longer. */
export function release(draft: Draft): void {
  for (const fact of draft.state.heldBack ?? []) draft.effects.push({ type: "record", fact });
  set(draft, { heldBack: null });
}

/** When what waits is written down in any case; null: nothing waits. */
export function releaseAtMs({ heldBack, partsUntilMs }: CallState): number | null {
  return heldBack === null ? null : partsUntilMs;
}

export function releaseIfDue(draft: Draft): void {
  const dueMs = releaseAtMs(draft.state);
  if (dueMs === null) return;
  if (draft.atMs >= dueMs || draft.state.heldBack!.length > HELD_MAX) release(draft);
}
