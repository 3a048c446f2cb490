/** Names of things, each its own type, so that a channel can't be passed where a call is meant. */
declare const brand: unique symbol;
type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };

/** One call, chosen by Parley: a UUID. */
export type CallId = Brand<string, "CallId">;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ids that come from outside, or with a damaged fact, may be anything. */
export function isCallId(text: string): text is CallId {
  return UUID.test(text);
}

/** The caller's turn in a call; the first one is 1, and 0 is the time before the caller spoke. */
export type TurnId = Brand<number, "TurnId">;
/** One thing the agent says without a break; counts up from 1 in each call. */
export type UtteranceId = Brand<number, "UtteranceId">;

export function turnAfter(turn: TurnId): TurnId {
  return (turn + 1) as TurnId;
}

export function utteranceAfter(utterance: UtteranceId): UtteranceId {
  return (utterance + 1) as UtteranceId;
}
