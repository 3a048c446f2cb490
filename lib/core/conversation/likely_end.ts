/** A turn that is likely to be over: the brain is asked before it is certain, so that nobody waits for it. */
import type { BrainRequest } from "../brain.ts";
import type { Completeness } from "../understand/complete.ts";
import { bareWords } from "../understand/bare_words.ts";
import { type BrainRequests, dropAhead, questionIn } from "./ahead.ts";
import { endTurn } from "./hearing.ts";
import { takeTurn } from "./finished_turn.ts";
import { type CallState, type Draft, set } from "./state.ts";
import { type Hearing, oweWords, turnEndsAtMs } from "./turn_end.ts";

/**
 * Silence after which a turn with such words is likely to be over. A pause is told a little sooner, and the
 * last words are there by then: Deepgram has them 110 ms after the word, voice activity goes on for 20.
 */
export const AHEAD_AFTER_MS: Readonly<Record<Completeness, number>> = {
  complete: 92,
  answered: 92,
  sentence: 92,
  open: 92,
  unfinished: 700,
  half: 1_500,
};
/** Requests ahead of one turn: somebody who speaks in bits is heard out. */
export const AHEAD_MAX = 2;
/** Less than this before the certain end wins nothing. */
const GAIN_MIN_MS = 20;
/** Dropped ones among a call's requests; the first one is free, or no call could begin. */
export const WASTE_MAX = 0.2;

/** When a brain is asked ahead if nothing more comes; null where it is not, or was. */
export function aheadDueMs({ agent, hearing }: CallState): number | null {
  if (agent.phase !== "listening" || hearing === null || hearing.stoppedAtMs === null) return null;
  const words = wordsOf(hearing);
  if (words === "" || words === hearing.considered || oweWords(hearing)) return null;
  if (hearing.aheads >= AHEAD_MAX) return null;
  if (hearing.turnOver === "likely") return hearing.stoppedAtMs;
  return hearing.stoppedAtMs + AHEAD_AFTER_MS[hearing.completeness];
}

function wordsOf({ said, interim }: Hearing): string {
  return bareWords(`${said} ${interim}`).join(" ");
}

/** Asks where it is due; what was asked for words that are others by now is dropped. */
export function thinkAhead(draft: Draft): void {
  dropStale(draft);
  const { state, setting, atMs } = draft;
  const dueMs = aheadDueMs(state);
  const isOff = setting.thinksAhead === false;
  if (dueMs === null || (atMs < dueMs && !isOff)) return;
  const hearing = { ...state.hearing!, considered: wordsOf(state.hearing!) };
  set(draft, { hearing });
  const endMs = turnEndsAtMs(hearing, state.pauseMs)!;
  const isWorthIt = endMs - atMs >= GAIN_MIN_MS && isAffordable(state.requests);
  const request = isWorthIt && !isOff ? requestOf(draft) : null;
  if (request === null) return;
  dropAhead(draft);
  const generation = state.generation + 1;
  set(draft, {
    generation,
    ahead: { generation, question: questionIn(request), held: [] },
    hearing: { ...hearing, aheads: hearing.aheads + 1 },
  });
  draft.effects.push({ type: "think_ahead", generation, request });
}

/** Also of a call that has ended, or whose turn was ended by a key. */
function dropStale(draft: Draft): void {
  const { ahead, agent, hearing } = draft.state;
  if (ahead === null) return;
  const isRunning = agent.phase === "listening" && hearing !== null;
  if (!isRunning || wordsOf(hearing) !== hearing.considered) dropAhead(draft);
}

function isAffordable({ plain, kept, dropped }: BrainRequests): boolean {
  return dropped === 0 || dropped + 1 <= WASTE_MAX * (plain + kept + dropped + 1);
}

/** What would be asked if the turn were over now; null where a rule would answer. */
function requestOf(draft: Draft): BrainRequest | null {
  const trial: Draft = { ...draft, effects: [], state: { ...draft.state, ahead: null } };
  const said = endTurn(trial);
  if (said === null) return null;
  takeTurn(trial, said);
  const asked = trial.effects.find((effect) => effect.type === "ask_brain");
  return asked?.request ?? null;
}
