/** Stories that mostly wait are told at the same time; one after the other in the long form. */
import { isLong } from "../needs.ts";

export type Stories = Readonly<Record<string, () => Promise<void>>>;

/**
 * Each has a program and an Asterisk of its own, whose starts are work: more of them at a time would
 * measure this machine.
 */
const AT_ONCE = isLong ? 1 : 3;

/** Registers them as steps of one test. */
export function together(name: string, needed: { ignore: boolean }, stories: Stories): void {
  Deno.test({
    name,
    ...needed,
    fn: async (test) => {
      const tell = ([name, fn]: [string, () => Promise<void>]) =>
        // What one leaves open is not another's: only the whole test is looked at.
        test.step({ name, fn, sanitizeOps: false, sanitizeResources: false, sanitizeExit: false });
      const coming = Object.entries(stories);
      const tellOn = async () => {
        for (let next = coming.shift(); next; next = coming.shift()) await tell(next);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, tellOn));
    },
  });
}
