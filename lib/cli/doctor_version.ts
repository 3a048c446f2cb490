/** Which releases of Asterisk Parley may run on. */

/**
 * The first release of each supported branch in which the holes of 2026 in the REST interface are
 * closed (GHSA-wcvv-g26m-wx5c, GHSA-vrfp-mg3q-3959); all of them have the media WebSocket.
 */
const FLOORS: Readonly<Record<number, readonly [number, number, number]>> = {
  20: [20, 20, 1],
  22: [22, 10, 1],
  23: [23, 4, 1],
};
const NEWEST_KNOWN = 23;

export const FLOORS_TEXT = Object.values(FLOORS).map((floor) => floor.join(".")).join(", ");

export type VersionVerdict =
  | { readonly type: "supported" }
  /** Has the holes or lacks the media WebSocket. */
  | { readonly type: "too_old"; readonly atLeast: string }
  /** A branch that gets no more fixes: 21 and all below 20. */
  | { readonly type: "unsupported_branch" }
  /** Built from a working copy, or certified: nothing can be compared. */
  | { readonly type: "unknown" };

/** `version` as Asterisk tells it: "22.10.1", "22.10.1+dfsg-1", "GIT-22-abc", "certified/20.7-cert9". */
export function versionVerdict(version: string): VersionVerdict {
  const found = /^(\d+)\.(\d+)\.(\d+)(?!\d)(~?rc|-rc)?/i.exec(version.trim());
  if (found === null) return { type: "unknown" };
  const numbers = [Number(found[1]), Number(found[2]), Number(found[3])] as const;
  if (numbers[0] > NEWEST_KNOWN) return { type: "supported" };
  const floor = FLOORS[numbers[0]];
  if (floor === undefined) return { type: "unsupported_branch" };
  const order = compare(numbers, floor);
  const isCandidate = found[4] !== undefined;
  if (order > 0 || (order === 0 && !isCandidate)) return { type: "supported" };
  return { type: "too_old", atLeast: floor.join(".") };
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((number, index) => number !== b[index]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}
