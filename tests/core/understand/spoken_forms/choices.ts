/** Investment types and risk: by the words that people have for them. */
import { around, type Draw, fill, misheard, type SpokenForm } from "./form.ts";

/** In alphabetical order of what is noted. */
const TYPES = {
  bonds: ("bonds|government bonds|treasuries|corporate bonds|treasury bonds|municipal bonds|" +
    "t bills|fixed income|savings bonds|junk bonds|treasury bills|gilts").split("|"),
  cash:
    "a savings account|money market|certificates of deposit|cds|a fixed deposit|a high yield savings account|term deposits"
      .split("|"),
  commodities: ("gold|silver|commodities|precious metals|oil|gold bars|raw materials|platinum|" +
    "natural gas|gold coins|crude oil").split("|"),
  crypto: ("crypto|bitcoin|ethereum|cryptocurrency|cryptocurrencies|digital currencies|bitcoins|" +
    "crypto coins|dogecoin|solana").split("|"),
  funds:
    ("funds|mutual funds|index funds|etfs|e t fs|hedge funds|exchange traded funds|an index fund|" +
      "an etf|the s and p five hundred|tracker funds|investment funds").split("|"),
  other: "private equity|art|a startup|venture capital|forex|fine art|start ups|wine|collectibles"
    .split("|"),
  real_estate:
    ("real estate|property|rental properties|an apartment|houses|commercial real estate|" +
      "land|rental property|reits|condos|residential property|a rental home").split("|"),
  retirement: ("a retirement account|a pension|an ira|a roth ira|my 401k|a 401 k|a pension plan|" +
    "retirement savings|a retirement plan|an annuity|a four oh one k").split("|"),
  stocks: ("stocks|shares|the stock market|equities|tech stocks|blue chips|individual stocks|" +
    "apple shares|dividend stocks|growth stocks|company shares|penny stocks").split("|"),
} as const;
type Type = keyof typeof TYPES;
const ALL = Object.keys(TYPES) as Type[];

const WANTS = (
  "X|X|X|X|i'd like X|i want X|i'm interested in X|i was thinking of X|mostly X|i'd go for X|" +
  "i'm looking at X|probably X|i want to invest in X|i'd like to put it in X|X sounds good|" +
  "i'm into X|definitely X|let's do X|i'd prefer X|maybe X|X i think|X would be nice"
).split("|");

function name(draw: Draw, type: Type): string {
  const said = draw.one(TYPES[type]);
  return draw.chance(0.1) ? misheard(draw, said) : said;
}

export function types(draw: Draw): SpokenForm {
  const chosen = draw.some(ALL, draw.one([1, 1, 1, 2, 2, 3]));
  const names = chosen.map((type) => name(draw, type));
  const listed = names.length < 2 ? names[0]! : draw.one([
    `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`,
    names.join(" and "),
    names.join(", "),
    `${names.slice(0, -1).join(", ")} and maybe ${names.at(-1)}`,
    `${names.slice(0, -1).join(", ")} plus ${names.at(-1)}`,
  ]);
  return {
    kind: chosen.length > 1 ? "type: several" : "type: one",
    asked: "type",
    said: around(draw, fill(draw.one(WANTS), { X: listed })),
    noted: { type: [...chosen].sort() },
  };
}

/** One that is wanted, and one that is not. */
const AGAINST = (
  "not B, A|no B, A|A but not B|A, not B|not B but A|A, no B|anything but B, so A|i don't want B, i want A|" +
  "A but no B|A instead of B|A rather than B|definitely not B, A please|no, not B. A.|" +
  "B, no, A|B, sorry, I mean A|B, actually A|B, no wait, A|no B please just A|forget B, A|" +
  "i don't like B but A is fine|B are not for me, A|i said A, not B|not B i said A|B, or rather A"
).split("|");

export function instead(draw: Draw): SpokenForm {
  const [a, b] = draw.some(ALL, 2);
  const way = draw.one(AGAINST);
  const said = fill(way, { A: name(draw, a!), B: name(draw, b!) });
  return {
    kind: "type: not this but that",
    asked: "type",
    said: around(draw, said),
    noted: { type: [a!] },
  };
}

const REFUSED =
  "no X|not X|anything but X|i don't want X|definitely no X|i hate X|i would never buy X|i'm not interested in X"
    .split("|");

export function noneOf(draw: Draw): SpokenForm {
  const said = fill(draw.one(REFUSED), { X: name(draw, draw.one(ALL)) });
  return { kind: "type: refused", asked: "type", said: around(draw, said), noted: {} };
}

const RISKS = {
  conservative: (
    "conservative|low|low risk|i can't stand to lose money|very conservative|as safe as possible|" +
    "i want to play it safe|safe|i don't want to lose money|i'm risk averse|no risk|cautious|" +
    "i hate losing money|as little risk as possible|i'm pretty careful|safety first|minimal risk|" +
    "i can't afford to lose anything|better safe than sorry|capital preservation|very low|" +
    "i don't like risk|i'm not a risk taker|i'd call myself conservative|nothing risky|" +
    "i want to sleep at night|on the conservative side|i don't want to take any risks|not risky"
  ).split("|"),
  moderate: (
    "moderate|medium|medium risk|balanced|in the middle|middle of the road|somewhere in the middle|" +
    "average|a moderate risk|a bit of risk is fine|i'm moderate|some risk is okay|i'd say moderate|" +
    "a balanced approach|a mix of both|neither too risky nor too safe|fairly moderate|in between|" +
    "the middle one|i can take some risk|a little risk is okay|halfway"
  ).split("|"),
  aggressive: (
    "aggressive|high|high risk|i'm fine with swings|i can take a lot of risk|very aggressive|" +
    "high risk high reward|i love risk|i'm a risk taker|i don't mind losing some money|pretty high|" +
    "go big or go home|i like to gamble|i'm comfortable with big swings|i want maximum growth|" +
    "i can handle volatility|i'd say aggressive|bring it on|all in|i'm not afraid of risk|" +
    "ups and downs don't bother me|volatility doesn't scare me|i'm okay with big losses"
  ).split("|"),
} as const;
type Risk = keyof typeof RISKS;

export function risk(draw: Draw): SpokenForm {
  const level = draw.one(Object.keys(RISKS) as Risk[]);
  const said = draw.one(RISKS[level]);
  return {
    kind: "risk: one",
    asked: "risk",
    said: around(draw, draw.chance(0.15) ? misheard(draw, said) : said),
    noted: { risk: level },
  };
}

const PLAIN_RISKS = ["conservative", "moderate", "aggressive"] as const;
const RISK_CHANGES = (
  "not B, A|B no A|B, no, A|B, sorry, A|B, I mean A|A, not B|B, actually A|more A than B|" +
  "not B but A|B, make that A|A rather than B|no not B, A|B, no wait, A|i said A not B|B, or rather A"
).split("|");

export function riskCorrected(draw: Draw): SpokenForm {
  const [a, b] = draw.some(PLAIN_RISKS, 2);
  const said = fill(draw.one(RISK_CHANGES), { A: a!, B: b! });
  return { kind: "risk: corrected", asked: "risk", said: around(draw, said), noted: { risk: a! } };
}
