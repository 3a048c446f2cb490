/** Keeps a program from outliving the process that started it, whatever ends that process. */

/**
 * Runs in a session of its own, so that Ctrl-C doesn't reach it, and reads a pipe whose other end
 * only the test process holds: when that process ends in any way, the pipe closes, and the guard
 * ends the program and deletes its folder. `$1` folder, `$2 …` the program. Says the program's pid
 * and, when it is over, its exit code.
 */
const SCRIPT = `
folder=$1; shift
trap '' PIPE
exec 3<&0
rm -f "$folder/ended"
setsid "$@" </dev/null >>"$folder/output.txt" 2>&1 3<&- &
pid=$!
echo $pid
(
  exec >/dev/null 2>&1
  word=
  read -r word <&3
  [ -e "$folder/ended" ] || kill -KILL -$pid
  while [ ! -e "$folder/ended" ] && kill -0 $pid; do sleep 0.02; done
  [ "$word" = keep ] || rm -rf "$folder"
) &
watcher=$!
exec 3<&-
wait $pid
code=$?
: >"$folder/ended"
echo $code
wait $watcher
`;

export interface Guarded {
  readonly pid: number;
  /** Resolves with the exit code when the program ends, whoever ended it. */
  readonly ended: Promise<number>;
  /** Kills the program and lets the guard go. `keep`: the folder stays for another run. */
  end(options: { keep: boolean }): Promise<void>;
}

/** `folder` takes the program's output and belongs to the guard: it is deleted at the end. */
export async function guard(folder: string, program: readonly string[]): Promise<Guarded> {
  const child = new Deno.Command("sh", {
    args: ["-c", SCRIPT, "guard", folder, ...program],
    stdin: "piped",
    stdout: "piped",
    stderr: "null", // the shell's "Killed"
    detached: true,
  }).spawn();
  const said = linesOf(child.stdout);
  const pid = Number((await said.next()).value);
  const ended = said.next().then(({ value }) => Number(value));
  const stdin = child.stdin.getWriter();
  const end = async ({ keep }: { keep: boolean }) => {
    if (keep) await stdin.write(new TextEncoder().encode("keep\n"));
    await stdin.close();
    await child.status;
  };
  return { pid, ended, end };
}

async function* linesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
