/** The processes of the bench: the fake server, and one for each contender and each run. */

const HERE = new URL(".", import.meta.url).pathname;
export const RIVALS_CONFIG = `${HERE}rivals/deno.json`;
/** The slowest contender needs a minute for a million events. */
const RUN_WITHIN_MS = 300_000;
const SAID_LINES = 5;

export interface Entrant {
  readonly title: string;
  /** Relative to contender.ts. */
  readonly module: string;
  /** Runs with the packages of rivals/deno.json. */
  readonly rival: boolean;
}

export interface FakeServer {
  readonly port: number;
  /** "vanish" or "back" */
  tell(word: string): Promise<void>;
  /** kill -9 */
  kill(): Promise<void>;
}

export async function startFake(docsPath: string, port = 0): Promise<FakeServer> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", `${HERE}fake_asterisk.ts`, `${port}`, docsPath],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const said = linesOf(child.stdout);
  const { value = "" } = await said.next();
  const input = child.stdin.getWriter();
  return {
    port: Number(/^PORT (\d+)$/.exec(value)?.[1]),
    tell: (word) => input.write(new TextEncoder().encode(`${word}\n`)),
    kill: async () => {
      child.kill("SIGKILL");
      await child.status;
      await input.abort().catch(() => {});
      await said.return();
    },
  };
}

export interface Run<Result> {
  /** Resolves when the contender says that it is connected; only in an outage. */
  readonly ready: Promise<void>;
  readonly result: Promise<Result>;
  tell(word: string): Promise<void>;
}

export function startContender<Result>(
  { module, rival }: Entrant,
  scenario: string,
  args: object,
): Run<Result> {
  const config = rival ? ["--frozen", "--config", RIVALS_CONFIG] : ["--frozen"];
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--quiet", ...config],
      ...[`${HERE}contender.ts`, module, scenario, JSON.stringify(args)],
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const timer = setTimeout(() => child.kill("SIGKILL"), RUN_WITHIN_MS);
  const { promise: ready, resolve: isReady } = Promise.withResolvers<void>();
  const input = child.stdin.getWriter();
  const result = heard<Result>(child, isReady).finally(() => {
    clearTimeout(timer);
    isReady(); // nobody waits for one that has ended
    input.abort().catch(() => {});
  });
  return { ready, result, tell: (word) => input.write(new TextEncoder().encode(word)) };
}

/** Rivals print what they like; only our own lines count. */
async function heard<Result>(child: Deno.ChildProcess, isReady: () => void): Promise<Result> {
  let result: Result | null = null;
  const last: string[] = [];
  const read = async (bytes: ReadableStream<Uint8Array>) => {
    for await (const line of linesOf(bytes)) {
      if (line === "READY") isReady();
      else if (line.startsWith("RESULT ")) result = JSON.parse(line.slice("RESULT ".length));
      else if (line !== "") last.push(line);
      if (last.length > SAID_LINES) last.shift();
    }
  };
  await Promise.all([read(child.stdout), read(child.stderr)]);
  const { code } = await child.status;
  if (result !== null) return result;
  throw new Error(`It ended with ${code} and said: ${last.join(" | ")}`);
}

async function* linesOf(bytes: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  let rest = "";
  for await (const text of bytes.pipeThrough(new TextDecoderStream() as never)) {
    const parts = (rest + text).split("\n");
    rest = parts.pop()!;
    yield* parts;
  }
}
