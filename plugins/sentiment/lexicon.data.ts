/** English words of callers and how they sound: -3 to 3. Written for this plugin. */

const scale = (value: number, words: string) =>
  words.split(" ").map((word) => [word, value] as const);

export const WORDS: Readonly<Record<string, number>> = Object.fromEntries([
  ...scale(-3, "scam scammers fraud furious disgusting outrageous liar liars thieves crooks hate"),
  ...scale(-3, "bullshit fuck fucking shit damn idiots idiot hell worst useless pathetic sue"),
  ...scale(-2, "angry terrible awful horrible ridiculous unacceptable rubbish crap garbage stupid"),
  ...scale(
    -2,
    "annoying annoyed upset frustrated frustrating sick complain complaint cheated lied",
  ),
  ...scale(-2, "nonsense joke unbelievable disappointed disappointing rude insulting fed"),
  ...scale(
    -1,
    "bad wrong confused confusing worried worry problem problems trouble slow difficult",
  ),
  ...scale(
    -1,
    "wait waiting again already unhappy sad sorry unfortunately hard boring tired silly",
  ),
  ...scale(1, "good nice fine okay happy glad helpful easy clear thanks interesting interested"),
  ...scale(1, "sure right correct sounds like comfortable useful pleased"),
  ...scale(2, "great excellent lovely perfect wonderful brilliant super love awesome cool thank"),
  ...scale(3, "fantastic amazing delighted outstanding thrilled"),
]);

/** Before single words: their words alone sound otherwise. */
export const PHRASES: readonly (readonly [phrase: string, value: number])[] = [
  ["waste of time", -3],
  ["wasting my time", -3],
  ["sick and tired", -3],
  ["fed up", -3],
  ["had enough", -3],
  ["rip off", -3],
  ["go to hell", -3],
  ["shut up", -3],
  ["are you kidding", -2],
  ["you're kidding", -1],
  ["what the hell", -3],
  ["not listening", -2],
  ["don't understand me", -2],
  ["i already told you", -3],
  ["i just told you", -3],
  ["i said that already", -3],
  ["how many times", -2],
  ["stop calling", -3],
  ["no problem", 1],
  ["not bad", 1],
  ["can't wait", 2],
  ["i don't like", -2],
  ["what would you like", 0],
  ["i would like", 0],
  ["i'd like", 0],
  ["would like", 0],
  ["something like", 0],
  ["pretty good", 2],
  ["that's right", 0.5],
  ["all right", 0.5],
  ["wait a minute", 0],
  ["wait a second", 0],
  ["high risk", 0],
  ["hard to say", 0],
];

export const NEGATIONS: ReadonlySet<string> = new Set(
  "not no never nothing nobody hardly neither nor without cannot dont cant wont isnt".split(" "),
);
export const EMPHASIS: ReadonlySet<string> = new Set(
  "very really so extremely absolutely totally completely incredibly bloody damn such truly".split(
    " ",
  ),
);
export const DAMPENERS: ReadonlySet<string> = new Set(
  "bit little somewhat slightly rather quite fairly kind sort maybe almost".split(" "),
);
