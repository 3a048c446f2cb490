/** The folder of one running Asterisk, inside the root that all labs share. */

/** The package's user, whatever number this root gave it. */
const USER = "asterisk";
const OWN = ["cache", "etc", "db", "spool/recording", "run", "log"];

/**
 * Lays `files` over a copy of the package's configuration, as an installation on a real machine
 * does, and gives everything to Asterisk's user. `folder` is absolute inside `root`.
 */
export async function layOut(
  root: string,
  folder: string,
  files: Readonly<Record<string, string | null>>,
): Promise<void> {
  const here = `${root}${folder}`;
  for (const own of OWN) await Deno.mkdir(`${here}/${own}`, { recursive: true });
  await copy(`${root}/etc/asterisk`, `${here}/etc`);
  await Deno.mkdir(`${here}/etc/secrets`, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    if (text === null) await Deno.remove(`${here}/etc/${name}`);
    else await Deno.writeTextFile(`${here}/etc/${name}`, text);
  }
  await giveAway(here, await userId(root));
}

export async function removeFolder(path: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}

async function copy(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copy(`${from}/${name}`, `${to}/${name}`);
    else await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
}

async function userId(root: string): Promise<{ uid: number; gid: number }> {
  const users = await Deno.readTextFile(`${root}/etc/passwd`);
  const fields = users.split("\n").find((line) => line.startsWith(`${USER}:`))?.split(":");
  if (!fields) throw new Error(`Cannot start the lab: no user "${USER}" in ${root}/etc/passwd`);
  return { uid: Number(fields[2]), gid: Number(fields[3]) };
}

async function giveAway(path: string, to: { uid: number; gid: number }): Promise<void> {
  await Deno.chown(path, to.uid, to.gid);
  for await (const { name, isDirectory } of Deno.readDir(path)) {
    if (isDirectory) await giveAway(`${path}/${name}`, to);
    else await Deno.chown(`${path}/${name}`, to.uid, to.gid);
  }
}
