/** How plugins stand in the running Parley, written down for `plugin list` in another process. */
import { z } from "zod";
import type { Plugins } from "./plugins.ts";

/** Nobody looks at it more often. */
const WRITE_EVERY_MS = 2_000;

const STANDING = z.object({
  processId: z.number(),
  plugins: z.array(z.object({
    name: z.string(),
    version: z.string(),
    runs: z.string(),
    isResting: z.boolean(),
    asked: z.number(),
    failed: z.number(),
    /** Our own words; what a plugin said itself is no matter of this file. */
    lastErrors: z.array(z.object({ hook: z.string(), what: z.string(), atMs: z.number() })),
  })),
});

export type Standing = z.output<typeof STANDING>;

export function standingOf({ host }: Plugins): Standing {
  return {
    processId: Deno.pid,
    plugins: host.plugins.map(({ facts: { name, version }, runs, state }) => ({
      ...{ name, version, runs, isResting: state.isResting },
      ...{ asked: state.asked, failed: state.failed },
      lastErrors: state.lastErrors.map(({ hook, what, atMs }) => ({ hook, what, atMs })),
    })),
  };
}

/** Writes it now and whenever it has changed; returns its own undo, which takes the file away. */
export function keepStanding(stateFolder: string, plugins: Plugins): () => void {
  let written = "";
  const write = () => {
    const text = JSON.stringify(standingOf(plugins));
    if (text === written) return;
    written = text;
    try {
      Deno.mkdirSync(stateFolder, { recursive: true, mode: 0o700 });
      Deno.writeTextFileSync(`${pathIn(stateFolder)}.new`, text, { mode: 0o600 });
      Deno.renameSync(`${pathIn(stateFolder)}.new`, pathIn(stateFolder));
    } catch {
      // a full disk: the next look tries again, and no call needs it
      written = "";
    }
  };
  write();
  const timer = setInterval(write, WRITE_EVERY_MS);
  return () => {
    clearInterval(timer);
    Deno.remove(pathIn(stateFolder)).catch(() => {});
  };
}

/** Null where no Parley runs with this data folder. */
export async function readStanding(stateFolder: string): Promise<Standing | null> {
  try {
    const standing = STANDING.parse(JSON.parse(await Deno.readTextFile(pathIn(stateFolder))));
    return isAlive(standing.processId) ? standing : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    return Deno.statSync(`/proc/${pid}`).isDirectory;
  } catch {
    return Deno.build.os !== "linux";
  }
}

function pathIn(stateFolder: string): string {
  return `${stateFolder}/standing.json`;
}
