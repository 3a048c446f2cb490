/** An empty folder that the database's unprivileged user can reach, deleted at the end. */

/** The database of a folder ends just after the last program that used it. */
const TRIES = 50;
const TRY_EVERY_MS = 100;

export async function reachableFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await Deno.makeTempDir({ prefix: "parley-" });
  await Deno.chmod(path, 0o755);
  return { path, [Symbol.asyncDispose]: () => removeSoon(path) };
}

async function removeSoon(path: string): Promise<void> {
  for (let tries = 1; tries < TRIES; tries++) {
    const isGone = await Deno.remove(path, { recursive: true }).then(() => true, () => false);
    if (isGone) return;
    await new Promise((wake) => setTimeout(wake, TRY_EVERY_MS));
  }
  await Deno.remove(path, { recursive: true });
}
