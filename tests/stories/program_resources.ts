/** What a running program takes of the machine, as Linux tells it: sockets, files, memory. */

/** Open TCP connections of a process to a port on this machine. */
export async function socketsTo(pid: number, port: number): Promise<number> {
  const own = new Set(
    (await fileDescriptors(pid)).map((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1]),
  );
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const table = await Deno.readTextFile(`/proc/${pid}/net/tcp`);
  return table.split("\n").filter((line) => {
    const [, , remote, state, , , , , , inode] = line.trim().split(/\s+/);
    return remote?.endsWith(`:${hex}`) && state === ESTABLISHED && own.has(inode);
  }).length;
}

const ESTABLISHED = "01";

/** What the open file descriptors of a process point to. */
export async function fileDescriptors(pid: number): Promise<string[]> {
  const targets: string[] = [];
  for await (const { name } of Deno.readDir(`/proc/${pid}/fd`)) {
    const target = await Deno.readLink(`/proc/${pid}/fd/${name}`).catch(() => null);
    if (target !== null) targets.push(target); // null: it was closed meanwhile
  }
  return targets;
}

/** Memory of a process that is in RAM. */
export async function residentBytes(pid: number): Promise<number> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) * 1_024;
}
