/** `retention run`: deletes what is past its time now, or tells what that would be. */
import { previewRetention, type RetentionCounts, runDue } from "../store/retention.ts";
import type { RetentionDays } from "../store/retention_kinds.ts";
import { command, type CommandGroup } from "./command.ts";
import type { Config } from "./config.ts";
import { withDatabase } from "./database.ts";
import { flag } from "./options.ts";

const runCommand = command({
  about: "Make the retention runs that are due, as start does once a day",
  more:
    "A day, from 03:17 UTC to the next, has one run over all instances; days on which nobody made " +
    "it are made up for. What stands under a legal hold is kept.",
  options: { dryRun: flag("Tell what a run would delete now, and delete nothing") },
  run: ({ dryRun }, config) => dryRun ? preview(config) : run(config),
});

export const retentionCommands: CommandGroup = {
  about: "Delete what is past its time",
  commands: { run: runCommand },
};

async function run(config: Config): Promise<number> {
  return await withDatabase(config, async (sql, sealer) => {
    const options = { ...config.store.retention, nowMs: Date.now() };
    const { ranAt } = await previewRetention(sql, sealer, options);
    if (ranAt !== null) {
      console.error(`Today's run was over at ${ranAt.toISOString()}: nothing is due to be made.`);
      return 0;
    }
    tell("deleted", await runDue(sql, sealer, options));
    return 0;
  });
}

async function preview(config: Config): Promise<number> {
  return await withDatabase(config, async (sql, sealer) => {
    const options = { ...config.store.retention, nowMs: Date.now() };
    const { due, held, ranAt } = await previewRetention(sql, sealer, options);
    console.log(limits(options.days));
    tell("would be deleted", due);
    tell("kept under a legal hold", held);
    if (ranAt !== null) console.error(`Today's run was over at ${ranAt.toISOString()}.`);
    return 0;
  });
}

function tell(what: string, counts: RetentionCounts): void {
  const rows = Object.entries(counts).map(([kind, count]) => `${NAMES[kind]} ${count}`);
  console.log(`${what}: ${rows.join(", ")}`);
}

const NAMES: Readonly<Record<string, string>> = {
  transcripts: "turns",
  scores: "scores of turns",
  leads: "leads",
  calls: "calls",
  marks: "marks of facts",
  refusedFacts: "refused facts",
  deliveries: "deliveries",
};

function limits({ calls, transcripts, leads }: RetentionDays): string {
  return `kept: calls ${calls} days, what was said ${transcripts}, leads ${leads}`;
}
