/** The brain that needs nobody: says what the conversation's own rules answer. */
import type { Brain } from "../call/ports.ts";
import type { BrainRequest } from "../core/brain.ts";

export const scriptedBrain: Brain = {
  name: "scripted",
  answer(request, tell, signal) {
    for (const text of scriptedAnswer(request)) {
      if (signal.aborted) return;
      tell({ type: "sentence", text });
    }
    tell({ type: "done", by: "scripted" });
  },
};

/** Who is told that we are sorry for more need not be told that we are sorry to have heard nothing. */
export function scriptedAnswer({ apology, scripted, campaign }: BrainRequest): readonly string[] {
  if (apology === undefined) return scripted;
  return [apology, ...scripted.filter((text) => text !== campaign.lines.notUnderstood)];
}
