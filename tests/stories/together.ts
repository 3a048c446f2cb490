/** Stories that mostly wait are told at the same time; one after the other in the long form. */
import { isLong } from "../needs.ts";

export type Stories = Readonly<Record<string, () => Promise<void>>>;

/** Registers them as steps of one test. */
export function together(name: string, needed: { ignore: boolean }, stories: Stories): void {
  Deno.test({
    name,
    ...needed,
    fn: async (test) => {
      const tell = ([name, fn]: [string, () => Promise<void>]) =>
        // What one leaves open is not another's: only the whole test is looked at.
        test.step({ name, fn, sanitizeOps: false, sanitizeResources: false, sanitizeExit: false });
      const all = Object.entries(stories);
      if (!isLong) return void await Promise.all(all.map(tell));
      for (const one of all) await tell(one);
    },
  });
}
