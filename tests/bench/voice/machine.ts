/** What a process costs, and how busy the machine is. */

/** Of /proc: clock ticks of Linux, which are 10 ms everywhere. */
const TICK_MS = 10;

export interface Cost {
  readonly atMs: number;
  readonly cpuMs: number;
  readonly residentBytes: number;
}

/** So far; of all its threads. */
export async function costOf(pid: number): Promise<Cost> {
  const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  const residentBytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) * 1_024;
  return { atMs: performance.now(), cpuMs: ticks * TICK_MS, residentBytes };
}

/** In percent of one core. */
export function cpuBetween(one: Cost, other: Cost): number {
  return (other.cpuMs - one.cpuMs) / (other.atMs - one.atMs) * 100;
}

/** "load 3.1 (1 min), 2 cores". */
export function load(): string {
  const [minute = 0, five = 0] = Deno.loadavg();
  const cores = navigator.hardwareConcurrency;
  return `load ${minute.toFixed(1)} (1 min) ${five.toFixed(1)} (5 min), ${cores} cores`;
}

/** On standard error: what comes out of the bench is its tables. */
export function progress(what: string): void {
  console.error(`${new Date().toISOString().slice(11, 19)} ${load()}: ${what}`);
}
