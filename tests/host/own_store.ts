/** A store of a test's own, and a process that writes to one until it is killed. */
import type { Fact } from "../../lib/core/facts.ts";
import type { CallId } from "../../lib/core/ids.ts";
import { openStore, type Store } from "../../lib/host/store.ts";
import { factsOf } from "../store/call_facts.ts";

export interface OwnStore {
  readonly store: Store;
  /** What was logged, in words. */
  readonly said: readonly string[];
}

export async function ownStore(folder: string, databaseUrl: string | null): Promise<OwnStore> {
  const said: string[] = [];
  const store = await openStore({
    dataFolder: folder,
    databaseUrl,
    retention: { days: { calls: 90, transcripts: 90, leads: 90 }, plugins: "keep" },
    onProgress: () => {},
    log: (message, fields) => said.push(`${message} ${JSON.stringify(fields)}`),
  });
  return { store, said };
}

export interface WriterProcess {
  /** Calls whose facts were on disk for good when it died. */
  kill(): Promise<readonly CallId[]>;
}

/** Writes call after call; resolves after the first was synced. */
export async function writerProcess(
  folder: string,
  databaseUrl: string | null,
): Promise<WriterProcess> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", import.meta.filename!, folder, databaseUrl ?? ""],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let text = (await lines.read()).value ?? "";
  return {
    kill: async () => {
      child.kill("SIGKILL");
      for (let next = await lines.read(); !next.done; next = await lines.read()) text += next.value;
      await child.status;
      return text.split("\n").slice(0, -1) as CallId[];
    },
  };
}

async function writeForEver(folder: string, databaseUrl: string | null): Promise<void> {
  const { store } = await ownStore(folder, databaseUrl);
  for (;;) {
    const call = crypto.randomUUID() as CallId;
    for (const fact of factsOf(call, Date.now()) as Fact[]) store.journal.write(fact);
    await store.journal.sync();
    console.log(call);
  }
}

if (import.meta.main) await writeForEver(Deno.args[0]!, Deno.args[1] || null);
