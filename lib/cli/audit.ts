/** `audit verify`: whether anybody has touched the log of who read or changed personal data. */
import { checkAudit } from "../store/audit_check.ts";
import { command, type CommandGroup } from "./command.ts";
import { withDatabase } from "./database.ts";
import { text } from "./options.ts";
import { Progress, progressOutput } from "./progress.ts";

/** The log was changed. */
const CHANGED = 1;

const verify = command({
  about: "Check that no byte of the audit log was changed, added or taken away",
  more:
    "It prints the number of entries and the hash of the last one. Keep them elsewhere: a log " +
    "that was written anew as a whole has another hash. Exit code 1 says that it was changed.",
  options: { head: text("HASH", "A hash that an earlier check printed: the log must hold it") },
  async run({ head }, config) {
    using progress = new Progress({ what: "entries", total: null, write: progressOutput(false) });
    const { entries, head: found, fault, holds } = await withDatabase(
      config,
      (sql) => checkAudit(sql, { known: head, progress: (count) => progress.add(count) }),
    );
    console.log(`${entries} entries, the last one is ${found}`);
    if (fault !== null) console.error(`The audit log was changed. ${fault}.`);
    if (!holds) {
      console.error("The audit log was changed. It doesn't hold the hash that was given.");
    }
    return fault === null && holds ? 0 : CHANGED;
  },
});

export const auditCommand: CommandGroup = {
  about: "The log of who read or changed personal data",
  commands: { verify },
};
