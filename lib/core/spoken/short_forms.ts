/** Abbreviations and signs that are read as words. */

/** In this order. */
const SAID_AS: readonly (readonly [RegExp, string])[] = [
  [/(?<!\p{L})e\.\s?g\.,?(?=\s)/giu, "for example"],
  [/(?<!\p{L})i\.\s?e\.,?(?=\s)/giu, "that is"],
  [/\betc\.(?=\s+\p{Lu}|\s*$)/gu, "and so on."],
  [/\betc\.?(?![\w.])/g, "and so on"],
  [
    /(?<!\b(?:dot|dash|underscore|plus|at)\s)\bvs\.?(?=\s(?!dot\b|dash\b|underscore\b|plus\b|at\b))/gi,
    "versus",
  ],
  [/\bapprox\.?(?=\s)/gi, "about"],
  [/\bincl\.(?=\s)/gi, "including"],
  [/\bexcl\.(?=\s)/gi, "excluding"],
  [/\bmin\.(?=\s\d)/gi, "at least"],
  [/\bmax\.(?=\s\d)/gi, "at most"],
  [/\bp\.\s?a\.(?=\s|$)/gi, "a year"],
  [/\b(\d+)\s?yrs?\b\.?(?!\w)/gi, "$1 years"],
  [/\b(\d+)\s?mos?\.(?=\s|$)/gi, "$1 months"],
  [/\bNos?\.\s?(?=\d)/g, "number "],
  [/#\s?(?=\d)/g, "number "],
  [/\bMr\.?(?=\s)/g, "Mister"],
  [/\bMrs\.?(?=\s)/g, "Missus"],
  [/\bDr\.?(?=\s+\p{Lu})/gu, "Doctor"],
  [/\bw\/o(?=\s)/gi, "without"],
  [/\bw\/(?=\s)/gi, "with"],
  [/\bN\/A\b/g, "not available"],
  [/\band\s?\/\s?or\b/gi, "and or"],
  [/(?<=[\d%kKM)])\s?\/\s?(month|year|week|day|hour|person|share|unit)\b/g, " per $1"],
  [/\b(\p{L}{2,})\s?\/\s?(\p{L}{2,})\b/gu, "$1 or $2"],
  [/\b24\s?\/\s?7\b/g, "around the clock"],
  [/(?<![$€£¥])\b401\s?\(?k\)?(?!\w)/gi, "four oh one k"],
  [/(?<![$€£¥])\b403\s?\(?b\)?(?!\w)/gi, "four oh three b"],
  [/(?<![$€£¥])\b457\s?\(?b\)?(?!\w)/gi, "four five seven b"],
  [/\b1031(?=\sexchange)/gi, "ten thirty-one"],
  [/\bS\s?&\s?P\b/g, "S and P"],
  [/\s*&\s*/g, " and "],
  [/[~≈]\s?(?=[\d$€£¥])/g, "about "],
  [/(\d)\s?\+(?=\s|[.,!?]|$)/g, "$1 or more"],
  [/(?<=\s)=(?=\s)/g, "is"],
  [/(?<=\d\s)\+(?=\s\d)/g, "plus"],
  [/(?<=\d)\s?°\s?C\b/g, " degrees Celsius"],
  [/(?<=\d)\s?°\s?F\b/g, " degrees Fahrenheit"],
  [/(?<=\d)\s?°/g, " degrees"],
  [/(?<=\d)x(?!\w)/g, " times"],
];

/** "e.g." is "for example", "401(k)" is "four oh one k". */
export function sayShortForms(text: string): string {
  return SAID_AS.reduce((said, [written, spoken]) => said.replace(written, spoken), text);
}
