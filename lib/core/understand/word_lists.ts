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
}
