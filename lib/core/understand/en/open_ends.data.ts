/** English words that don't end a turn. Up to three words, as they are spoken. */
import type { OpenEnds } from "../language.ts";

function words(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(", ")));
}

export const openEnds: OpenEnds = {
  joins: words(
    "and, or, but, because, cause, cuz, if, when, while, whether, although, unless, than, plus",
    "um, umm, uh, uhh, uhm, er, erm, hmm, hm, mmm, eh, ah, oh, well, like, basically, maybe, perhaps",
    "let me see, let me think, let me check, let's see, hang on, i mean, you know",
  ),
  always: words(
    "a, an, the, my, our, his, her, their, your, its, some, any, another, every, each, these",
    "i'm, i've, i'd, i'll, we're, we've, you're, he's, she's, it's, they're, there's",
    "i, we, he, they, who, which, whose",
    "is, was, were, are, be, been, has, had, gonna, wanna, want, can, could, should, might, must",
    "very, pretty, quite, rather, possibly, especially, mostly, mainly",
    "approximately, roughly, nearly, almost, between, versus, minus, point, dot, underscore, dash",
    "kind of, sort of, such as, as well as, a bit, a little bit of, a couple of, a lot of, in case",
    "was thinking, wondering",
    "depends on, so that, even though, as soon as, not sure but, rather than",
  ),
  unlessAsked: words(
    "to, of, for, with, from, by, at, about, into, onto, around, until, till, under, above, through",
    "within, without, against, towards, toward, per, in the, on the, as, that",
  ),
  unlessAnswered: words(
    "i think, i guess, i suppose, i would say, i'd say, i believe, i would, i'd like, i want",
    "i'd rather, i don't know but, i'm not sure, not sure, it depends, it's, this is, so, just",
    "actually, probably, only, in, on, not, no wait",
  ),
  askedWith: words("what, who, where, which, how, why, whom, when"),
};
