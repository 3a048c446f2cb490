/** `privacy export`: all that is kept of a person, as JSON. */
import { exportPerson } from "../store/person_export.ts";
import { thisPerson } from "./actor.ts";
import { command } from "./command.ts";
import type { Config } from "./config.ts";
import { withDatabase } from "./database.ts";
import { text } from "./options.ts";
import { findPerson, personOf, personOptions, type TypedPerson } from "./privacy_person.ts";
import { Progress, progressOutput } from "./progress.ts";

export const exportCommand = command({
  about: "Write all that is kept of a person as JSON",
  more:
    "Calls with what was said, leads with the words they rest on, what was agreed to, what was " +
    "measured, and what plugins were told of it. Sealed data is opened; the audit log says who did.",
  options: {
    ...personOptions,
    out: text("FILE", "Where to write it, readable by you alone; unset: standard output"),
  },
  run: (typed, config) => exportTo(typed, typed.out, config),
});

async function exportTo(typed: TypedPerson, path: string | null, config: Config): Promise<number> {
  const person = personOf(typed);
  return await withDatabase(config, async (sql, sealer) => {
    const actor = thisPerson();
    const found = await findPerson({ sql, sealer, config }, person);
    if (found.callIds.length === 0) {
      console.error("Nothing is kept of this person.");
      return 0;
    }
    const { length } = found.callIds;
    using progress = new Progress({ what: "calls", total: length, write: progressOutput(!path) });
    const told = (done: number) => progress.add(done);
    await write(exportPerson({ sql, sealer, actor }, { person, ...found, progress: told }), path);
    console.error(`${length} calls were exported${path ? ` to ${path}` : ""}.`);
    return 0;
  });
}

async function write(pieces: AsyncIterable<string>, path: string | null): Promise<void> {
  const bytes = ReadableStream.from(pieces).pipeThrough(new TextEncoderStream());
  if (path === null) return await bytes.pipeTo(Deno.stdout.writable, { preventClose: true });
  const file = await Deno.open(path, { write: true, create: true, truncate: true, mode: 0o600 });
  await bytes.pipeTo(file.writable);
}
