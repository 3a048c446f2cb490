/** An ordinary user, for tests that root runs: what Deno needs lies where only root can read it. */

export interface OrdinaryUser extends AsyncDisposable {
  readonly uid: number;
  readonly gid: number;
  /** DENO_DIR and HOME of his own, with a copy of our packages. */
  readonly env: Readonly<Record<string, string>>;
}

/** "nobody" of nearly every system. */
const NOBODY = 65_534;

export async function ordinaryUser(): Promise<OrdinaryUser> {
  const home = await Deno.makeTempDir({ dir: "/var/tmp", prefix: "parley-home-" });
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  const { denoDir } = JSON.parse(new TextDecoder().decode(stdout)) as { denoDir: string };
  await run("cp", "-r", `${denoDir}/npm`, home);
  await run("chown", "-R", `${NOBODY}:${NOBODY}`, home);
  return {
    uid: NOBODY,
    gid: NOBODY,
    env: { DENO_DIR: home, HOME: home },
    [Symbol.asyncDispose]: () => Deno.remove(home, { recursive: true }),
  };
}

async function run(program: string, ...args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, { args: [...args] }).output();
  if (!success) throw new Error(`${program} failed: ${new TextDecoder().decode(stderr)}`);
}
