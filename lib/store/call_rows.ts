/** The rows of calls: when they began and ended, what was said in them, and how fast. */
import type { Fact } from "../core/facts.ts";
import type { Tx } from "./database.ts";
import { insert, type NewRow, rowsOf, type Statement } from "./rows.ts";
import type { SealedFact, SealedTurn } from "./sealed_facts.ts";

type Of<Type extends Fact["type"]> = Extract<SealedFact, { type: Type }>;

/** Facts come in the order of their numbers. A call's row comes first, since all else hangs on it. */
export function callStatements(tx: Tx, facts: readonly SealedFact[]): Statement[] {
  return [
    ...makeCalls(tx, facts),
    ...startCalls(tx, newest(facts, "call_started")),
    ...insert(tx, "turns", only(facts, "turn").map(turnRow)),
    ...insert(tx, "turn_timings", only(facts, "turn_timing").map(timingRow)),
    ...insert(tx, "turn_scores", only(facts, "turn_scored").map(scoresRow)),
    ...handOver(tx, newest(facts, "handed_over")),
    ...handBack(tx, newest(facts, "handed_back")),
    ...endCalls(tx, newest(facts, "call_ended")),
  ];
}

/** The call's own fact may follow later. */
function makeCalls(tx: Tx, facts: readonly SealedFact[]): Statement[] {
  const firstAtMs = new Map<string, number>();
  for (const { call, atMs } of facts) {
    firstAtMs.set(call, Math.min(atMs, firstAtMs.get(call) ?? Infinity));
  }
  const rows = [...firstAtMs].map(([id, atMs]) => ({ id, started_at: new Date(atMs) }));
  return insert(tx, "calls", rows, tx`on conflict do nothing`);
}

function startCalls(tx: Tx, facts: readonly Of<"call_started">[]): Statement[] {
  const rows = facts.map((fact) => ({
    id: fact.call,
    campaign: fact.campaign,
    campaign_version: fact.campaignVersion,
    caller_number: fact.caller?.number ?? null,
    caller_hash: fact.caller?.hash ?? null,
    dialled: fact.dialled,
    started_at: new Date(fact.atMs),
  }));
  return update(
    tx,
    rows,
    tx`campaign = fresh.campaign, campaign_version = fresh.campaign_version,
    caller_number = fresh.caller_number, caller_hash = fresh.caller_hash, dialled = fresh.dialled,
    started_at = fresh.started_at, ended_at = case when calls.ended_at < fresh.started_at
      then fresh.started_at else calls.ended_at end`,
  );
}

function turnRow({ call, seq, turn, speaker, said, atMs, replaces }: SealedTurn): NewRow {
  const at = new Date(atMs);
  return { call_id: call, seq, turn, speaker, said, at, replaces: replaces ?? null };
}

function scoresRow({ call, of, scores, atMs }: Of<"turn_scored">): NewRow {
  return { call_id: call, seq: of, scores, at: new Date(atMs) };
}

/** What an older Parley did not measure is null. */
function timingRow(fact: Of<"turn_timing">): NewRow {
  return {
    call_id: fact.call,
    turn: fact.turn,
    sound_ended_at: new Date(fact.atMs),
    decided_ms: fact.decidedMs,
    brain_asked_ms: fact.brainAskedMs,
    first_token_ms: fact.firstTokenMs,
    first_sentence_ms: fact.firstSentenceMs,
    filler_ms: fact.fillerMs,
    voice_asked_ms: fact.voiceAskedMs,
    first_audio_ms: fact.firstAudioMs,
    first_packet_ms: fact.firstPacketMs,
    first_heard_ms: fact.firstHeardMs,
    last_heard_ms: fact.lastHeardMs,
    interrupted_after_ms: fact.interruptedAfterMs,
    fallbacks: fact.fallbacks,
  };
}

function handOver(tx: Tx, facts: readonly Of<"handed_over">[]): Statement[] {
  const rows = facts.map(({ call, atMs }) => ({ id: call, handed_over_at: new Date(atMs) }));
  return update(tx, rows, tx`handed_over_at = fresh.handed_over_at`);
}

function handBack(tx: Tx, facts: readonly Of<"handed_back">[]): Statement[] {
  const rows = facts.map(({ call, why }) => ({ id: call, handed_back_why: why }));
  return update(tx, rows, tx`handed_back_why = fresh.handed_back_why`);
}

function endCalls(tx: Tx, facts: readonly Of<"call_ended">[]): Statement[] {
  const rows = facts.map(({ call, atMs, endedBy, reason, turns }) => ({
    id: call,
    ended_at: new Date(atMs),
    ended_by: endedBy,
    end_reason: reason,
    turns,
  }));
  return update(
    tx,
    rows,
    tx`ended_at = greatest(fresh.ended_at, calls.started_at), ended_by = fresh.ended_by,
    end_reason = fresh.end_reason, turns = fresh.turns`,
  );
}

/** Of the calls with these ids; `fresh` is what the rows hold. */
function update(tx: Tx, rows: readonly NewRow[], set: ReturnType<typeof rowsOf>): Statement[] {
  if (rows.length === 0) return [];
  return [
    tx`update calls set ${set} from ${
      rowsOf(tx, "calls", rows)
    } as fresh where calls.id = fresh.id`,
  ];
}

function only<Type extends Fact["type"]>(
  facts: readonly SealedFact[],
  type: Type,
): readonly Of<Type>[] {
  return facts.filter((fact): fact is Of<Type> => fact.type === type);
}

/** The last of each call. */
function newest<Type extends Fact["type"]>(
  facts: readonly SealedFact[],
  type: Type,
): readonly Of<Type>[] {
  return [...new Map(only(facts, type).map((fact) => [fact.call, fact])).values()];
}
