/** What a process takes of the machine, as Linux tells it in /proc. */
import os from "node:os";

/** Linux counts processor time so on every platform that Deno runs on. */
const TICK_MS = 10;
const PAGE_BYTES = 4_096;
/** Lowest, as `nice` counts. */
const LOWEST_PRIORITY = 19;
const STEP = 5;

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

/** Each thread of it waits, and for neither a processor nor a disk; false where nothing tells. */
export function isAsleep(pid: number): boolean {
  try {
    const threads = [...Deno.readDirSync(`/proc/${pid}/task`)];
    return threads.every(({ name }) => stateOf(`/proc/${pid}/task/${name}/stat`) === "S");
  } catch {
    return false;
  }
}

function stateOf(path: string): string | undefined {
  const stat = Deno.readTextFileSync(path);
  return stat[stat.lastIndexOf(")") + 2];
}

/** So far below us as `nice` goes. */
export function lowerPriority(pid: number): void {
  try {
    os.setPriority(pid, LOWEST_PRIORITY);
  } catch {
    // it has ended already
  }
}

/** A step below us: where both want a processor, we get three quarters of it. */
export function stepBehind(pid: number): void {
  try {
    os.setPriority(pid, Math.min(LOWEST_PRIORITY, os.getPriority() + STEP));
  } catch {
    // it has ended already
  }
}

/**
 * From now on it runs while nobody else wants to (SCHED_IDLE): even at the lowest priority it would keep
 * a processor for some milliseconds from whoever wakes up. Nothing happens without `chrt` of util-linux.
 */
export async function putLast(pid: number): Promise<void> {
  const args = ["--all-tasks", "--idle", "--pid", "0", String(pid)];
  try {
    await new Deno.Command("chrt", { args, stdout: "null", stderr: "null" }).output();
  } catch {
    // it isn't there
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
