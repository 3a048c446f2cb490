/** `calls`: what was said, how fast it was answered, and what came of it. */
import { callsList } from "./calls_list.ts";
import { callsShow } from "./calls_show.ts";
import type { CommandGroup } from "./command.ts";

export const callCommands: CommandGroup = {
  about: "Look at calls: what was said, how fast, and what came of it",
  commands: { list: callsList, show: callsShow },
};
