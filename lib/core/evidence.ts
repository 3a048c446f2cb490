/** How values come to stand and give way; what gave way stays as history. */
import type { Earlier, Evidence, Finding, GaveWay, Value } from "./lead.ts";

/** Earlier values of one field that are kept: more is no conversation. The oldest go first. */
export const HISTORY_MAX = 20;

/** A value below this is read back as a question; see the confidence scale in `understand`. */
export const CONFIRM_BELOW = 0.6;

/** What stands, and what stood before, by field. */
export interface Known {
  readonly answers: Readonly<Record<string, Finding>>;
  /** Oldest first; also of fields that are open again. */
  readonly history: Readonly<Record<string, readonly Earlier[]>>;
}

/** A value stands now; one of before gives way. */
export function stand<All extends Known>(
  known: All,
  key: string,
  finding: Finding,
  gaveWay: GaveWay,
): All {
  const old = known.answers[key];
  const answers = { ...known.answers, [key]: finding };
  if (!old || same(old.value, finding.value)) return { ...known, answers };
  return { ...remember(known, key, { ...old, gaveWay }), answers };
}

/** Nothing stands any more; the field is open again. */
export function fall<All extends Known>(known: All, key: string, gaveWay: GaveWay): All {
  const { [key]: old, ...answers } = known.answers;
  return old ? { ...remember(known, key, { ...old, gaveWay }), answers } : known;
}

/** The same value, more or less sure. */
export function withConfidence<All extends Known>(
  known: All,
  key: string,
  confidence: number,
): All {
  const old = known.answers[key];
  if (!old) return known;
  return { ...known, answers: { ...known.answers, [key]: { ...old, confidence } } };
}

export function remember<All extends Known>(known: All, key: string, earlier: Earlier): All {
  const before = known.history[key] ?? [];
  const last = before.at(-1);
  if (last && last.turn === earlier.turn && same(last.value, earlier.value)) return known;
  return {
    ...known,
    history: { ...known.history, [key]: [...before, earlier].slice(-HISTORY_MAX) },
  };
}

/** A field's value with its history; null where none stands. */
export function evidenceOf({ answers, history }: Known, key: string): Evidence | null {
  const finding = answers[key];
  return finding ? { ...finding, history: history[key] ?? [] } : null;
}

/** Values are plain data whose keys are always written in one order. */
export function same(a: Value, b: Value): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
