/** What the configuration takes from the machine where a variable is not set. */

export interface Machine {
  readonly isRoot: boolean;
  readonly homeFolder: string | null;
  /** IANA name. */
  readonly timeZone: string;
  /** Standard error is read by a person. */
  readonly hasTerminal: boolean;
  /** Relative paths are taken from the folder where the user typed the command. */
  absolute(path: string): string;
}

export function thisMachine(): Machine {
  const home = Deno.env.get("HOME") ?? Deno.env.get("USERPROFILE") ?? "";
  return {
    isRoot: Deno.uid() === 0,
    homeFolder: home === "" ? null : home.replace(/\/+$/, ""),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    hasTerminal: Deno.stderr.isTerminal(),
    absolute: (path) => absolutePath(path, userFolder(), home),
  };
}

/** Where the user typed the command: `deno task` itself runs in the repository's root. */
export function userFolder(): string {
  return Deno.env.get("INIT_CWD") || Deno.cwd();
}

/** A path as the user typed it. */
export function typedPath(path: string): string {
  return absolutePath(path, userFolder(), Deno.env.get("HOME") ?? "");
}

function absolutePath(path: string, folder: string, home: string): string {
  if (path === "~" || path.startsWith("~/")) return `${home}${path.slice(1)}`;
  if (path.startsWith("/") || /^[a-z]:[\\/]/i.test(path)) return path;
  return `${folder}/${path}`.replaceAll("/./", "/");
}
