/** What a test needs and a machine may lack: said aloud when missing, and a failure in CI. */

const missing = new Set<string>();

/**
 * Says whether `group` ("asterisk", "pocketsphinx", …) can run here. When it can't, `why` is printed
 * once, tests given `ignore: true` are counted as skipped, and with `CI=true` one test fails instead.
 */
export function needs(group: string, met: boolean, why: string): { ignore: boolean } {
  if (met) return { ignore: false };
  if (!missing.has(group)) {
    missing.add(group);
    announce(group, why);
  }
  return { ignore: true };
}

function announce(group: string, why: string): void {
  console.error(`SKIPPED GROUP ${group}: ${why}`);
  if (Deno.env.get("CI") !== "true") return;
  Deno.test(`${group} can be tested here`, () => {
    throw new Error(`Cannot run the tests of group "${group}" in CI: ${why}`);
  });
}

/** True where `program` stands on the PATH. */
export function hasProgram(program: string): boolean {
  const folders = (Deno.env.get("PATH") ?? "").split(":");
  return folders.some((folder) => exists(`${folder}/${program}`));
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

export const isRoot = Deno.build.os !== "windows" && Deno.uid() === 0;
export const isLong = Deno.env.get("PARLEY_LONG") === "1";
