/**
 * What a newcomer does: a clone, empty caches, and the two commands of the README.
 *
 * The second one runs every test for a newcomer. Here it is given those files that ask what the machine
 * has, but for the bundle: what is skipped, and what an ordinary user may not do, differs there only. So
 * it is proved that the command fetches what it needs, that these tests pass or are skipped by name, and
 * that it closes with its line of counts; not that all the others, which run around this one as root,
 * pass for an ordinary user as well. With `PARLEY_LONG=1` they run there too.
 */
import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { hasProgram, isLong, isRoot, needs } from "./needs.ts";

/** A clone runs the tests too: in it this one would clone for ever. */
const NESTED = Deno.env.get("PARLEY_NESTED") === "1";
const START_WITHIN_MS = 180_000;
const GONE_WITHIN_MS = 10_000;
const LOOK_EVERY_MS = 100;
const SAID_OF_FAILURES = 8_000;
const USERS = ["root", "nobody"] as const;
/** Programs that a machine which has only Node lacks, by how their names begin. */
const PACKAGED = /^(deno|debootstrap|flite|pg_|pocketsphinx|postgres|psql|sox)/;
/** How this network reaches a registry, in small letters: without these nothing can be fetched. */
const NETWORK = [
  ["http_proxy", "https_proxy", "all_proxy", "no_proxy"],
  ["ssl_cert_file", "ssl_cert_dir", "deno_cert", "deno_tls_ca_store", "deno_auth_tokens"],
  ["node_extra_ca_certs", "node_use_system_ca", "node_use_env_proxy"],
  ["npm_config_registry", "npm_config_ca", "npm_config_cafile", "npm_config_strict_ssl"],
  ["npm_config_proxy", "npm_config_https_proxy", "npm_config_noproxy"],
].flat();

const need = needs(
  "fresh clone",
  isRoot && !NESTED && ["git", "npx", "setsid", "setpriv"].every(hasProgram),
  NESTED ? "this is the clone" : "it needs root (to become an ordinary user), git and Node",
);

/** A clone of the last commit with nothing cached, and the user who owns it. */
class Newcomer implements AsyncDisposable {
  readonly home: string;
  readonly #user: string;

  private constructor(home: string, user: string) {
    this.home = home;
    this.#user = user;
  }

  static async arrive(user: string): Promise<Newcomer> {
    const home = await Deno.makeTempDir({ dir: "/var/tmp", prefix: `parley-${user}-` });
    await run("git", ["clone", "--quiet", ".", `${home}/parley`]);
    await linkPrograms(`${home}/bin`);
    await run("chown", ["-R", user, home]);
    await Deno.chmod(home, 0o755);
    return new Newcomer(home, user);
  }

  /** Types a command in the clone; a session of its own, so that Ctrl-C reaches all of it. */
  type(command: string, stdin: "null" | "piped" = "null"): Deno.ChildProcess {
    const become = this.#user === "root"
      ? []
      : ["setpriv", `--reuid=${this.#user}`, "--regid=nogroup", "--clear-groups"];
    const [program, ...args] = ["setsid", ...become, "sh", "-c", command];
    return new Deno.Command(program!, {
      args,
      cwd: `${this.home}/parley`,
      clearEnv: true,
      env: {
        ...networkSettings(),
        PATH: `${this.home}/bin`,
        HOME: this.home,
        DENO_DIR: `${this.home}/deno`,
        npm_config_cache: `${this.home}/npm`,
        npm_config_prefix: `${this.home}/npm-global`,
        PARLEY_DATA: `${this.home}/data`,
        PARLEY_NESTED: "1",
        HTTP_PORT: "0",
      },
      stdin,
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  }

  /** Processes of this clone, by what stands in their environment. */
  async processes(): Promise<string[]> {
    const found: string[] = [];
    for await (const { name } of Deno.readDir("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      const read = (file: string) => Deno.readTextFile(`/proc/${name}/${file}`).catch(() => "");
      const [command, environment] = await Promise.all([read("cmdline"), read("environ")]);
      if (`${command}${environment}`.includes(this.home)) {
        found.push(`${name} ${command.replaceAll("\0", " ").slice(0, 120)}`);
      }
    }
    return found;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const line of await this.processes()) endNow(parseInt(line));
    await Deno.remove(this.home, { recursive: true });
  }
}

for (const user of USERS) {
  Deno.test({
    name: `a fresh clone starts, talks and stops by one Ctrl-C, as ${user}`,
    ...need,
    async fn() {
      await using newcomer = await Newcomer.arrive(user);
      for (const time of ["first", "second"]) {
        const start = newcomer.type("exec npx -y deno task start");
        const report = await outputUntil(start, /Stop: /);
        assert.match(report, /is running as process \d+/, `${time} start`);
        assert.match(report, /deno task call/, `${time} start`);
        await talk(newcomer);
        Deno.kill(-start.pid, "SIGINT"); // as a terminal's Ctrl-C: to the whole group
        assert.deepEqual(await allGone(newcomer), [], `${time} start left processes behind`);
      }
    },
  });
}

Deno.test({
  name: "a fresh clone passes its tests as an ordinary user, and names what it skipped",
  ...need,
  async fn() {
    await using newcomer = await Newcomer.arrive("nobody");
    const files = isLong ? "" : `$(git grep -lw "needs(" -- "tests/*_test.ts" ":!tests/bundle")`;
    const tests = newcomer.type(`exec npx -y deno task test ${files} 2>&1`);
    const { code, stdout } = await tests.output();
    const text = stripVTControlCharacters(new TextDecoder().decode(stdout));
    assert.equal(code, 0, whatFailed(text));
    for (const group of ["asterisk", "pocketsphinx"]) {
      assert.match(text, new RegExp(`^SKIPPED GROUP ${group}: .`, "m"));
    }
    assert.match(text, /^[1-9]\d* passed, 0 failed$/m); // npm may have news after it
  },
});

/** What Deno says of the failed tests, each line marked, so that no line of counts passes for ours. */
function whatFailed(output: string): string {
  const errors = output.split(/^ ERRORS *$/m).slice(1).join("\n").slice(0, SAID_OF_FAILURES);
  return `\n${errors || output.slice(-SAID_OF_FAILURES)}`.replaceAll("\n", "\n  > ");
}

/** Links to this machine's programs, without those that come in packages. */
async function linkPrograms(folder: string): Promise<void> {
  await Deno.mkdir(folder);
  for (const from of Deno.env.get("PATH")!.split(":").filter((path) => path.startsWith("/"))) {
    const programs = await Array.fromAsync(Deno.readDir(from)).catch(() => []); // no such folder
    for (const { name } of programs.filter(({ name }) => !PACKAGED.test(name))) {
      await Deno.symlink(`${from}/${name}`, `${folder}/${name}`).catch((error) => {
        if (!(error instanceof Deno.errors.AlreadyExists)) throw error; // the first one counts
      });
    }
  }
}

/** All of the developer's own environment that a newcomer on this network has too. */
function networkSettings(): Record<string, string> {
  const all = Object.entries(Deno.env.toObject());
  return Object.fromEntries(all.filter(([name]) => NETWORK.includes(name.toLowerCase())));
}

/** A console call while `start` runs: one JSON object on standard output, and nothing else. */
async function talk(newcomer: Newcomer): Promise<void> {
  const call = newcomer.type("exec npx -y deno task call", "piped");
  const writer = call.stdin.getWriter();
  await writer.write(new TextEncoder().encode("fifty thousand dollars in stocks\n"));
  await writer.close();
  const { code, stdout, stderr } = await call.output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  const lines = new TextDecoder().decode(stdout).trim().split("\n");
  assert.equal(lines.length, 1);
  const { lead } = JSON.parse(lines[0]!) as { lead: { fields: Record<string, unknown> } };
  const amount = lead.fields.amount as { value: { minMinor: number } };
  assert.equal(amount.value.minMinor, 5_000_000);
}

async function outputUntil(child: Deno.ChildProcess, pattern: RegExp): Promise<string> {
  let text = "";
  const timer = setTimeout(() => child.kill("SIGKILL"), START_WITHIN_MS);
  const lines = child.stderr.pipeThrough(new TextDecoderStream());
  for await (const chunk of lines.values({ preventCancel: true })) {
    text += chunk;
    if (pattern.test(text)) break;
  }
  clearTimeout(timer);
  child.stdout.cancel();
  lines.pipeTo(new WritableStream()).catch(() => {});
  assert.match(text, pattern);
  return text;
}

async function allGone(newcomer: Newcomer): Promise<string[]> {
  const untilMs = performance.now() + GONE_WITHIN_MS;
  for (;;) {
    const left = await newcomer.processes();
    if (left.length === 0 || performance.now() > untilMs) return left;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

function endNow(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error; // it has ended meanwhile
  }
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const command = new Deno.Command(program, { args: [...args], stdout: "null", stderr: "piped" });
  const { success, stderr } = await command.output();
  if (!success) throw new Error(`${program} failed: ${new TextDecoder().decode(stderr)}`);
}
