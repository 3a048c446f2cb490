/** How a call ends: the lead is brought to the disk, last words are heard, everything is let go. */
import type { EndedBy } from "../facts.ts";
import { release } from "./held_back.ts";
import { cutShort, say, sayLast, spokenLine } from "./speaking.ts";
import { type Draft, record, recordLead, set } from "./state.ts";

/** Longer than any healthy disk needs; then the caller is not told that the lead was saved. */
export const SAVE_PATIENCE_MS = 1_500;

/** Brings the lead to the disk; the last words depend on whether it got there. */
export function beginClosing(draft: Draft, reason: string): void {
  release(draft);
  recordLead(draft);
  const { seq } = draft.state;
  set(draft, {
    agent: { phase: "saving", dueMs: draft.atMs + SAVE_PATIENCE_MS, reason, seq },
    asked: { type: "nothing" },
  });
  draft.effects.push({ type: "expect", asked: { type: "nothing" } }, { type: "save", seq });
}

/** The lead is on disk, or it can't be brought there in time; the late news of an earlier save is none. */
export function saved(draft: Draft, seq: number, ok: boolean): void {
  const { agent, known } = draft.state;
  if (agent.phase !== "saving" || seq < agent.seq) return;
  const { lines } = draft.setting.campaign;
  const hasLead = !known.notInterested && Object.keys(known.answers).length > 0;
  const words = hasLead ? [ok ? lines.saved : lines.notSaved] : [];
  sayLast(draft, [...words, farewell(draft, agent.reason)], agent.reason);
}

function farewell(draft: Draft, reason: string): string {
  const { lines } = draft.setting.campaign;
  if (reason === "silence") return lines.silentGoodbye;
  return reason === "too_long" || reason === "too_many_turns" ? lines.tooLong : lines.goodbye;
}

/** Hangs up once the last words were heard. */
export function hangUpIfHeard(draft: Draft): void {
  const { agent, speaking } = draft.state;
  if (agent.phase !== "closing" || speaking.length > 0) return;
  if (agent.reason === "shutdown") {
    draft.effects.push({ type: "hand_over" });
    return end(draft, "error", agent.reason);
  }
  draft.effects.push({ type: "hang_up" });
  end(draft, "agent", agent.reason);
}

/** An apology, then back to the dialplan: Parley stops, or can't go on. */
export function apologise(draft: Draft): void {
  cutShort(draft);
  sayLast(draft, [draft.setting.campaign.lines.apology], "shutdown");
}

/** The caller has gone: of what was being said, what was heard counts. */
export function hungUp(draft: Draft, heard = ""): void {
  if (draft.state.speaking.length > 0 && heard !== "") spokenLine(draft, heard);
  end(draft, "caller", "hung_up");
}

/** Nothing is said any more: what the call knows is written down. */
export function end(draft: Draft, endedBy: EndedBy, reason: string): void {
  cutShort(draft);
  release(draft);
  set(draft, { hearing: null, pressed: null });
  recordLead(draft);
  record(draft, { type: "call_ended", endedBy, reason, turns: draft.state.turn });
  set(draft, { agent: { phase: "ended" } });
}

/** Says that the time is up, and closes. */
export function closeForLength(draft: Draft): void {
  cutShort(draft);
  set(draft, { hearing: null });
  beginClosing(draft, "too_long");
}

/** Greets: that an AI speaks is heard to its end. */
export function greet(draft: Draft): void {
  const { lines } = draft.setting.campaign;
  say(draft, lines.greeting, true);
  say(draft, lines.disclosure, true);
}
