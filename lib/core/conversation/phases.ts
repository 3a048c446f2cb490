/** What may happen in which phase of a call. */
import type { Agent } from "./state.ts";

type AtRest = Extract<Agent, { phase: "ended" | "with_person" }>;

/** Nothing is due, and nothing is said. */
export function isAtRest(agent: Agent): agent is AtRest {
  return agent.phase === "ended" || agent.phase === "with_person";
}

/** On its way out: it is not ended for its length. */
export function isLeaving({ phase }: Agent): boolean {
  return ["saving", "closing", "putting_through", "with_person", "ended"].includes(phase);
}

/** While the lead is being saved no spoken turn ends, and what is pressed or typed waits for nothing. */
export function isTaking(agent: Agent): boolean {
  return !isAtRest(agent) && agent.phase !== "saving" && agent.phase !== "putting_through";
}

/** The call is over but for what is said to its end. */
export function isLastWords({ phase }: Agent): boolean {
  return phase === "saving" || phase === "closing";
}

/** Who speaks now interrupts. */
export function isOurTurn({ phase }: Agent): boolean {
  return phase === "thinking" || phase === "speaking";
}
