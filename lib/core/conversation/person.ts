/** Puts a caller through to a person: one sentence, and when it was heard the dialplan has the call. */
import { noteOf } from "../note.ts";
import type { Qualification } from "../qualification.ts";
import { release } from "./held_back.ts";
import { say, UTTERANCE_MAX_MS } from "./speaking.ts";
import { type Draft, record, recordLead, set } from "./state.ts";

/** Turns in a row that nothing was understood of: then what to press is said. */
export const KEYPAD_AFTER_UNCLEAR = 2;
/** As often again, although it was said: then a person does better. */
export const STUCK_AFTER_UNCLEAR = 4;
/** Turns of talk without an answer: a person, or a callback, serves such a caller better. */
export const OFFER_AFTER_CHAT = 4;
/** The PBX answers in milliseconds; a caller takes a longer silence for a dead line. */
export const TRANSFER_PATIENCE_MS = 2_000;

/** A person is to be had, and was not tried yet: once in a call is enough. */
export function isPersonFree({ setting, state }: Draft): boolean {
  return setting.human === true && !state.personTried;
}

export function wantsPerson(draft: Draft): boolean {
  return draft.state.known.personAsked && isPersonFree(draft);
}

export function isStuck(draft: Draft): boolean {
  return draft.state.unclear >= STUCK_AFTER_UNCLEAR && isPersonFree(draft);
}

/** Our questions are left alone from then on, unless the caller answers one. */
export function isChatting({ state }: Draft): boolean {
  return state.chatted >= OFFER_AFTER_CHAT;
}

function isChat(draft: Draft, isFruitful: boolean): boolean {
  return !isChatting(draft) && !isFruitful && draft.state.asked.type !== "nothing";
}

/** The turn ends in the offer of a person or a callback, unless a model finds an answer in it. */
export function endsInOffer(draft: Draft, isFruitful: boolean): boolean {
  return isChat(draft, isFruitful) && draft.state.chatted + 1 >= OFFER_AFTER_CHAT;
}

/** A model has answered the turn; `isFruitful`: the turn brought something, too. */
export function countChat(draft: Draft, isFruitful: boolean): void {
  if (!isChat(draft, isFruitful)) return;
  set(draft, { chatted: draft.state.chatted + 1 });
  if (isChatting(draft) && isPersonFree(draft)) say(draft, draft.setting.campaign.keypad.person);
}

/** An answer to a question of the campaign ends all chat. */
export function endChat(draft: Draft, before: Qualification): void {
  const { known } = draft.state;
  const isAnswer = draft.setting.campaign.fields.some(({ key }) =>
    known.answers[key] !== before.answers[key]
  );
  if (isAnswer) set(draft, { chatted: 0 });
}

/** Keeps words that offer a person until the reply is said. */
export function offerPerson(draft: Draft, text: string): void {
  if (isPersonFree(draft) && !draft.state.offered) set(draft, { offer: text });
}

export function sayOffer(draft: Draft): void {
  const { offer } = draft.state;
  if (offer === null) return;
  if (isPersonFree(draft)) say(draft, offer);
  set(draft, { offer: null, offered: true });
}

/** Says that a person comes; that is heard to its end, whatever the caller does. */
export function putThrough(draft: Draft): void {
  const { lines } = draft.setting.campaign;
  set(draft, {
    known: { ...draft.state.known, personAsked: true, readBack: [] },
    personTried: true,
    asked: { type: "nothing" },
  });
  recordLead(draft);
  draft.effects.push({ type: "expect", asked: { type: "nothing" } });
  say(draft, lines.puttingThrough, true);
  const dueMs = draft.atMs + UTTERANCE_MAX_MS;
  set(draft, { agent: { phase: "putting_through", sent: false, cut: false, dueMs } });
}

/** Sends the call on once the sentence was heard. */
export function transferIfHeard(draft: Draft): void {
  const { agent, speaking, known } = draft.state;
  if (agent.phase !== "putting_through" || agent.sent || speaking.length > 0) return;
  const dueMs = draft.atMs + TRANSFER_PATIENCE_MS;
  set(draft, {
    agent: { ...agent, sent: true, dueMs },
    hearing: null,
    pressed: null,
  });
  draft.effects.push({ type: "transfer", note: noteOf(known, draft.setting.campaign) });
}

/** The PBX has the call: nothing more is said, unless it comes back. */
export function transferred(draft: Draft): void {
  if (!isSent(draft)) return;
  release(draft);
  set(draft, {
    agent: { phase: "with_person", sinceMs: draft.atMs },
    hearing: null,
    pressed: null,
  });
  record(draft, { type: "handed_over" });
}

export function isSent({ state: { agent } }: Draft): boolean {
  return agent.phase === "putting_through" && agent.sent;
}
