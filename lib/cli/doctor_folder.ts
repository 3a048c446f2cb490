/** The doctor's look at the data folder: there, writable, and with room. */
import { statfsSync } from "node:fs";
import { bad, type Finding, ok, reasonOf } from "./doctor_finding.ts";

/** A new database takes 50 MB and its write-ahead log may grow to a gigabyte. 1 GiB. */
const FREE_BYTES_MIN = 1024 ** 3;

export async function checkFolder(folder: string): Promise<Finding> {
  const probe = `${folder}/.doctor-${crypto.randomUUID()}`;
  try {
    await Deno.mkdir(folder, { recursive: true });
    await writeThrough(probe);
  } catch (error) {
    const cure = "give the user who runs Parley the right to write there, or set PARLEY_DATA";
    return bad("folder", `Cannot write to ${folder}, ${reasonOf(error)}`, cure);
  } finally {
    await Deno.remove(probe).catch(() => {}); // it may never have been made
  }
  const free = freeBytes(folder);
  if (free < FREE_BYTES_MIN) {
    const found = `Only ${mebibytes(free)} MiB are free at ${folder}`;
    return bad(
      "folder",
      found,
      `free at least ${mebibytes(FREE_BYTES_MIN)} MiB, or set PARLEY_DATA`,
    );
  }
  return ok("folder", `${folder} can be written, ${mebibytes(free)} MiB are free`);
}

/** To the disk, not only to a cache: a full or broken one shows itself here. */
async function writeThrough(path: string): Promise<void> {
  using file = await Deno.open(path, { createNew: true, write: true });
  await file.write(new Uint8Array(4_096));
  await file.syncData();
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function mebibytes(bytes: number): string {
  return Math.floor(bytes / 1024 ** 2).toLocaleString("en-US");
}
