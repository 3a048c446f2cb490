/** The small words that a language has to bring beside its phrases. */

/** Small words by the part they play between others; each set may be empty. */
export interface WordLists {
  readonly takingOut: ReadonlySet<string>;
  /** Words after which the caller comes back to himself. */
  readonly turns: ReadonlySet<string>;
  readonly ours: ReadonlySet<string>;
  /** "With my wife", "for my kids": the wish is the caller's. */
  readonly besideOthers: ReadonlySet<string>;
  readonly joins: ReadonlySet<string>;
  readonly keeps: ReadonlySet<string>;
  /** "No bonds please just stocks": what comes after is all that is wanted. */
  readonly alone: ReadonlySet<string>;
  readonly hesitations: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
  readonly wishes: ReadonlySet<string>;
  readonly persons: ReadonlySet<string>;
  readonly subjects: ReadonlySet<string>;
  readonly inverted: ReadonlySet<string>;
  /** Fillers that a verb may belong to: "it is about fifty" asks nothing. */
  readonly questionSubjects: ReadonlySet<string>;
  readonly but: ReadonlySet<string>;
  readonly having: ReadonlySet<string>;
  readonly beforeYears: ReadonlySet<string>;
  readonly clauses: ReadonlySet<string>;
  readonly steps: ReadonlySet<string>;
  readonly under: ReadonlySet<string>;
  readonly until: ReadonlySet<string>;
  readonly unitLinks: ReadonlySet<string>;
  readonly cents: ReadonlySet<string>;
  readonly articles: ReadonlySet<string>;
  /** Between the article and the unit: "a full year". */
  readonly whole: ReadonlySet<string>;
  readonly negations: ReadonlySet<string>;
  /** "Dr. Lee": the point ends no sentence, and the title is no name. */
  readonly titles: ReadonlySet<string>;
  readonly calls: ReadonlySet<string>;
  /** Words that come before an address and are none of it. */
  readonly beforeAddress: ReadonlySet<string>;
  /** Said before an answer of either kind. */
  readonly courtesies: ReadonlySet<string>;
  /** "Do I have to": a question, no answer. */
  readonly askedOf: ReadonlySet<string>;
  readonly weakAnswers: ReadonlySet<string>;
  /** "Twenty thousand in stocks": what a part of a sum is for. */
  readonly partsOf: ReadonlySet<string>;
  /** Only after these is "May" a month. */
  readonly beforeMonths: ReadonlySet<string>;
  /** The words themselves, where a rule asks for one of them. */
  readonly noes: ReadonlySet<string>;
  readonly ands: ReadonlySet<string>;
  readonly ors: ReadonlySet<string>;
  readonly froms: ReadonlySet<string>;
  /** "So bonds": what the weighing came to. */
  readonly sos: ReadonlySet<string>;
  /** "I am fifty". */
  readonly beingMe: ReadonlySet<string>;
  /** "Aged fifty", and "fifty years old". */
  readonly ages: ReadonlySet<string>;
  readonly afterAges: ReadonlySet<string>;
  /** "Another twenty thousand" is added to what was said before. */
  readonly more: ReadonlySet<string>;
  /** "Fifty thousand worth of stocks" is no price. */
  readonly worth: ReadonlySet<string>;
  /** "In 2040", "until 2040". */
  readonly beforePoints: ReadonlySet<string>;
  /** "After Christmas": any time from then on. */
  readonly after: ReadonlySet<string>;
  /** "Why did you call me" wishes for no call. */
  readonly noWishes: ReadonlySet<string>;
  /** "Why do you call me". */
  readonly askedOfYou: ReadonlySet<string>;
  /** "Low to medium", "low or medium". */
  readonly between: ReadonlySet<string>;
  /** "Twice a year" is no span of time. */
  readonly rates: ReadonlySet<string>;
  /** As a dot is said in an address. */
  readonly dots: ReadonlySet<string>;
  /** A wish before them is one of its own. */
  readonly clauseLinks: ReadonlySet<string>;
  /** "An hour and a half". */
  readonly hours: ReadonlySet<string>;
  /** "A week from Tuesday". */
  readonly weeksFrom: ReadonlySet<string>;
  /** Units that count from now: "in two hours". */
  readonly shortUnits: ReadonlySet<string>;
  /** "Anna here", "Anna from Ohio". */
  readonly afterNames: ReadonlySet<string>;
  /** "The second one". */
  readonly afterOrdinals: ReadonlySet<string>;
  /** "Number two", "option two". */
  readonly beforeChoices: ReadonlySet<string>;
  /** "Change stocks to bonds". */
  readonly exchangedFor: ReadonlySet<string>;
  /** "Take the bonds out". */
  readonly outOf: ReadonlySet<string>;
  /** "Stocks really are not for me". */
  readonly stresses: ReadonlySet<string>;
  /** "I don't know, like, six months". */
  readonly beforeLike: ReadonlySet<string>;
  /** "Not so much": no new clause. */
  readonly beforeSo: ReadonlySet<string>;
  /** What shows a number to be an hour. */
  readonly afterHours: ReadonlySet<string>;
  /** "Twelve p m". */
  readonly halfLetters: ReadonlySet<string>;
  /** Between two parts of a date. */
  readonly dateLinks: ReadonlySet<string>;
  /** "Friday the fifth". */
  readonly beforeDays: ReadonlySet<string>;
  /** "The 5 th". */
  readonly dayEndings: ReadonlySet<string>;
  /** What makes a year a sum: "2040 dollars". */
  readonly counted: ReadonlySet<string>;
  /** "I am good": a no, said kindly. */
  readonly contents: ReadonlySet<string>;
  /** "No other", "no one": no answer. */
  readonly afterNo: ReadonlySet<string>;
  /** What may follow the number of a choice: "my number one priority" names none. */
  readonly afterChoices: ReadonlySet<string>;
  /** Without one of them a number from 2000 to 2100 may be a sum. */
  readonly leadingYears: ReadonlySet<string>;
  /** "Um", "uh": they say nothing, unless they are half of "uh huh" or "nuh uh". */
  readonly sounds: ReadonlySet<string>;
  readonly afterSounds: ReadonlySet<string>;
  readonly beforeSounds: ReadonlySet<string>;
  /** Words before the first one of an answer. */
  readonly leads: ReadonlySet<string>;
}
