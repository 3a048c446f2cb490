/** What English callers say around an answer, for recognisers that work by grammar. */
import type { SpokenWords } from "../spoken_words.ts";

export const spokenWords: SpokenWords = {
  soft: [
    "(well|so|oh|okay|like|actually|honestly|probably|maybe|perhaps)",
    "(you know|let me see|let us see|i think|i guess|i suppose|i mean|i believe|i would say)",
    "(let us say|it is|that is|that would be|it would be|yes|no|hello)",
  ],
  closing: [
    "(please|thank you|thanks|i think|i guess|i suppose|or so|maybe|probably|in total|for now)",
  ],
  correction: [
    "[(no|sorry|wait|actually|oh|well)] [(no|sorry|wait|actually)] " +
    "(make (that|it)|i (meant|mean|said)|change (that|it) to|it is|it should be)",
    "(no|actually|sorry) [(sorry|wait|actually|rather)]",
  ],
  willing: ["i (want|need|would like) to", "(can|could|may) i"],
  wish: [
    "i (want|like|prefer|need)",
    "i would (like|prefer|rather have|go (for|with))",
    "i am [(mostly|mainly|more)] (interested in|looking (for|at)|thinking (of|about)|into)",
    "i was thinking (of|about)",
    "i will take",
    "(mostly|mainly|rather|only|just|some|also|a bit of)",
    "[(i (want|like|plan|hope)|i would like|i am (going|planning))] to " +
    "(buy|invest in|put (it|money|some money) (in|into))",
    "(buy|invest in|put it (in|into))",
  ],
  being: ["i am [(a bit|more)]", "i would be", "i would call myself", "i can (take|handle)", "[a]"],
  having: [
    "i have [(got|saved)]",
    "i (can|could|would|want to|would like to|plan to) (invest|put in|spend)",
    "i would like to (invest|put in|spend|start with)",
    "i (am|was) thinking [(of|about)] [(investing|spending)]",
    "(my budget is|starting with|to invest|a budget of|a total of)",
  ],
  wanting: [
    "i (need|want|would like) (it|the money|that|to be done)",
    "(i am|i was) thinking [(of|about)]",
    "(my goal is|the goal is|it will be|it has to be|we have)",
  ],
  and: "(and|or|and also|and maybe|and some|and also some|as well as|plus)",
  slang: ["grand"],
  days: [
    "(today|tomorrow|tonight|the day after tomorrow)",
    "[(on|this|next)] (monday|tuesday|wednesday|thursday|friday|saturday|sunday)",
    "(this|next) week",
  ],
  dayParts: ["[in the] (morning|afternoon|evening)", "[at] (noon|lunch time|lunchtime)"],
  before: "(at|around|about|after|before|by)",
  halves: "(half past|quarter past|quarter to)",
  minutes: "(fifteen|thirty|forty five|o'clock)",
  after: "(a m|p m|in the (morning|afternoon|evening))",
  halfYears: ["(a|one) year and a half", "half a year", "[in] (next|this) (year|month)"],
  unspoken: new Set(
    `an k uh um er hmm us usd y n g b cr ks gs ja si oui aye non nein nyet mm mmhmm mhm hm eh yo mo mos mth mths wk wks yr
    yrs min sec secs approx max ds thou lac lacs mil mils mill mills mio bil bn lakh lakhs crore
    crores fortnight fortnights`.split(/\s+/),
  ),
};

/** In the phones of CMU's dictionary, which lacks these. */
export const pronunciations: Readonly<Record<string, readonly string[]>> = {
  altcoins: ["AA L T K OY N Z"],
  bitcoin: ["B IH T K OY N"],
  bitcoins: ["B IH T K OY N Z"],
  chatbot: ["CH AE T B AA T"],
  cryptocurrency: ["K R IH P T OW K ER AH N S IY"],
  cryptocurrencies: ["K R IH P T OW K ER AH N S IY Z"],
  etf: ["IY T IY EH F"],
  etfs: ["IY T IY EH F S"],
  ethereum: ["IH TH IH R IY AH M"],
  netflix: ["N EH T F L IH K S"],
  robocall: ["R OW B OW K AO L"],
};

/**
 * Short forms as further ways to say the full word: "i'm" is heard as "i am", which is how the
 * understanding writes it.
 */
export const shortForms: Readonly<Record<string, readonly string[]>> = {
  am: ["M"],
  are: ["R"],
  do: ["D OW"],
  have: ["V"],
  is: ["S", "Z"],
  not: ["N T"],
  us: ["S"],
  will: ["L"],
  would: ["D"],
};
