/** From how much of an utterance was heard to which of its words were. */

/** Letters tell long syllables from short ones; found by trying three voices' own timing. */
const SYLLABLES_PER_LETTER = 0.2;
/** "80,000" is spoken as "eighty thousand": more syllables than signs that one sees. */
const SYLLABLES_PER_DIGIT = 1.6;
/** Sound, without pauses, that a syllable by this count takes: 130 to 150 ms in the same voices. */
const MS_PER_SYLLABLE = 135;

/** `share`: 0 to 1 of its sound. A word counts that was heard to its middle. */
export function heardWords(text: string, share: number): string {
  const words = [...text.matchAll(/\S+/g)];
  const lengths = words.map(([word]) => lengthOf(word));
  const heard = share * sumOf(lengths);
  let end = 0;
  let soFar = 0;
  for (const [at, word] of words.entries()) {
    if (soFar + lengths[at]! / 2 > heard || share === 0) break;
    soFar += lengths[at]!;
    end = word.index + word[0].length;
  }
  return text.slice(0, end);
}

/** How long its sound will be where it is not made to its end yet; pauses not counted. */
export function expectedSoundMs(text: string): number {
  return sumOf((text.match(/\S+/g) ?? []).map(lengthOf)) * MS_PER_SYLLABLE;
}

/** In syllables. */
function lengthOf(word: string): number {
  const digits = word.match(/\d/g)?.length ?? 0;
  const letters = word.toLowerCase().match(/\p{L}/gu)?.join("") ?? "";
  const vowels = letters.match(/[aeiouyà-öø-ÿ]+/g)?.length ?? 0;
  const isSilentE = vowels > 1 && /[^l]e$/.test(letters);
  const syllables = letters === "" ? 0 : Math.max(1, vowels - (isSilentE ? 1 : 0));
  return syllables + letters.length * SYLLABLES_PER_LETTER + digits * SYLLABLES_PER_DIGIT;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
