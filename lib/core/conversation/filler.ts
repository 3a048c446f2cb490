/** What keeps a caller from dead air while the brain is slow: a filler, and then the rules' own answer. */
import { say } from "./speaking.ts";
import { type CallState, type Draft, set } from "./state.ts";

/** Nothing to say so long after the turn's end: people take a longer pause for a dead line. */
export const FILLER_AFTER_MS = 900;
/** What the brain gets once all that was said was heard; then the call goes on without it. */
export const MORE_WORDS_MS = 1_200;

/** When a filler is due in a turn that is being thought about; null where the last one had it. */
export function fillerDueMs({ turn, filledTurn }: CallState, atMs: number): number | null {
  return filledTurn !== null && turn <= filledTurn + 1 ? null : atMs + FILLER_AFTER_MS;
}

/** Says that an answer is coming. What the brain says waits behind it, and cuts nothing off. */
export function fill(draft: Draft): void {
  const { agent, turn } = draft.state;
  if (agent.phase !== "thinking" || agent.fillerAtMs === null) return;
  if (draft.atMs < agent.fillerAtMs) return;
  set(draft, { agent: { ...agent, fillerAtMs: null } });
  if (agent.sentences > 0) return;
  const { letMeSee, oneMoment } = draft.setting.campaign.lines;
  say(draft, turn % 4 < 2 ? letMeSee : oneMoment);
  set(draft, { filledTurn: turn });
}

/** All that was said so far was heard: a brain that still thinks has little time left. */
export function hurryBrain(draft: Draft): void {
  const { agent, speaking } = draft.state;
  if (agent.phase !== "thinking" || speaking.length > 0) return;
  const dueMs = Math.min(agent.dueMs, draft.atMs + MORE_WORDS_MS);
  set(draft, { agent: { ...agent, dueMs } });
}
