/** From what a caller's turn was understood to say to the agent's reply. */
import type { BrainEvent, BrainRequest } from "../brain.ts";
import { MAX_PROPOSALS, MAX_SENTENCES } from "../limits.ts";
import { askedBy, type Move, readBackKeys, readBackWords, wordsOf } from "../moves.ts";
import { confirmationAsked, propose } from "../qualification.ts";
import { isClear, isPolicy, scriptedReply } from "../replies.ts";
import { leastSure } from "../sure_words.ts";
import { isQuoteIn, parseValue } from "../understand/check.ts";
import type { Asked, Heard, Intent } from "../understand/heard.ts";
import { leadOf } from "../verdict.ts";
import { keypadHint } from "../keypad.ts";
import { keepAhead } from "./ahead.ts";
import { beginClosing } from "./closing.ts";
import { settleCallback } from "./consent.ts";
import { fillerDueMs } from "./filler.ts";
import { contextOf, moveOf } from "./making_sense.ts";
import {
  countChat,
  endChat,
  endsInOffer,
  isPersonFree,
  isStuck,
  KEYPAD_AFTER_UNCLEAR,
  offerPerson,
  putThrough,
  sayOffer,
  wantsPerson,
} from "./person.ts";
import { handOver, say, WAIT_MS } from "./speaking.ts";
import { type Draft, recordLead, set } from "./state.ts";

/** A brain that has not finished by then is passed over; its own limits lie below. */
export const THINK_MAX_MS = 8_000;

/** No value, and no chat: the question was heard and met. */
const MET: readonly Intent[] = ["dont_know", "refuse"];

/** `news`: the turn changed what is known. */
export function reply(draft: Draft, heard: Heard, news: boolean): void {
  const { campaign } = draft.setting;
  if (wantsPerson(draft)) return putThrough(draft);
  const scripted = scriptedReply(heard, campaign, news);
  set(draft, { unclear: isClear(heard, news) ? 0 : draft.state.unclear + 1 });
  const { state } = draft;
  if (isPolicy(heard) || state.history.at(-1)?.speaker !== "caller") {
    for (const text of scripted) say(draft, text);
    return finishReply(draft, heard.intents.includes("wait"));
  }
  const isFruitful = news || heard.intents.some((intent) => MET.includes(intent));
  think(draft, { scripted, fruitful: isFruitful }, {
    call: state.call,
    turn: state.turn,
    campaign,
    history: state.history,
    lead: leadOf(state.known, campaign),
    asked: state.asked,
    scripted,
    next: nextWords(draft, isFruitful),
  });
}

/** What is said after the brain's words, as far as nothing comes of those. */
function nextWords(draft: Draft, isFruitful: boolean): string {
  const { setting: { campaign }, state: { known } } = draft;
  if (!endsInOffer(draft, isFruitful)) return wordsOf(moveOf(draft), known, campaign).join(" ");
  const person = isPersonFree(draft) ? [campaign.keypad.person] : [];
  return [...person, ...wordsOf(moveOf(draft, true), known, campaign)].join(" ");
}

/** Asks the brain, or takes what it has thought ahead. */
function think(
  draft: Draft,
  heard: { readonly scripted: readonly string[]; readonly fruitful: boolean },
  request: BrainRequest,
): void {
  const ahead = keepAhead(draft, request);
  const dueMs = draft.atMs + THINK_MAX_MS;
  const fillerAtMs = fillerDueMs(draft.state, draft.atMs);
  const generation = ahead?.generation ?? null;
  const soFar = { ...heard, sentences: 0, proposals: 0, dueMs, fillerAtMs, generation };
  set(draft, { agent: { phase: "thinking", ...soFar } });
  if (ahead === null) draft.effects.push({ type: "ask_brain", request });
  for (const told of ahead?.held ?? []) takeBrain(draft, told);
}

/** Takes what the brain tells about the present turn. */
export function takeBrain(draft: Draft, told: BrainEvent): void {
  const { agent } = draft.state;
  if (agent.phase !== "thinking") return;
  switch (told.type) {
    case "sentence":
      if (agent.sentences >= MAX_SENTENCES) return;
      set(draft, {
        agent: { ...agent, sentences: agent.sentences + 1, dueMs: draft.atMs + THINK_MAX_MS },
      });
      return say(draft, told.text);
    case "proposal":
      if (agent.proposals >= MAX_PROPOSALS) return;
      set(draft, { agent: { ...agent, proposals: agent.proposals + 1 } });
      return takeProposal(draft, told);
    case "wish":
      return takeWish(draft, told.wish);
    case "offer_person":
      return offerPerson(draft, told.text);
    case "done":
      if (told.by !== "scripted") understood(draft, agent.fruitful);
      return finishReply(draft, false);
  }
}

/** A model has understood what the rules may not have. */
function understood(draft: Draft, isFruitful: boolean): void {
  set(draft, { unclear: 0 });
  countChat(draft, isFruitful);
}

/** A proposal counts only if its quote was said in this turn and its value can be read by rule. */
function takeProposal(
  draft: Draft,
  proposal: { readonly key: string; readonly value: string; readonly quote: string },
): void {
  const { state } = draft;
  const said = state.history.findLast(({ speaker }) => speaker === "caller")?.text ?? "";
  if (proposal.quote === "" || !isQuoteIn(proposal.quote, said)) return;
  const value = parseValue(proposal.key, proposal.value, contextOf(draft));
  if (value === null) return;
  const checked = { key: proposal.key, value, quote: proposal.quote };
  const { turn, turnAtMs: atMs, lastTurn } = state;
  const earsConfidence = leastSure(proposal.quote, lastTurn!.sure, lastTurn!.confidence);
  const at = { turn, atMs, earsConfidence };
  const known = propose(state.known, draft.setting.campaign, checked, at);
  if (known === state.known) return;
  set(draft, { known });
  bearsFruit(draft);
  endChat(draft, state.known);
  recordLead(draft);
  settleCallback(draft, state.asked);
}

function bearsFruit(draft: Draft): void {
  const { agent } = draft.state;
  if (agent.phase === "thinking") set(draft, { agent: { ...agent, fruitful: true } });
}

function takeWish(draft: Draft, wish: "person" | "not_interested"): void {
  const { known } = draft.state;
  if (wish === "person") set(draft, { known: { ...known, personAsked: true } });
  else set(draft, { known: { ...known, notInterested: true } });
  recordLead(draft);
}

/** The brain is too slow: the rules answer this turn. */
export function answerWithoutBrain(draft: Draft): void {
  const { agent } = draft.state;
  if (agent.phase !== "thinking") return;
  draft.effects.push({ type: "drop_brain" });
  if (agent.sentences === 0) { for (const text of agent.scripted) say(draft, text); }
  finishReply(draft, false);
}

/** After the answer, the core's own move: what came is said back, and the next question is put. */
function finishReply(draft: Draft, waiting: boolean): void {
  if (wantsPerson(draft) || isStuck(draft)) return putThrough(draft);
  sayOffer(draft);
  if (waiting) return handOver(draft, WAIT_MS);
  const move = moveOf(draft);
  const { campaign } = draft.setting;
  const saidBack = readBackKeys(draft.state.known, campaign, move);
  for (const text of readBackWords(saidBack, draft.state.known, campaign)) say(draft, text);
  set(draft, { known: { ...draft.state.known, readBack: [], saidBack } });
  if (move.type === "close") return beginClosing(draft, reasonOf(draft));
  makeMove(draft, move);
}

function reasonOf(draft: Draft): string {
  if (draft.state.known.notInterested) return "not_interested";
  return draft.state.known.goodbyeSaid ? "caller_goodbye" : "goodbye";
}

/** Puts the question of the present move (again), and hands the turn to the caller. */
export function askNext(draft: Draft): void {
  const move = moveOf(draft);
  if (move.type === "close") return beginClosing(draft, reasonOf(draft));
  makeMove(draft, move);
}

function makeMove(draft: Draft, move: Move): void {
  const { campaign } = draft.setting;
  const asked = askedBy(move, draft.state.known);
  for (const text of wordsOf(move, draft.state.known, campaign)) say(draft, text);
  if (isKeypadOffered(draft)) sayKeys(draft, asked);
  if (asked.type === "confirm") {
    set(draft, { known: confirmationAsked(draft.state.known, asked.key) });
  }
  set(draft, { asked });
  draft.effects.push({ type: "expect", asked });
  handOver(draft);
}

/** The caller can't be heard, or wasn't understood again and again. */
function isKeypadOffered({ state: { earsDown, unclear } }: Draft): boolean {
  return earsDown || unclear >= KEYPAD_AFTER_UNCLEAR;
}

/** What to press for an answer, and for a person where one is to be had. */
export function sayKeys(draft: Draft, asked: Asked): void {
  const { campaign } = draft.setting;
  say(draft, keypadHint(asked, campaign));
  if (isPersonFree(draft)) say(draft, campaign.keypad.person);
}

/** Puts the present question once more, because the caller did not hear it or did not answer. */
export function askAgain(draft: Draft): void {
  const { asked, known } = draft.state;
  if (asked.type !== "confirm") return askNext(draft);
  const confirmations = { ...known.confirmations, [asked.key]: 0 }; // the same question, not a new one
  set(draft, { known: { ...known, confirmations } });
  askNext(draft);
}
