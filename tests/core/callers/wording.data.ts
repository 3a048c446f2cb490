/** The words of made-up callers. */
import type { Topic } from "./goals.ts";

/** `*` is the answer itself. */
export const OPENINGS: Readonly<Record<Topic, readonly string[]>> = {
  investmentType: [
    "*",
    "I would like to invest in *",
    "I am thinking of *",
    "mostly *",
    "well, * I guess that would be it",
    "I'm interested in *",
  ],
  amount: ["*", "I have * to invest", "about *", "I was thinking of *", "it would be *", "* or so"],
  riskTolerance: ["*", "I would say *", "*, that's me", "hm, *"],
  timeline: ["*", "I would say *", "*, I think", "probably *"],
};

export const TYPES: Readonly<Record<string, readonly string[]>> = {
  stocks: ["stocks", "shares", "the stock market", "tech stocks"],
  bonds: ["bonds", "government bonds", "treasury bonds"],
  funds: ["index funds", "mutual funds", "funds", "an index fund"],
  real_estate: ["real estate", "rental property", "property"],
  crypto: ["crypto", "bitcoin", "cryptocurrency"],
  retirement: ["a retirement account", "a pension", "my retirement plan"],
  commodities: ["silver", "commodities", "precious metals"],
  cash: ["cash", "a savings account"],
  other: ["fine art", "classic cars", "wine"],
};

export const RISKS: Readonly<Record<string, readonly string[]>> = {
  conservative: [
    "conservative",
    "low risk",
    "I am quite cautious",
    "I want to play it safe",
    "I can't stand to lose money",
  ],
  moderate: ["moderate", "medium risk", "somewhere in the middle", "a moderate risk"],
  aggressive: ["aggressive", "high risk", "I am quite aggressive", "I like to take risks"],
};

export const CURRENCIES: Readonly<Record<string, readonly string[]>> = {
  USD: ["dollars", "US dollars"],
  EUR: ["euros"],
  GBP: ["pounds"],
};

export const YES = ["yes", "yes that's right", "yeah", "correct", "yes it is", "that's right"];
export const NO = ["no", "no that's wrong", "no that's not right", "nope"];
