/** Tones that only machines make: fax, busy, and the three notes before "the number you have dialled". */
import { dbfsOf } from "./level.ts";

/** "special_information": the three rising notes of ITU-T E.180 before an announcement. */
export type Tone = "fax" | "busy" | "special_information";

/** Notes are looked for in pieces of this length: two notes 70 Hz apart are still one from another. */
const PIECE_MS = 40;
const PIECE_SAMPLES = 8 * PIECE_MS;
/** Quieter is nobody's tone. */
const FLOOR_DBFS = -40;
/** A tone holds nearly all that is heard; a sung vowel has overtones and stays far below. */
const PURE = 0.85;

/** Hz. Fax: ITU-T T.30; busy: North America and Europe; special information: ITU-T E.180. */
const NOTES = {
  fax_calling: [1_100],
  fax_answering: [2_100],
  busy_american: [480, 620],
  busy_european: [425],
  first: [914, 985],
  second: [1_371, 1_429],
  third: [1_777],
} as const;
type Note = keyof typeof NOTES;
/** Their notes sound together; of other names either one is enough. */
const TOGETHER: ReadonlySet<Note> = new Set(["busy_american"]);

/** A fax calls with half a second of its tone, and answers with three seconds. */
const FAX_CALLING_MS = 400;
const FAX_ANSWERING_MS = 1_000;
/** Each of the three notes lasts a third of a second, and they follow each other at once. */
const NOTE_MS = 200;
const NOTES_WITHIN_MS = 1_600;
/** Busy: so many bursts of a quarter or half a second, and as long pauses. */
const BURSTS = 4;
const BURST_MS = { min: 160, max: 640 };
const BURSTS_WITHIN_MS = 6_000;

export class ToneDetector {
  readonly #piece = new Int16Array(PIECE_SAMPLES);
  #filled = 0;
  #atMs = 0;
  #note: Note | null = null;
  #sinceMs = 0;
  /** Notes that have ended, the newest last. */
  #ended: { readonly note: Note; readonly atMs: number; readonly lastedMs: number }[] = [];

  /** Samples at 8000 Hz, of any count; a tone once it is certain, and again while it goes on. */
  push(pcm: Int16Array): Tone | null {
    let found: Tone | null = null;
    for (let at = 0; at < pcm.length; at++) {
      this.#piece[this.#filled++] = pcm[at]!;
      if (this.#filled < PIECE_SAMPLES) continue;
      this.#filled = 0;
      found = this.#take(noteOf(this.#piece)) ?? found;
    }
    return found;
  }

  #take(note: Note | null): Tone | null {
    this.#atMs += PIECE_MS;
    if (note !== this.#note) this.#change(note);
    if (note === null) return null;
    const lastsMs = this.#atMs - this.#sinceMs;
    if (note === "fax_calling" && lastsMs >= FAX_CALLING_MS) return this.#certain("fax");
    if (note === "fax_answering" && lastsMs >= FAX_ANSWERING_MS) return this.#certain("fax");
    if (note === "third" && lastsMs >= NOTE_MS && this.#hasRisen()) {
      return this.#certain("special_information");
    }
    return this.#isBusy(note) ? this.#certain("busy") : null;
  }

  #change(note: Note | null): void {
    const before = this.#note;
    const beganMs = this.#atMs - PIECE_MS;
    if (before !== null) {
      this.#ended.push({ note: before, atMs: beganMs, lastedMs: beganMs - this.#sinceMs });
      this.#ended = this.#ended.slice(-2 * BURSTS);
    }
    this.#note = note;
    this.#sinceMs = beganMs;
  }

  #certain(tone: Tone): Tone {
    this.#ended = [];
    this.#sinceMs = this.#atMs;
    return tone;
  }

  #hasRisen(): boolean {
    const recent = this.#ended.filter(({ atMs, lastedMs }) =>
      lastedMs >= NOTE_MS && this.#atMs - atMs < NOTES_WITHIN_MS
    );
    const second = recent.findLastIndex(({ note }) => note === "second");
    return recent.slice(0, Math.max(0, second)).some(({ note }) => note === "first");
  }

  #isBusy(note: Note): boolean {
    if (note !== "busy_american" && note !== "busy_european") return false;
    const bursts = this.#ended.filter((each) =>
      each.note === note && each.lastedMs >= BURST_MS.min && each.lastedMs <= BURST_MS.max &&
      this.#atMs - each.atMs < BURSTS_WITHIN_MS
    );
    return bursts.length >= BURSTS - 1;
  }
}

/** With what Goertzel's algorithm needs of each frequency. */
const LISTENED = (Object.keys(NOTES) as Note[]).map((note) => ({
  note,
  together: TOGETHER.has(note),
  factors: NOTES[note].map((hz) => 2 * Math.cos(2 * Math.PI * hz / 8_000)),
}));

/** The note that is nearly all of a piece; null where there is none. */
function noteOf(piece: Int16Array): Note | null {
  let power = 0;
  for (let at = 0; at < piece.length; at++) power += piece[at]! * piece[at]!;
  power /= piece.length;
  if (dbfsOf(power) < FLOOR_DBFS) return null;
  for (const { note, together, factors } of LISTENED) {
    const shares = factors.map((factor) => powerAt(piece, factor) / power);
    if ((together ? shareOfBoth(shares) : Math.max(...shares)) > PURE) return note;
  }
  return null;
}

/** Neither may be missing. */
function shareOfBoth(shares: readonly number[]): number {
  return Math.min(...shares) < PURE / 4 ? 0 : shares.reduce((sum, share) => sum + share, 0);
}

/** Goertzel's algorithm: the power of one sine in a piece. */
function powerAt(piece: Int16Array, factor: number): number {
  let before = 0;
  let last = 0;
  for (let at = 0; at < piece.length; at++) {
    const next = piece[at]! + factor * last - before;
    before = last;
    last = next;
  }
  const energy = before * before + last * last - factor * before * last;
  return 2 * energy / piece.length ** 2;
}
