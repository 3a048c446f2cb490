/** Compares a secret without telling by its time how much of it was right. */

/** Takes as long as `given` is, whatever stands in it. */
export function sameText(given: string, secret: string): boolean {
  const encoder = new TextEncoder();
  const ours = encoder.encode(secret);
  const theirs = encoder.encode(given);
  let differs = ours.length ^ theirs.length;
  for (let at = 0; at < theirs.length; at++) differs |= theirs[at]! ^ ours[at % ours.length]!;
  return differs === 0 && ours.length > 0;
}
