/** The licences of what goes into a bundle: their authors ask that their words go along. */

const SILERO_LICENCE = new URL("../host/silero/LICENSE", import.meta.url);
const LICENCE_FILE = /^(licen[cs]e|copying|notice)/i;

interface Graph {
  readonly npmPackages?: Readonly<Record<string, NpmPackage>>;
}

interface NpmPackage {
  readonly name: string;
  readonly version: string;
  /** Its folder in Deno's cache; it may not exist, as for other platforms' binaries. */
  readonly localPath: string;
}

/**
 * One text: each npm package that the lock file names and this machine holds, and its licences; and that
 * of Silero's network.
 */
export async function thirdPartyNotices(main: URL): Promise<string> {
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", main.href],
    stderr: "null",
  }).output();
  if (!success) throw new Error(`Cannot list the packages of ${main.pathname}: run deno install`);
  const graph: Graph = JSON.parse(new TextDecoder().decode(stdout));
  const silero = `==== Silero VAD 6\n\n${Deno.readTextFileSync(SILERO_LICENCE).trim()}\n`;
  const packages = Object.values(graph.npmPackages ?? {})
    .filter(({ localPath }) => isFolder(localPath))
    .sort((a, b) => a.name.localeCompare(b.name, "en"))
    .map((one) => `==== ${one.name} ${one.version}\n\n${noticesOf(one)}\n`);
  return [...packages, silero].join("\n");
}

function noticesOf({ localPath }: NpmPackage): string {
  const texts = [...Deno.readDirSync(localPath)]
    .filter(({ name, isFile }) => isFile && LICENCE_FILE.test(name))
    .map(({ name }) => Deno.readTextFileSync(`${localPath}/${name}`).trim());
  return texts.length > 0 ? texts.join("\n\n") : "It names its licence in its package.json only.";
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}
