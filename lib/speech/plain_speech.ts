/** What a model writes, made fit to be spoken: no mark-up, no addresses, nothing that can't be said. */

/** Replaced in this order. */
const UNSPEAKABLE: readonly (readonly [RegExp, string])[] = [
  [/!?\[([^\]]*)\]\((?:[^()]|\([^()]*\))*\)/g, "$1"], // [words](address)
  [/<\/?[a-z][^<>]*>/gi, " "],
  [/\b[a-z][a-z0-9+.-]*:\/\/\S*[^\s.,!?;:)]/gi, " "],
  [/\bwww\.\S*[^\s.,!?;:)]/gi, " "],
  [/^\s*(?:#{1,6}|>+|[-*+•·]|\d{1,2}[.)])\s+/, ""], // headings, quotations, lists
  [/```[a-z]*|`+|\*+|~~+|(?<!\w)_+|_+(?!\w)|\|/g, ""],
  [/\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}/gu, ""],
  [/[\p{Cc}\p{Zl}\p{Zp}]/gu, " "],
  [/[\p{Cf}\p{Cs}\p{Co}\p{Cn}\u{fe00}-\u{fe0f}]/gu, ""], // invisible joints, turned text, no letters
  [/\(\s*\)|\[\s*\]|\{\s*\}/g, ""],
  [/\s+([.,!?;:])/g, "$1"],
  [/\s+/g, " "],
];

/** One sentence as it is to be spoken; "" where nothing speakable is left. */
export function plainSpeech(sentence: string): string {
  let said = sentence.normalize("NFC");
  for (const [pattern, plain] of UNSPEAKABLE) said = said.replace(pattern, plain);
  said = said.trim();
  return /[\p{L}\p{N}]/u.test(said) ? said : "";
}
