/** The caller's audio is cut off for a while: what is dropped, what is kept, what is said again. */
import { end } from "./closing.ts";
import { askAgain } from "./replying.ts";
import { cutShort, say } from "./speaking.ts";
import { type Draft, set } from "./state.ts";

/** Then the dialplan takes the caller: longer than the minute that a network's repair takes. */
export const AWAY_MAX_MS = 75_000;

/** Nothing more is heard. A call that was over but for last words has ended. */
export function mediaLost(draft: Draft): void {
  const { agent, speaking, hearing } = draft.state;
  if (agent.phase === "away") return;
  if (agent.phase === "putting_through") { // the person can still be reached
    cutShort(draft);
    return set(draft, { agent: { ...agent, cut: true } });
  }
  if (agent.phase === "saving" || agent.phase === "closing") return endUnheard(draft, agent.reason);
  const unheard = speaking.filter(({ uninterruptible }) => uninterruptible).map(({ text }) => text);
  cutShort(draft);
  const stoppedAtMs = hearing?.stoppedAtMs ?? draft.atMs; // its end is never told
  set(draft, {
    agent: { phase: "away", dueMs: draft.atMs + AWAY_MAX_MS, unheard },
    hearing: hearing && { ...hearing, stoppedAtMs },
    cuts: [], // how much was heard is never told
    pressed: null,
  });
}

/** What the caller said before the cut is answered, or the question is put again. */
export function mediaRestored(draft: Draft): void {
  const { agent, hearing } = draft.state;
  if (agent.phase === "putting_through") return set(draft, { agent: { ...agent, cut: false } });
  if (agent.phase !== "away") return;
  for (const text of agent.unheard) say(draft, text, true);
  if (hearing === null || `${hearing.said}${hearing.interim}` === "") {
    set(draft, { hearing: null });
    return askAgain(draft);
  }
  set(draft, { agent: { phase: "listening", dueMs: draft.atMs + draft.setting.silenceMs } });
}

/** The cut has lasted too long: the dialplan may reach the caller another way. */
export function giveUpMedia(draft: Draft): void {
  draft.effects.push({ type: "hand_over" });
  end(draft, "error", "media_lost");
}

function endUnheard(draft: Draft, reason: string): void {
  draft.effects.push({ type: reason === "shutdown" ? "hand_over" : "hang_up" });
  end(draft, "agent", reason);
}
