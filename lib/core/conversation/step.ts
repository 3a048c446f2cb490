/** The conversation as a function: one event in, new state and effects out. */
import { keypadHint } from "../keypad.ts";
import { spokenForm } from "../spoken/spoken_form.ts";
import type { BrainEvent } from "../brain.ts";
import type { TurnId } from "../ids.ts";
import { endsAtMs, turnEndOf } from "./deadlines.ts";
import { isAtRest, isLeaving, isTaking } from "./phases.ts";
import { callerSaid, digitsComplete, press } from "./pressing.ts";
import { hold } from "./ahead.ts";
import { takeTurn } from "./finished_turn.ts";
import { thinkAhead } from "./likely_end.ts";
import { giveUpMedia, mediaLost, mediaRestored } from "./away.ts";
import { apologise, closeForLength, end, greet, hangUpIfHeard, hungUp, saved } from "./closing.ts";
import { comeBackUnknown, notTransferred, whileWithPerson } from "./coming_back.ts";
import { endsFilled, fill, hurryBrain } from "./filler.ts";
import { releaseIfDue } from "./held_back.ts";
import { endTurn, hear, isHeard } from "./hearing.ts";
import { endsForMachine, hearLine } from "./machine.ts";
import { isPersonFree, isSent, putThrough, transferIfHeard, transferred } from "./person.ts";
import { answerWithoutBrain, askAgain, askNext, sayKeys, takeBrain } from "./replying.ts";
import { decideOverlap, isPassedOver } from "./interruption.ts";
import { SILENCES_MAX, silent } from "./silence.ts";
import { giveUpWaiting, handOver, played, reworded, wasCut } from "./speaking.ts";
import type { CallEvent, LineEvent, SpokenEvent } from "./events.ts";
import { type CallState, type Draft, record, set, type Setting, type Step } from "./state.ts";

/** Takes one event. Events of a call that has ended change nothing. */
export function step(setting: Setting, state: CallState, event: CallEvent): Step {
  if (state.agent.phase === "ended") return { state, effects: [] };
  const draft: Draft = { state, effects: [], setting, atMs: event.atMs };
  if (state.agent.phase === "with_person") whileWithPerson(draft, event);
  else take(draft, event);
  settle(draft);
  thinkAhead(draft);
  return { state: draft.state, effects: draft.effects };
}

function take(draft: Draft, event: CallEvent): void {
  if (isHeard(event)) return hear(draft, event);
  switch (event.type) {
    case "call_started":
      if (draft.state.seq === 0) start(draft, event.dialled);
      return;
    case "caller_said":
      return callerSaid(draft, event.text);
    case "digit":
      return press(draft, event.digit);
    case "brain":
      return takeTold(draft, event.turn, null, event.told);
    case "thought_ahead":
      return takeTold(draft, event.turn, event.generation, event.told);
    case "utterance_played":
    case "utterance_cut":
    case "reworded":
      return takeSpoken(draft, event);
    case "saved":
      return saved(draft, event.seq, event.ok);
    case "line_sound":
      return hearLine(draft, event.sound);
    case "ears_failed":
      return earsFailed(draft);
    case "ears_restored":
      return set(draft, { earsDown: false });
    case "alarm":
      return; // settle() looks at every deadline after each event
    default:
      return takeLine(draft, event);
  }
}

/** What becomes of our own words. */
function takeSpoken(draft: Draft, event: SpokenEvent): void {
  switch (event.type) {
    case "utterance_played":
      played(draft, event.utterance);
      return hurryBrain(draft);
    case "utterance_cut":
      return wasCut(draft, event.utterance, event.heard);
    case "reworded":
      return reworded(draft, event.utterance, event.text);
  }
}

/** Of the turn's own request, or of one for a turn that is not over. */
function takeTold(
  draft: Draft,
  turn: TurnId,
  generation: number | null,
  told: BrainEvent,
): void {
  const { agent } = draft.state;
  const isOwn = agent.phase === "thinking" && agent.generation === generation;
  if (isOwn && (generation !== null || turn === draft.state.turn)) takeBrain(draft, told);
  else if (generation !== null) hold(draft, generation, told);
}

/** What becomes of the way to the caller. */
function takeLine(draft: Draft, event: LineEvent): void {
  switch (event.type) {
    case "hung_up":
      return hungUp(draft, event.heard);
    case "left":
      return isSent(draft) ? transferred(draft) : hungUp(draft, event.heard);
    case "transferred":
      return transferred(draft);
    case "transfer_failed":
      return notTransferred(draft);
    case "transferred_back":
      return comeBackUnknown(draft, event.why);
    case "media_lost":
      return mediaLost(draft);
    case "media_restored":
      return mediaRestored(draft);
    case "lost":
      draft.effects.push({ type: "hand_over" }); // the dialplan can still speak to the caller
      return end(draft, "error", event.reason);
    case "shutdown":
      if (draft.state.agent.phase !== "putting_through") apologise(draft); // they are on their way
  }
}

/** What is due now happens now, whichever event brought the time. */
function settle(draft: Draft): void {
  const { atMs, state: { agent } } = draft;
  if (isAtRest(agent)) return;
  releaseIfDue(draft);
  if (atMs >= endsAtMs(draft.state) && !isLeaving(agent)) closeForLength(draft);
  const { pressed, overlap } = draft.state;
  if (overlap && atMs >= overlap.decideAtMs) decideOverlap(draft);
  if (pressed && atMs >= pressed.endsAtMs) digitsComplete(draft);
  const turnEnd = turnEndOf(draft.state);
  if (turnEnd !== null && atMs >= turnEnd) turnComplete(draft);
  agentIsDue(draft);
  fill(draft);
  hangUpIfHeard(draft);
  transferIfHeard(draft);
}

function agentIsDue(draft: Draft): void {
  const { agent, hearing } = draft.state;
  if (isAtRest(agent) || draft.atMs < agent.dueMs) return;
  switch (agent.phase) {
    case "thinking":
      return answerWithoutBrain(draft);
    case "speaking":
    case "closing":
      return giveUpWaiting(draft);
    case "putting_through":
      return agent.sent ? notTransferred(draft) : giveUpWaiting(draft);
    case "away":
      return giveUpMedia(draft);
    case "saving":
      return saved(draft, agent.seq, false);
    case "listening":
      if (hearing === null) silent(draft);
  }
}

function start(draft: Draft, dialled: string | null): void {
  const { campaign } = draft.setting;
  record(draft, {
    type: "call_started",
    campaign: campaign.id,
    campaignVersion: campaign.version,
    callerNumber: draft.state.callerNumber,
    dialled,
  });
  greet(draft);
  askNext(draft);
}

function turnComplete(draft: Draft): void {
  const interrupted = draft.state.hearing?.interrupted ?? false;
  const said = endTurn(draft);
  if (!isTaking(draft.state.agent) || isPassedOver(draft, said?.text ?? "", interrupted)) return;
  if (said && endsForMachine(draft, said)) return;
  if (said) return takeTurn(draft, said);
  if (draft.state.agent.phase === "thinking") return; // about what was pressed meanwhile
  if (interrupted) return askAgain(draft); // a noise cut us short: the question is put again
  const { agent, earsDown } = draft.state;
  if (agent.phase !== "listening") return;
  if (earsDown || endsFilled(draft)) return notHeard(draft);
  set(draft, { agent: { ...agent, dueMs: draft.atMs + draft.setting.silenceMs } });
}

/** Who goes on speaking although the keypad was offered does better with a person. */
function notHeard(draft: Draft): void {
  if (draft.state.silences >= SILENCES_MAX && isPersonFree(draft)) return putThrough(draft);
  silent(draft, draft.setting.campaign.lines.notUnderstood);
}

/** What to press is said at once, unless that is part of the question that is still to come. */
function earsFailed(draft: Draft): void {
  if (draft.state.earsDown) return;
  set(draft, { earsDown: true });
  const { agent, asked, agentSaid, hearing } = draft.state;
  if (agent.phase !== "speaking" && agent.phase !== "listening") return;
  const { campaign } = draft.setting;
  const hint = spokenForm(keypadHint(asked, campaign), campaign); // as it would have been said
  if (hearing !== null || hint === "" || agentSaid.includes(hint)) return;
  sayKeys(draft, asked);
  handOver(draft);
}
