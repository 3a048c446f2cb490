import assert from "node:assert/strict";
import { type Lab, startAsterisk } from "../lab/asterisk.ts";
import { guard } from "../lab/guard.ts";
import { takePorts } from "../lab/ports.ts";
import { asteriskRoot, rootPath, whyNoLab } from "../lab/root.ts";
import { placeCall } from "../lab/sip_caller.ts";
import { isLong, needs } from "../needs.ts";

const why = whyNoLab();
const lab = needs("asterisk", why === null, why ?? "");

Deno.test("startAsterisk() gives each lab ports and folders of its own", lab, async () => {
  const labs = await Promise.all([startAsterisk(), startAsterisk(), startAsterisk()]);
  assert.equal(new Set(labs.map(({ sipPort }) => sipPort)).size, 3);
  assert.equal(new Set(labs.map(({ password }) => password)).size, 3);
  const call = placeCall({ sipPort: labs[1]!.sipPort, extension: "600" });
  await call.answered;
  const counts = await Promise.all(labs.map(async (one) => (await one.channels()).length));
  assert.deepEqual(counts, [0, 1, 0]);
  await call.hangUp();
  const pids = labs.map((one) => one.pid());
  await Promise.all(labs.map((one) => one.stop()));
  for (const pid of pids) assert.equal(await isRunning(pid), false);
});

Deno.test(
  "restart() brings Asterisk back on its ports, after kill() and without",
  lab,
  async () => {
    await using asterisk = await startAsterisk();
    const pids = [asterisk.pid()];
    const call = placeCall({ sipPort: asterisk.sipPort, extension: "600" });
    await call.answered;
    await asterisk.kill();
    await asterisk.kill();
    assert.equal(await isRunning(pids[0]!), false);
    await assert.rejects(asterisk.channels());
    await call.vanish();
    for (const _again of [1, 2]) {
      await asterisk.restart();
      pids.push(asterisk.pid());
      assert.deepEqual(await asterisk.channels(), []);
      await using next = placeCall({ sipPort: asterisk.sipPort, extension: "600" });
      await next.answered;
    }
    assert.equal(new Set(pids).size, 3);
  },
);

Deno.test("Asterisk and its folder are gone, when the test process is killed", lab, async () => {
  const code = `
    import { startAsterisk } from ${JSON.stringify(import.meta.resolve("../lab/asterisk.ts"))};
    const lab = await startAsterisk();
    console.log(lab.pid());
    setTimeout(() => {}, 60_000);`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", "--config", new URL("../../deno.json", import.meta.url).pathname, code],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  const pid = Number(new TextDecoder().decode((await reader.read()).value));
  const folder = await folderOf(pid);
  child.kill("SIGKILL");
  await child.status;
  await reader.cancel();
  const untilMs = Date.now() + 5_000;
  while (await isRunning(pid) || await exists(folder)) {
    assert.ok(Date.now() < untilMs, `process ${pid} or ${folder} is still there`);
    await new Promise((wake) => setTimeout(wake, 20));
  }
});

Deno.test("guard() tells the exit code of a program that ends by itself", async () => {
  const folder = await Deno.makeTempDir();
  const program = await guard(folder, ["sh", "-c", "exit 7"]);
  assert.equal(await program.ended, 7);
  assert.equal(await exists(folder), true);
  await program.end({ keep: false });
  assert.equal(await exists(folder), false);
});

Deno.test("takePorts() never gives a block twice, and gives it back", () => {
  const blocks = Array.from({ length: 20 }, takePorts);
  assert.equal(new Set(blocks.map(({ sip }) => sip)).size, 20);
  for (const block of blocks) block[Symbol.dispose]();
  using _again = takePorts();
});

Deno.test("asteriskRoot() accepts a root without a mark, and says its version", lab, async () => {
  const { path, version } = await asteriskRoot();
  assert.equal(path, rootPath());
  await Deno.remove(`${path}/parley-lab.txt`);
  assert.equal((await asteriskRoot()).version, version);
  assert.match(version, /^(2[3-9]|22\.1\d)\./);
});

if (isLong) Deno.test("asteriskRoot() builds a root where there is none", lab, buildsRoot);

/** Two at once, and nothing half is left: one to three minutes. */
async function buildsRoot(): Promise<void> {
  const cache = await Deno.makeTempDir();
  const before = Deno.env.get("PARLEY_LAB_CACHE");
  Deno.env.set("PARLEY_LAB_CACHE", cache);
  try {
    const [one, other] = await Promise.all([asteriskRoot(), asteriskRoot()]);
    assert.deepEqual(one, other);
    assert.equal(one.path, `${cache}/parley/asterisk-root`);
    assert.equal(await exists(`${one.path}.building`), false);
    const asterisk: Lab = await startAsterisk();
    await asterisk.stop();
  } finally {
    if (before === undefined) Deno.env.delete("PARLEY_LAB_CACHE");
    else Deno.env.set("PARLEY_LAB_CACHE", before);
    await Deno.remove(cache, { recursive: true });
  }
}

async function isRunning(pid: number): Promise<boolean> {
  const stat = await Deno.readTextFile(`/proc/${pid}/stat`).catch(() => "");
  return stat !== "" && !/\) [ZX] /.test(stat);
}

/** From the command line: … -C FOLDER/etc/asterisk.conf. */
async function folderOf(pid: number): Promise<string> {
  const words = (await Deno.readTextFile(`/proc/${pid}/cmdline`)).split("\0");
  const conf = words.find((word) => word.endsWith("/etc/asterisk.conf"))!;
  return `${rootPath()}${conf.slice(0, -"/etc/asterisk.conf".length)}`;
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
