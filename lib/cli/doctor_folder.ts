/** The doctor's look at the data folder: there, writable, and with room. */
import { statfsSync } from "node:fs";
import { prepareDataFolder } from "../host/data_folder.ts";
import { bad, type Finding, ok, reasonOf } from "./doctor_finding.ts";

/** A new database takes 50 MB and its write-ahead log may grow to a gigabyte. 1 GiB. */
const FREE_BYTES_MIN = 1024 ** 3;

export async function checkFolder(folder: string): Promise<Finding> {
  try {
    await prepareDataFolder(folder);
  } catch (error) {
    return { verdict: "bad", part: "folder", text: reasonOf(error) };
  }
  const free = freeBytes(folder);
  if (free < FREE_BYTES_MIN) {
    const found = `Only ${mebibytes(free)} MiB are free at ${folder}`;
    const cure = `free at least ${mebibytes(FREE_BYTES_MIN)} MiB, or set PARLEY_DATA`;
    return bad("folder", found, cure);
  }
  return ok("folder", `${folder} can be written, ${mebibytes(free)} MiB are free`);
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function mebibytes(bytes: number): string {
  return Math.floor(bytes / 1024 ** 2).toLocaleString("en-US");
}
