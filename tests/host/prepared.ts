/**
 * What is the same in many tests' folders is made once and copied, where `tests/run.ts` gives it a place. A test
 * that is run by itself makes its own.
 */
import { openEmbeddedPostgres } from "../../lib/host/embedded_postgres.ts";

const PLACE = Deno.env.get("PARLEY_TESTS_PLACE") || null;

/** Puts a new database, and the programs that run it, into an empty data folder. */
export async function layOutDatabase(dataFolder: string): Promise<void> {
  const model = await madeOnce("embedded", async (folder) => {
    const database = await openEmbeddedPostgres({ dataFolder: folder });
    await database.close();
  });
  if (model === null) return;
  const needed = [...Deno.readDirSync(model)].map(({ name }) => name)
    .filter((name) => name === "database" || name.startsWith("postgres-"));
  await copy(needed.map((name) => `${model}/${name}`), dataFolder);
}

/** Lets the programs of all tests keep what they rendered in one folder. */
export async function sharePhrases(dataFolder: string): Promise<void> {
  if (PLACE === null) return;
  await Deno.mkdir(`${PLACE}/phrases`, { recursive: true });
  await Deno.symlink(`${PLACE}/phrases`, `${dataFolder}/phrases`);
}

/** A folder that `make` has filled, now or earlier; null where there is no place for it. */
export async function madeOnce(
  name: string,
  make: (folder: string) => Promise<void>,
): Promise<string | null> {
  if (PLACE === null) return null;
  const path = `${PLACE}/${name}`;
  using lock = await Deno.open(`${path}.lock`, { create: true, write: true });
  await lock.lock(true);
  if (await Deno.stat(path).then(() => true, () => false)) return path;
  const half = await Deno.makeTempDir({ dir: PLACE, prefix: `${name}.` });
  await Deno.chmod(half, 0o711); // the database's user must reach what is in it
  await make(half);
  await Deno.rename(half, path);
  return path;
}

/** Owners and rights are kept. */
export async function copy(paths: readonly string[], folder: string): Promise<void> {
  const { success, stderr } = await new Deno.Command("cp", { args: ["-a", ...paths, folder] })
    .output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}
