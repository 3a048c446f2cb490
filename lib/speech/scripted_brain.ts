/** The brain that needs nobody: says what the conversation's own rules answer. */
import type { Brain } from "../call/ports.ts";

export const scriptedBrain: Brain = {
  name: "scripted",
  answer(request, tell, signal) {
    for (const text of request.scripted) {
      if (signal.aborted) return;
      tell({ type: "sentence", text });
    }
    tell({ type: "done", by: "scripted" });
  },
};
