/** What is kept of a call's turns: the rows, the metrics and the log tell the same. */
import assert from "node:assert/strict";
import type { Fallback } from "../../lib/core/turn_timing.ts";
import { eventually, type Hotline, type StoredCall } from "./hotline.ts";

/** The last turn's row follows the call's end. */
const KEPT_WITHIN_MS = 20_000;

export interface KeptTurn {
  readonly turn: number;
  readonly brainAskedMs: number | null;
  readonly firstTokenMs: number | null;
  readonly firstSentenceMs: number | null;
  /** To the first packet of whatever was said first, a filler or the answer. */
  readonly gapMs: number | null;
  readonly fallbacks: readonly Fallback[];
}

/** Of a program that has had this one call. */
export async function keptTurns(
  hotline: Hotline,
  callerId: string,
  { turns }: StoredCall,
): Promise<KeptTurn[]> {
  const rows = await eventually(`${turns} turns are kept`, KEPT_WITHIN_MS, async () => {
    const kept = await hotline.timings(callerId);
    return kept.length > turns! ? kept : null;
  });
  assert.deepEqual(rows.map(({ turn }) => turn), Array.from({ length: turns! + 1 }, (_, at) => at));
  for (const row of rows) isInOrder(row);
  const answered = rows.filter(({ turn, first_packet_ms }) => turn > 0 && first_packet_ms !== null);
  assert.equal(await hotline.metric("parley_turn_gap_ms_count"), answered.length);
  assert.equal(await hotline.metric("parley_greeting_ms_count"), 1);
  await eventually(`the log tells of ${rows.length} turns`, KEPT_WITHIN_MS, () => {
    const told = hotline.program.output().split("A turn has ended").length - 1;
    return Promise.resolve(told === rows.length ? true : null);
  });
  return rows.map((row) => ({
    turn: row.turn,
    brainAskedMs: row.brain_asked_ms,
    firstTokenMs: row.first_token_ms,
    firstSentenceMs: row.first_sentence_ms,
    gapMs: row.filler_ms ?? row.first_packet_ms,
    fallbacks: row.fallbacks,
  }));
}

/** What follows from something else comes after it. */
function isInOrder(row: Readonly<Record<string, unknown>>): void {
  const chains = [
    ["brain_asked_ms", "first_token_ms", "first_sentence_ms"],
    ["decided_ms", "first_packet_ms"],
    ["voice_asked_ms", "first_audio_ms", "first_packet_ms", "first_heard_ms", "last_heard_ms"],
  ];
  for (const chain of chains) {
    const times = chain.map((name) => row[name] as number | null).filter((ms) => ms !== null);
    const sorted = times.toSorted((a, b) => a - b);
    assert.deepEqual(times, sorted, `${chain} of ${JSON.stringify(row)}`);
  }
}
