/** What is due when, if nothing happens before. */
import { MAX_CALL_MS } from "../limits.ts";
import { fillsAtMs } from "./filler.ts";
import { releaseAtMs } from "./held_back.ts";
import { aheadDueMs } from "./likely_end.ts";
import { isAtRest, isLeaving } from "./phases.ts";
import type { CallState } from "./state.ts";
import { turnEndsAtMs } from "./turn_end.ts";

/** A pause so long ends a turn of which no word will come: what to press is said soon. */
const DEAF_PAUSE_MS = 700;

/** When `step` must be given an alarm; null when the call has ended, or a person has it. */
export function nextAlarmMs(state: CallState): number | null {
  const { agent, hearing, overlap, pressed } = state;
  if (isAtRest(agent)) return null;
  const deadlines = isLeaving(agent) ? [] : [endsAtMs(state)];
  // While the caller speaks, silence is no matter: the turn's own end is.
  if (agent.phase !== "listening" || hearing === null) deadlines.push(agent.dueMs);
  const turnEnd = turnEndOf(state);
  if (turnEnd !== null) deadlines.push(turnEnd);
  const ahead = aheadDueMs(state);
  if (ahead !== null) deadlines.push(ahead);
  if (pressed !== null) deadlines.push(pressed.endsAtMs);
  const fillsAt = fillsAtMs(state);
  if (fillsAt !== null) deadlines.push(fillsAt);
  const releaseAt = releaseAtMs(state);
  if (releaseAt !== null) deadlines.push(releaseAt);
  if (overlap !== null) deadlines.push(overlap.decideAtMs);
  return Math.min(...deadlines);
}

/** At the greatest length of a call, not counting what persons had of it. */
export function endsAtMs({ startedAtMs, lentMs }: CallState): number {
  return startedAtMs + lentMs + MAX_CALL_MS;
}

/** When the caller's running turn is over; null while there is none, or nobody could take it. */
export function turnEndOf({ agent, hearing, pauseMs, earsDown }: CallState): number | null {
  const waits = agent.phase === "away" || agent.phase === "saving";
  const endsAtMs = waits ? null : turnEndsAtMs(hearing, pauseMs);
  const stoppedAtMs = hearing?.stoppedAtMs ?? null;
  if (endsAtMs === null || stoppedAtMs === null || !earsDown) return endsAtMs;
  return Math.min(endsAtMs, stoppedAtMs + DEAF_PAUSE_MS);
}
