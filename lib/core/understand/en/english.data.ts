/** All of English in one place. */
import type { Language } from "../language.ts";
import { addresses } from "./addresses.data.ts";
import { calendar } from "./calendar.data.ts";
import { backChannels, intents, no, yes } from "./intents.data.ts";
import { digitWords } from "./digits.data.ts";
import { openEnds } from "./open_ends.data.ts";
import { machines } from "./machines.data.ts";
import { marks } from "./marks.data.ts";
import { firstNames, nameParticles, noNames } from "./names.data.ts";
import { currencies, numberWords, timeUnits } from "./numbers.data.ts";
import {
  contractions,
  endings,
  plainNegations,
  prepositions,
  respelled,
  scaleAlikes,
  soundAlikes,
} from "./spelling.data.ts";
import { words } from "./words.data.ts";

export const english: Language = {
  tag: "en",
  numbers: numberWords,
  currencies,
  timeUnits,
  calendar,
  addresses,
  marks,
  intents,
  yes,
  no,
  openEnds,
  digitWords,
  typicalTurn:
    "Yes, my name is Anna Smith, and I'd like to put about fifty thousand dollars into " +
    "stocks, low risk, for five years. Call me tomorrow at three at two oh two five five five " +
    "oh one four two, or write to anna at example dot com.",
  machines,
  backChannels,
  contractions,
  endings,
  respelled,
  soundAlikes,
  scaleAlikes,
  prepositions,
  plainNegations,
  words,
  firstNames,
  noNames,
  nameParticles,
};
