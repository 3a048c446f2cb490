/** What a check of the doctor found: one line each. */

/**
 * `ok`: works. `note`: works without, and this is what it would take. `bad`: does not work; the
 * sentence ends with what to do.
 */
export interface Finding {
  readonly verdict: "ok" | "note" | "bad";
  readonly part: Part;
  readonly text: string;
}

/** In the order of the lines. */
export type Part = "settings" | "folder" | "database" | "brain" | "voice" | "ears" | "asterisk";

export function ok(part: Part, text: string): Finding {
  return { verdict: "ok", part, text };
}

export function note(part: Part, text: string): Finding {
  return { verdict: "note", part, text };
}

/** `cure` is what to do, as an imperative without a full stop. */
export function bad(part: Part, found: string, cure: string): Finding {
  return { verdict: "bad", part, text: `${found}: ${cure}` };
}

/** "ok   database  …": what a person reads and `grep ^BAD` finds. */
export function findingLine({ verdict, part, text }: Finding): string {
  const word = verdict === "bad" ? "BAD" : verdict;
  return `${word.padEnd(4)} ${part.padEnd(8)}  ${text.replace(/\s+/g, " ")}`;
}

/** One sentence out of whatever was thrown, with what caused it. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : "";
  return `${error.message}${cause}`;
}
