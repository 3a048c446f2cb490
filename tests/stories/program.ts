/** The program as users run it, as a child process: started, looked at, stopped, or killed. */
import assert from "node:assert/strict";
import { secretsIn } from "../../lib/cli/config_values.ts";

/** The database is made at a first start, and phrases are rendered. */
const READY_WITHIN_MS = 180_000;
const LOOK_EVERY_MS = 25;

export interface ProgramOptions {
  readonly dataFolder: string;
  /** Of `deno`; the program's `start` unless given. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** As `nice` counts, with all its children; the test's own unless given. Below 0 needs root. */
  readonly nice?: number;
}

export interface Program extends AsyncDisposable {
  readonly pid: number;
  /** "http://127.0.0.1:…" */
  readonly webAddress: string;
  /** Standard error so far. */
  output(): string;
  kill(signal: Deno.Signal): void;
  readonly ended: Promise<Deno.CommandStatus>;
}

/** The flags of the tasks in deno.json. */
export function denoArgs(...args: string[]): string[] {
  return ["run", "-A", "--frozen", "main.ts", ...args];
}

/** Only what a program needs to run; nothing of the developer's own settings. */
export function cleanEnv(more: Readonly<Record<string, string>>): Record<string, string> {
  const kept = ["PATH", "HOME", "DENO_DIR", "LANG", "PARLEY_NICE"];
  const env = kept.map((name) => [name, Deno.env.get(name)] as const)
    .filter((entry): entry is readonly [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(env), ...more };
}

/** Standard output of one of its commands; rejects with what it says where that fails. */
export async function runCommand(
  args: readonly string[],
  { dataFolder, env }: ProgramOptions,
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: denoArgs(...args),
    clearEnv: true,
    env: cleanEnv({ PARLEY_DATA: dataFolder, ...env }),
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  if (success) return decoder.decode(stdout);
  throw new Error(`Cannot run ${args.join(" ")}: ${decoder.decode(stderr)}`);
}

/** Starts `start`, and waits until it is ready for calls. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const child = new Deno.Command("nice", {
    args: ["-n", `${options.nice ?? 0}`, Deno.execPath(), ...options.args ?? denoArgs("start")],
    clearEnv: true,
    env: cleanEnv({ HTTP_PORT: "0", PARLEY_DATA: options.dataFolder, ...options.env }),
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  let output = "";
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of child.stderr) output += decoder.decode(chunk, { stream: true });
  })();
  const ended = child.status.then(async (status) => {
    await reading;
    return status;
  });
  const webAddress = await ready(() => output, ended);
  return {
    pid: child.pid,
    webAddress,
    output: () => output,
    ended,
    kill: (signal) => child.kill(signal),
    async [Symbol.asyncDispose]() {
      await stop(child, ended);
      assertDiscreet(output, options.env ?? {});
    },
  };
}

/** Numbers and addresses of the tests' callers. */
const PERSONAL = /1202555\d{4}|[\w.]+@example\.(com|org|net)/;

/** Whatever a test does with it: a program repeats no key, and nobody's number or address. */
function assertDiscreet(output: string, env: Readonly<Record<string, string>>): void {
  assert.doesNotMatch(output, PERSONAL);
  for (const secret of secretsIn(env)) {
    assert.ok(secret.length < 5 || !output.includes(secret), `it shows a secret:\n${output}`);
  }
}

async function ready(output: () => string, ended: Promise<unknown>): Promise<string> {
  let over = false;
  ended.then(() => over = true);
  const untilMs = performance.now() + READY_WITHIN_MS;
  while (performance.now() < untilMs && !over) {
    const address = /http:\/\/\S+?(?=\/readyz)/.exec(output())?.[0];
    if (address && await isReady(address)) return address;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error(`Parley did not become ready. It said:\n${output()}`);
}

async function isReady(address: string): Promise<boolean> {
  const response = await fetch(`${address}/readyz`).catch(() => null);
  await response?.body?.cancel();
  return response?.status === 200;
}

async function stop(child: Deno.ChildProcess, ended: Promise<unknown>): Promise<void> {
  try {
    child.kill("SIGKILL");
  } catch {
    // it has ended by itself
  }
  await ended;
}
