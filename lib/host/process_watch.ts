/** What a process takes of the machine, as Linux tells it in /proc. */

/** Linux counts processor time so on every platform that Deno runs on. */
const TICK_MS = 10;
const PAGE_BYTES = 4_096;

export interface Usage {
  readonly rssBytes: number;
  /** Since it was started. */
  readonly processorMs: number;
}

/** Null where there is no such process, or no /proc. */
export function usageOf(pid: number): Usage | null {
  try {
    const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // the name may hold anything
    const [user, system, pages] = [fields[11], fields[12], fields[21]].map(Number);
    return { rssBytes: pages! * PAGE_BYTES, processorMs: (user! + system!) * TICK_MS };
  } catch {
    return null;
  }
}

/** Should memory run out, the kernel takes this one first. */
export function offerFirst(pid: number): void {
  try {
    Deno.writeTextFileSync(`/proc/${pid}/oom_score_adj`, "1000");
  } catch {
    // not Linux, or not allowed: our own limit still holds
  }
}
