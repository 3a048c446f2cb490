/** English words around digits that are read out one after the other. */
import type { DigitWords } from "../language.ts";

export const digitWords: DigitWords = {
  fillers: new Set(
    ("uh um uhm er erm hm hmm and then space dash hyphen slash dot point ok okay so next comma " +
      "minus").split(" "),
  ),
  misheard: { for: "4", fore: "4", to: "2", too: "2", won: "1", ate: "8" },
  plus: /(\+|\bplus)\s*\(?$/i,
  codeCue:
    /\b(cvv2?|cvc2?|cid|csc|c v v|c v c|(security|verification|card|secret) (code|value)|pin( code| number)?|three digits on the back)\b/giu,
  codeFollows: /^.{0,20}\b(is|it's)\W*$/iu,
};
