/** File systems mounted inside a folder; deleting through one would delete what is mounted. */

/** Takes away every mount inside `folder`, innermost first; throws when one stays. */
export async function unmountBelow(folder: string): Promise<void> {
  const real = await Deno.realPath(folder);
  for (const mount of (await mounts()).filter((path) => path.startsWith(`${real}/`)).reverse()) {
    const { success } = await new Deno.Command("umount", { args: [mount] }).output();
    if (!success) throw new Error(`Cannot delete ${folder}: ${mount} is mounted in it and busy`);
  }
}

/** In the order in which they were mounted. */
async function mounts(): Promise<string[]> {
  const table = await Deno.readTextFile("/proc/self/mountinfo");
  return table.trim().split("\n")
    .map((line) => line.split(" ")[4] ?? "")
    .map((path) => path.replaceAll(/\\(\d{3})/g, (_, octal) => fromOctal(octal)));
}

function fromOctal(digits: string): string {
  return String.fromCharCode(parseInt(digits, 8));
}
