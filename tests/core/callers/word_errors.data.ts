/** What words are taken for on a bad line. */

const pairs: readonly (readonly [string, string])[] = [
  ["thirteen", "thirty"],
  ["fourteen", "forty"],
  ["fifteen", "fifty"],
  ["sixteen", "sixty"],
  ["seventeen", "seventy"],
  ["eighteen", "eighty"],
  ["nineteen", "ninety"],
  ["five", "nine"],
  ["seven", "eleven"],
  ["six", "sixty"],
  ["eight", "eighty"],
  ["twenty", "seventy"],
  ["two", "ten"],
  ["thousand", "hundred"],
  ["million", "billion"],
  ["thirteenk", "thirtyk"],
  ["fourteenk", "fortyk"],
  ["fifteenk", "fiftyk"],
  ["dollars", "collars"],
  ["pounds", "bonds"],
  ["euros", "heroes"],
  ["stocks", "socks"],
  ["bonds", "bombs"],
  ["funds", "fans"],
  ["shares", "chairs"],
  ["gold", "cold"],
  ["cash", "catch"],
  ["wine", "line"],
  ["crypto", "grip to"],
  ["moderate", "modern"],
  ["risk", "brisk"],
  ["low", "slow"],
  ["high", "I"],
  ["years", "ears"],
  ["year", "here"],
  ["months", "once"],
  ["least", "east"],
  ["most", "post"],
  ["within", "with him"],
  ["between", "been"],
  ["up", "cup"],
  ["no", "know"],
  ["yes", "guess"],
  ["right", "write"],
  ["correct", "collect"],
];

export const ALIKE: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(pairs.map(([one, other]) => [one, [other]])),
  ...Object.fromEntries(pairs.map(([one, other]) => [other, [one]])),
  one: ["nine", "won"],
  four: ["for", "five"],
  fifty: ["fifteen", "sixty"],
  five: ["nine", "four"],
};

/** What a noise or a neighbour's talk may sound like. */
export const ANY_WORDS =
  ("the a and it is that of in was he for on are with they be at this have from or had by but what " +
    "all were we when your can said there use an each which she do how their if will up other about " +
    "out many then them these so some her would make like him into time has look more write go see " +
    "people way could been call who its now find long down day did get come made may part over new " +
    "sound take only little work know place year live me back give most very after thing our just " +
    "name good sentence man think say great where help through much before line right too mean old " +
    "any same tell boy follow came want show also around form three small set put end does another " +
    "well large must big even such because turn here why ask went men read need land different home " +
    "us move try kind hand picture again change off play spell air away animal house point page " +
    "letter mother answer found study still learn should america world").split(" ");
