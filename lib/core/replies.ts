/** What the agent answers by rule to what a caller said, before it goes on with its own question. */
import type { Campaign } from "./campaign.ts";
import type { Heard, Intent } from "./understand/heard.ts";

/** Wishes that policy answers in fixed words: no model is asked. */
const POLICY: readonly Intent[] = [
  "are_you_a_robot",
  "person",
  "not_interested",
  "repeat",
  "wait",
  "advice",
  "goodbye",
];

export function isPolicy(heard: Heard): boolean {
  return heard.intents.some((intent) => POLICY.includes(intent));
}

/** `news`: this turn changed what is known. */
export function scriptedReply(
  heard: Heard,
  campaign: Campaign,
  news: boolean,
): readonly string[] {
  const { lines } = campaign;
  const replies = heard.intents.map((intent) => replyTo(intent, campaign)).filter((text) =>
    text !== null
  );
  if (replies.length > 0) return [...new Set(replies)];
  if (news) return [lines.accepted];
  if (heard.yesNo !== null || heard.intents.length > 0) return [];
  return [lines.notUnderstood];
}

/** Something of the turn was understood, whether or not it answers the question. */
export function isClear({ intents, yesNo, answers }: Heard, news: boolean): boolean {
  return news || yesNo !== null || intents.length > 0 || answers.length > 0;
}

function replyTo(intent: Intent, { lines }: Campaign): string | null {
  switch (intent) {
    case "are_you_a_robot":
      return lines.iAmAnAi;
    case "person":
      return lines.personAsked;
    case "not_interested":
      return lines.notInterested;
    case "advice":
      return lines.noAdvice;
    case "wait":
      return lines.takeYourTime;
    case "dont_know":
    case "refuse":
      return lines.noProblem;
    case "repeat":
    case "goodbye":
    case "greeting":
    case "thanks":
      return null;
  }
}
