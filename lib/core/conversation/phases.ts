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

/** Words that come while the lead is being saved wait for nothing: the call is over but for goodbye. */
export function isTaking(agent: Agent): boolean {
  return !isAtRest(agent) && agent.phase !== "saving" && agent.phase !== "putting_through";
}

/** Who speaks now interrupts. */
export function isOurTurn({ phase }: Agent): boolean {
  return phase === "thinking" || phase === "speaking";
}
