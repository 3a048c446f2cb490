/** What English callers say around an answer; recognisers that work by grammar offer it. */
import type { SpokenWords } from "../grammar.ts";

export const spokenWords: SpokenWords = {
  fillers: "(um|uh|er|hmm|well|so|oh|okay|like|you know|actually|honestly|let me see|let us see)",
  hedges: "(i would say|i would guess|i guess|i think|i suppose|i believe|i mean|maybe|perhaps|" +
    "probably|let us say|it is|that is|that would be|it would be)",
  wishes: "(i would like|i want|i would prefer|i prefer|i would rather|i am interested in|" +
    "i am looking (for|at)|i am thinking (of|about)|i was thinking (of|about)|i like|" +
    "i would go (for|with)|i will take|mostly|mainly|rather|only|just|some)",
  deeds: "(to (buy|invest in|invest|put (it|money) (in|into))|put (it|money) (in|into)|" +
    "invest in|buy|invest)",
  having: "(i have [got]|i can (spend|invest|put in)|i could (spend|invest|put in)|" +
    "i would like to (spend|invest|put in)|i want to (spend|invest|put in)|" +
    "i am thinking of (investing|spending))",
  being: "(i am|i would be|i would call myself|call me|i like [to]|i can (take|handle))",
  closers: "(please|thank you|thanks|i think|i guess|i suppose|or so|maybe|probably|in total|" +
    "if that is okay|for me|for now)",
  corrections: "[oh] (no|sorry|wait|actually|i mean) [wait|sorry|actually|i mean] " +
    "[(make|call) (that|it)|i (said|meant)|it is|it should be]",
  and: "(and|or|and also|and maybe|and some|as well as|plus)",
  slangThousands: ["grand", "k"],
  dayTimes: "[(on|for|maybe)] [(today|tomorrow|the day after tomorrow|" +
    "[this|next|on] (monday|tuesday|wednesday|thursday|friday|saturday|sunday)|next week)] " +
    "[in the (morning|afternoon|evening)|morning|afternoon|evening|tonight|around noon|at noon]",
  clock: {
    before: "(at|around|about|after|before|by)",
    minutes: "(fifteen|thirty|forty five|o'clock)",
    halves: "(half past|quarter past|quarter to)",
    after: "(a m|p m|in the (morning|afternoon|evening))",
  },
  inTime: "in",
};

/** Words that callers say and CMU's dictionary lacks, in its phones. */
export const pronunciations: Readonly<Record<string, readonly string[]>> = {
  cryptocurrency: ["K R IH P T OW K ER AH N S IY"],
  cryptocurrencies: ["K R IH P T OW K ER AH N S IY Z"],
  bitcoin: ["B IH T K OY N"],
  bitcoins: ["B IH T K OY N Z"],
  ethereum: ["IH TH IH R IY AH M"],
  chatbot: ["CH AE T B AA T"],
  robocall: ["R OW B OW K AO L"],
  etf: ["IY T IY EH F"],
  etfs: ["IY T IY EH F S"],
  netflix: ["N EH T F L IH K S"],
  nasdaq: ["N AE Z D AE K"],
};

/**
 * Short forms, as further ways to say the full word: "i am" is spoken "i'm", and the text stays the
 * full one, which is what the understanding reads.
 */
export const shortForms: Readonly<Record<string, readonly string[]>> = {
  am: ["M"],
  is: ["S", "Z"],
  are: ["R"],
  have: ["V"],
  will: ["L"],
  would: ["D"],
  not: ["N T"],
  us: ["S"],
  do: ["D OW"],
};
