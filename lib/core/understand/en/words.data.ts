/** Small English words by the part they play between others. */
import type { WordLists } from "../word_lists.ts";

function of(words: string): ReadonlySet<string> {
  return new Set(words.split(" "));
}

export const words: WordLists = {
  takingOut: of("take leave cross kick throw cut strike"),
  turns: of("but so however though although whereas while"),
  ours: of("i we me us our"),
  besideOthers: of("and with for to from than like as of unlike until till when once before"),
  joins: of("and or nor plus"),
  keeps: of("or nor"),
  alone: of("just only"),
  hesitations: of("um uh er erm hmm well oh say"),
  links: of("and so because cause since now then"),
  wishes: of("want wanna would"),
  persons: of("i we it he she they"),
  subjects: of("i we it my he she they there"),
  inverted: of("is are does was were"),
  questionSubjects: of("it that i my the a thing answer there something"),
  but: of("but however though"),
  having: of("have got put do say about around"),
  beforeYears: of("in by until till since before after year around"),
  clauses: of("and but so"),
  steps: of("a the of like is be to maybe perhaps probably"),
  under: of("under below beneath less lower fewer shorter sooner"),
  until: of("by before"),
  unitLinks: of("in of worth"),
  cents: of("cent cents penny pence pennies"),
  articles: of("a an one"),
  whole: of("full whole single good solid"),
  negations: of("not no never without"),
  titles: of("dr doctor mr mrs ms miss prof professor"),
  calls: of(
    "call calls called calling callback ring phone contact contacted reach text email write message",
  ),
  beforeAddress: of(
    "is it at my email mail address to on and the a me use send write try that this sure yes so i am well okay actually no not contact reach under be would will can um uh",
  ),
  courtesies: of("okay alright right well"),
  askedOf: of("i we you they"),
  weakAnswers: of("do am would did can will fine good okay alright never wrong false incorrect"),
};
