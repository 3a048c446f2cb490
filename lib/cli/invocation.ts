/** How this program was called, so that what it advises can be typed as it stands. */

/** The text before a command's name: "deno task", "npx -y deno task", "dist/parley". */
export function invocation(env: Readonly<Record<string, string | undefined>>): string {
  if (Deno.build.standalone) return Deno.execPath();
  if (env["PARLEY_SELF"]) return env["PARLEY_SELF"]; // set by the bundle's start script
  return env["npm_command"] === "exec" ? "npx -y deno task" : "deno task";
}
