/** The command line of Parley: reads the command, and hands it to the file of that name. */
import { run } from "./lib/cli/commands.ts";

if (import.meta.main) Deno.exit(await run(Deno.args));
