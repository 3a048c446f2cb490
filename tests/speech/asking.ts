/** One caller turn to ask a brain about, and its answer as a list. */
import type { BrainRequest } from "../../lib/core/brain.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import type { CallId, TurnId } from "../../lib/core/ids.ts";
import type { Brain, BrainTold } from "../../lib/call/ports.ts";

export const SCRIPTED = "Thank you, noted.";

export function turnSaying(text: string): BrainRequest {
  return {
    call: "22222222-2222-4222-8222-222222222222" as CallId,
    turn: 1 as TurnId,
    campaign: investmentLead,
    history: [
      { speaker: "agent", text: "What would you like to invest in?" },
      { speaker: "caller", text },
    ],
    lead: {
      status: "incomplete",
      missing: [],
      fields: {},
      score: { points: 0, reasons: [], disqualifiers: [] },
    },
    asked: { type: "field", key: "investmentType" },
    scripted: [SCRIPTED],
    next: "How much would you like to invest?",
  };
}

/** Everything told, up to and with `done`. */
export function answerOf(
  brain: Brain,
  request: BrainRequest = turnSaying("Stocks, please."),
  signal: AbortSignal = new AbortController().signal,
): Promise<BrainTold[]> {
  const told: BrainTold[] = [];
  return new Promise((resolve) => {
    brain.answer(request, (event) => {
      told.push(event);
      if (event.type === "done") resolve(told);
    }, signal);
  });
}

export function sentencesIn(told: readonly BrainTold[]): string[] {
  return told.flatMap((event) => event.type === "sentence" ? [event.text] : []);
}

export function doneBy(told: readonly BrainTold[]): string | undefined {
  const done = told.filter((event) => event.type === "done");
  return done.length === 1 ? done[0]!.by : undefined;
}
