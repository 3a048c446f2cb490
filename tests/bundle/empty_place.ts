/** Where a bundle is tried: a folder with nothing in it, an empty cache, an empty environment. */
import assert from "node:assert/strict";
import { bundle } from "../../lib/cli/bundle.ts";
import { reachableFolder } from "../cli/reachable_folder.ts";

/** The first start makes a database. */
const READY_WITHIN_MS = 60_000;

export interface Running extends AsyncDisposable {
  /** "http://127.0.0.1:…" */
  readonly address: string;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number>;
}

export interface Place extends AsyncDisposable {
  readonly path: string;
  readonly bundle: string;
  readonly cache: string;
  /** Bundles, and moves what was made to where it is tried. */
  make(): Promise<void>;
  /** `start` of the bundle; resolves when it is ready for calls. */
  start(more?: Record<string, string>): Promise<Running>;
  run(
    program: string,
    args: string[],
    input?: string,
    more?: Record<string, string>,
  ): Promise<{ said: string; errors: string; code: number }>;
}

export async function emptyPlace(): Promise<Place> {
  const folder = await reachableFolder();
  const { path } = folder;
  return {
    path,
    cache: `${path}/cache`,
    bundle: `${path}/bundle`,
    async make() {
      await bundle(`${path}/made`);
      await Deno.rename(`${path}/made`, `${path}/bundle`);
    },
    start: (more = {}) => running(spawn(path, `${path}/bundle/parley`, ["start"], more)),
    run: (program, args, input = "", more = {}) => outcome(spawn(path, program, args, more), input),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

function spawn(
  path: string,
  program: string,
  args: string[],
  more: Readonly<Record<string, string>>,
): Deno.ChildProcess {
  return new Deno.Command(program, {
    args,
    cwd: path,
    clearEnv: true,
    env: {
      PATH: "/usr/bin:/bin",
      HOME: `${path}/home`,
      DENO_DIR: `${path}/cache`,
      PARLEY_DENO: Deno.execPath(),
      PARLEY_DATA: `${path}/data`,
      HTTP_PORT: "0",
      ...more,
    },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function outcome(child: Deno.ChildProcess, input: string) {
  const stdin = child.stdin.getWriter();
  await stdin.write(new TextEncoder().encode(input)).catch(() => {}); // it may not listen
  await stdin.close().catch(() => {});
  const { stdout, stderr, code } = await child.output();
  const decoder = new TextDecoder();
  return { said: decoder.decode(stdout), errors: decoder.decode(stderr), code };
}

async function running(child: Deno.ChildProcess): Promise<Running> {
  const stderr = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  let address: string | undefined;
  while (address === undefined) {
    const { value, done } = await stderr.read();
    if (done) assert.fail(`it ended before it was up:\n${text}`);
    text += value;
    address = /http:\/\/127\.0\.0\.1:\d+(?=\/readyz)/.exec(text)?.[0];
  }
  const rest = drain(stderr);
  await ready(address);
  const end = async (signal: Deno.Signal) => {
    try {
      child.kill(signal);
    } catch {
      // it has ended
    }
    const { code } = await child.status;
    await rest;
    if (!child.stdout.locked) await child.stdout.cancel();
    if (!child.stdin.locked) await child.stdin.close().catch(() => {});
    return code;
  };
  return {
    address,
    stop: () => end("SIGTERM"),
    [Symbol.asyncDispose]: async () => void await end("SIGKILL"),
  };
}

async function ready(address: string): Promise<void> {
  const untilMs = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const answer = await fetch(`${address}/readyz`);
    const said = await answer.json();
    if (answer.status === 200) return;
    if (Date.now() > untilMs) assert.fail(`not ready: ${said.reasons.join(", ")}`);
    await new Promise((wake) => setTimeout(wake, 100));
  }
}

async function drain(reader: ReadableStreamDefaultReader<string>): Promise<void> {
  while (!(await reader.read()).done);
}
