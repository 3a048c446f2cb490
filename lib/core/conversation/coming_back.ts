/** A call that no person took: the caller is told, and a callback is taken. */
import { AWAY_MAX_MS } from "./away.ts";
import { end } from "./closing.ts";
import { askNext } from "./replying.ts";
import { say } from "./speaking.ts";
import type { CallEvent } from "./events.ts";
import { type Draft, record, set } from "./state.ts";

/** All that may happen to a call while a person has it. */
export function whileWithPerson(draft: Draft, event: CallEvent): void {
  switch (event.type) {
    case "transferred_back":
      return comeBack(draft, event.why);
    case "transfer_failed": // it had left us because the caller hung up
      return end(draft, "caller", "hung_up");
    case "hung_up":
    case "lost":
      return end(draft, "agent", "transferred");
  }
}

/** The PBX can't reach the person, or says nothing: the call is still ours. */
export function notTransferred(draft: Draft): void {
  const { agent } = draft.state;
  if (agent.phase !== "putting_through" || !agent.sent) return;
  if (!agent.cut) return nobodyIsFree(draft, "FAILED");
  record(draft, { type: "handed_back", why: "FAILED" });
  const unheard = [draft.setting.campaign.lines.nobodyFree];
  set(draft, { agent: { phase: "away", dueMs: draft.atMs + AWAY_MAX_MS, unheard } });
}

/** A call comes back whose beginning nobody here remembers: that it wanted a person is known. */
export function comeBackUnknown(draft: Draft, why: string): void {
  const { known, callerNumber, seq } = draft.state;
  if (seq > 0) return; // it is ours, and with no person
  const { id: campaign, version: campaignVersion } = draft.setting.campaign;
  record(draft, { type: "call_started", campaign, campaignVersion, callerNumber, dialled: null });
  set(draft, { known: { ...known, personAsked: true }, personTried: true });
  nobodyIsFree(draft, why);
}

function comeBack(draft: Draft, why: string): void {
  const { agent, lentMs } = draft.state;
  if (agent.phase !== "with_person") return;
  set(draft, { lentMs: lentMs + draft.atMs - agent.sinceMs });
  nobodyIsFree(draft, why);
}

function nobodyIsFree(draft: Draft, why: string): void {
  record(draft, { type: "handed_back", why });
  set(draft, { hearing: null, pressed: null, silences: 0, unclear: 0, agentSaid: "" });
  say(draft, draft.setting.campaign.lines.nobodyFree);
  askNext(draft);
}
