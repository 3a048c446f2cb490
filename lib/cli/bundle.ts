/**
 * `deno task bundle`: makes a folder that runs with nothing but a Deno: one JavaScript file, the
 * entries of its threads, WebAssembly, PostgreSQL's programs for this platform, and a script that
 * starts it with the right flags.
 */
import { ASSETS, assetUrl, WORKERS, workerUrl } from "../host/assets.ts";
import { bundlePostgresFiles } from "../host/postgres_files.ts";
import { startScript } from "./bundle_script.ts";
import { thirdPartyNotices } from "./bundle_notices.ts";

const MAIN = new URL("../../main.ts", import.meta.url);
const LICENSE = new URL("../../LICENSE", import.meta.url);

/** `folder` is emptied first. Throws a sentence when a part can't be made. */
export async function bundle(folder: string, main = MAIN): Promise<void> {
  await Deno.remove(folder, { recursive: true }).catch(ignoreMissing);
  await Deno.mkdir(folder, { recursive: true });
  await bundleOne(main, `${folder}/parley.js`);
  for (const name of WORKERS) await bundleOne(workerUrl(name), `${folder}/${name}.js`);
  for (const name of Object.keys(ASSETS) as (keyof typeof ASSETS)[]) {
    await Deno.copyFile(assetUrl(name), `${folder}/${name}`);
  }
  await Deno.mkdir(`${folder}/postgres`);
  await bundlePostgresFiles(`${folder}/postgres`);
  await Deno.copyFile(LICENSE, `${folder}/LICENSE`);
  await Deno.writeTextFile(`${folder}/THIRD_PARTY.txt`, await thirdPartyNotices(main));
  await Deno.writeTextFile(`${folder}/parley`, startScript());
  await Deno.chmod(`${folder}/parley`, 0o755);
}

async function bundleOne(entry: URL, output: string): Promise<void> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--frozen", "--platform", "deno", "--output", output, entry.href],
    stdout: "null",
    stderr: "piped",
  }).output();
  if (success) return;
  throw new Error(`Cannot bundle ${entry.pathname}: ${new TextDecoder().decode(stderr).trim()}`);
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

if (import.meta.main) {
  const folder = Deno.args[0] ?? "dist";
  await bundle(folder);
  console.error(`Made ${folder}: start it with ${folder}/parley start`);
}
