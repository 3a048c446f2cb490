/** `privacy …`: what one person may ask for, and holds that stand against it. */
import type { CommandGroup } from "./command.ts";
import { eraseCommand } from "./privacy_erase.ts";
import { exportCommand } from "./privacy_export.ts";
import { holdCommand, holdsCommand, releaseCommand } from "./privacy_hold.ts";

export const privacyCommands: CommandGroup = {
  about: "Export or erase what is kept of a person, or hold it",
  commands: {
    export: exportCommand,
    erase: eraseCommand,
    hold: holdCommand,
    holds: holdsCommand,
    release: releaseCommand,
  },
};
