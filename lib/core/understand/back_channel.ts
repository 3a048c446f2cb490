/** "Mhm", "okay": a listener's sounds, which tell a speaker to go on. */
import { asksYesNo, type Context } from "./heard.ts";
import { languageOf } from "./language.ts";
import { tokenize } from "./tokens.ts";
import { understand } from "./understand.ts";

/** Longer than "mhm, okay, right" it is a turn. */
const WORDS_MAX = 4;

/** Words that neither answer the question nor want anything. */
export function isBackChannel(text: string, context: Context): boolean {
  const language = languageOf(context.campaign.language);
  const tokens = tokenize(text, language);
  if (tokens.length > WORDS_MAX) return false;
  if (!tokens.every(({ word }) => language.backChannels.has(word))) return false;
  const { answers, intents, yesNo } = understand(text, context);
  const answersYesNo = yesNo !== null && asksYesNo(context.asked, context.campaign);
  return answers.length === 0 && intents.length === 0 && !answersYesNo;
}
