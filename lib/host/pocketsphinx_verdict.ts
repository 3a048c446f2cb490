/**
 * Were these words said, or only something that the grammar bent into them? A grammar turns all
 * speech into an answer, so the same audio is also read as bare phones, which fit anything. Where
 * the words fit much worse than the phones do, they were not said.
 */

/** A stretch of audio and what a decoder took it for. */
export interface Segment {
  /** In the decoder's frames of 10 ms; `to` is not in it any more. */
  readonly from: number;
  readonly to: number;
  /** Acoustic score: the logarithm of a likelihood, in the decoder's units. */
  readonly score: number;
  readonly word: string;
}

export type Verdict =
  | { readonly type: "words"; readonly text: string; readonly confidence: number }
  | { readonly type: "not_understood" };

/**
 * How much worse per frame than phones all words together, and the worst of them, may fit. Over a
 * telephone, words that were said lose 0 to 12, seldom 18; other speech loses 20 and more, at times 14.
 */
const ALL_WORDS_LOSS_MAX = 16;
const WORST_WORD_LOSS_MAX = 36;
/** Words that lose more are doubtful: the conversation asks whether they are right. */
const DOUBTFUL_LOSS = 11;
/** A word of few frames is judged as if it had these, at the loss of all words. */
const WORD_FRAMES_MIN = 12;
/** What the decoder takes off for each word (`-wip`), and phones don't pay. */
const WORD_COST = 150;
/** Told for words that fit as well as phones, and where doubt begins (below 0.6, see the core). */
const CONFIDENCE_MAX = 0.95;
const CONFIDENCE_IN_DOUBT = 0.59;

/** `words` and `phones` were made from the same audio. */
export function verdictOn(words: readonly Segment[], phones: readonly Segment[]): Verdict {
  const said = words.filter(({ word }) => !isFiller(word));
  if (said.length === 0) return { type: "not_understood" };
  const losses = lossesOf(said, phones);
  const all = lossOfAll(losses);
  if (all > ALL_WORDS_LOSS_MAX || worstOf(losses, all) > WORST_WORD_LOSS_MAX) {
    return { type: "not_understood" };
  }
  const doubt = Math.min(Math.max(all, 0) / DOUBTFUL_LOSS, 1);
  return {
    type: "words",
    text: said.map(({ word }) => word.replace(/\(\d+\)$/, "")).join(" "),
    confidence: CONFIDENCE_MAX - (CONFIDENCE_MAX - CONFIDENCE_IN_DOUBT) * doubt,
  };
}

/**
 * One line as `pocketsphinx_batch -hypseg` writes it: a name, scores, then start frame, acoustic
 * score, language score and word again and again, then the number of frames. Null: it isn't one.
 */
export function readSegments(line: string): Segment[] | null {
  const parts = line.trim().split(/\s+/);
  const rest = parts.slice(parts.indexOf("L") + 2);
  if (!parts.includes("L") || rest.length % 4 !== 1) return null;
  const starts = rest.filter((_, at) => at % 4 === 0).map(Number);
  if (starts.some((frame) => !Number.isInteger(frame))) return null;
  return starts.slice(0, -1).map((from, at) => ({
    from,
    to: starts[at + 1]!,
    score: Number(rest[at * 4 + 1]),
    word: rest[at * 4 + 3]!,
  }));
}

interface Loss {
  readonly frames: number;
  /** In all its frames together. */
  readonly total: number;
}

function lossesOf(said: readonly Segment[], phones: readonly Segment[]): Loss[] {
  const frames = Math.max(0, ...phones.map(({ to }) => to));
  /** At each frame the score of the phones before it. */
  const sums = new Float64Array(frames + 1);
  for (const { from, to, score } of phones) {
    for (let frame = Math.max(from, 0); frame < to; frame++) sums[frame + 1] = score / (to - from);
  }
  for (let frame = 1; frame <= frames; frame++) sums[frame] = sums[frame]! + sums[frame - 1]!;
  const at = (frame: number) => sums[Math.min(Math.max(frame, 0), frames)]!;
  return said.map(({ from, to, score }) => ({
    frames: to - from,
    total: at(to) - at(from) - (score + WORD_COST),
  }));
}

function lossOfAll(losses: readonly Loss[]): number {
  const frames = losses.reduce((sum, loss) => sum + loss.frames, 0);
  return losses.reduce((sum, { total }) => sum + total, 0) / Math.max(frames, 1);
}

/** Short words score wildly, so what they lack in frames is filled up with the average. */
function worstOf(losses: readonly Loss[], all: number): number {
  return Math.max(...losses.map(({ frames, total }) => {
    const missing = Math.max(0, WORD_FRAMES_MIN - frames);
    return (total + missing * all) / Math.max(frames, WORD_FRAMES_MIN);
  }));
}

/** `<sil>`, `(NULL)`, `[NOISE]`: no words. */
function isFiller(word: string): boolean {
  return /^[<([+]/.test(word);
}
