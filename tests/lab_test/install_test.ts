/** asterisk_config/install, run inside the lab's root on folders that look like a fresh Asterisk. */
import assert from "node:assert/strict";
import { asteriskRoot, whyNoLab } from "../lab/root.ts";
import { needs } from "../needs.ts";

const SHIPPED = new URL("../../asterisk_config", import.meta.url).pathname;
const why = whyNoLab();
const lab = needs("asterisk", why === null, why ?? "");

Deno.test("install changes nothing, when it would overwrite and wasn't told to", lab, async () => {
  await using machine = await freshMachine();
  const before = await machine.files();
  const { code, out, err } = await machine.install();
  assert.equal(code, 1);
  assert.equal(out, "");
  assert.match(err, /Would be overwritten in .*: ari.conf asterisk.conf .* rtp.conf/);
  assert.match(err, /nothing was changed; run again with --replace/);
  assert.deepEqual(await machine.files(), before);
});

Deno.test("install --replace keeps the old files and prints what Parley needs", lab, async () => {
  await using machine = await freshMachine();
  const old = await machine.read("pjsip.conf");
  const { code, out, err } = await machine.install("--replace");
  assert.equal(code, 0, err);
  assert.match(
    out,
    /^ARI_URL=http:\/\/127\.0\.0\.1:8088\/ari\nARI_USERNAME=parley\nARI_PASSWORD=[0-9a-f]{40}\n$/,
  );
  const kept = (await machine.files()).filter((name) => name.startsWith("before-parley-"));
  assert.equal(kept.length, 10);
  assert.equal(await machine.read(kept.find((name) => name.endsWith("/pjsip.conf"))!), old);
  assert.match(await machine.read("secrets/ari.conf"), new RegExp(out.match(/[0-9a-f]{40}/)![0]));
  assert.equal(await machine.mode("secrets/pjsip.conf"), "640");
  assert.equal(await machine.mode("pjsip.conf"), "640");
  assert.equal(await machine.mode("secrets"), "750");
});

Deno.test("install leaves passwords and own additions, when it is run again", lab, async () => {
  await using machine = await freshMachine();
  const first = await machine.install("--replace");
  await machine.write("extensions.local.conf", "[mine]\n");
  const again = await machine.install();
  assert.equal(again.code, 0, again.err);
  assert.equal(again.out, first.out);
  assert.equal(await machine.read("extensions.local.conf"), "[mine]\n");
  const renewed = await machine.install("--new-secrets");
  assert.equal(renewed.code, 0);
  assert.notEqual(renewed.out, first.out);
});

Deno.test("install makes passwords that no two share", lab, async () => {
  await using one = await freshMachine();
  await using other = await freshMachine();
  const secrets = [];
  for (const machine of [one, other]) {
    await machine.install("--replace");
    for (const name of ["ari", "pjsip", "edge"]) {
      const text = await machine.read(`secrets/${name}.conf`);
      secrets.push(...text.matchAll(/^password = ([0-9a-f]{40})$/gm).map((match) => match[1]));
    }
  }
  assert.equal(secrets.length, 8);
  assert.equal(new Set(secrets).size, 8);
});

Deno.test(
  "install takes the machine's own module folder, and says when there is none",
  lab,
  async () => {
    await using machine = await freshMachine();
    await machine.write("asterisk.conf", "[directories]\nastmoddir => /nowhere ; x\n");
    const { code, err } = await machine.install("--replace");
    assert.equal(code, 1);
    assert.match(err, /\/nowhere holds no app_stasis.so; put Asterisk's module folder into/);
    await machine.write("asterisk.conf", "[directories]\nastdbdir => /srv/db ; mine\n");
    assert.equal((await machine.install("--replace")).code, 0);
    const made = await machine.read("asterisk.conf");
    assert.match(made, /^astdbdir => \/srv\/db$/m);
    assert.match(made, new RegExp(`^astetcdir => ${machine.folder}$`, "m"));
  },
);

Deno.test("install says what is wrong with its options and its folder", lab, async () => {
  await using machine = await freshMachine();
  assert.match((await machine.install("--force")).err, /no option --force/);
  assert.match((await machine.install("/no/such")).err, /there is no folder \/no\/such/);
});

/** The package's configuration in a folder of its own; `install` works on that folder. */
async function freshMachine() {
  const root = (await asteriskRoot()).path;
  const folder = `/var/lib/parley-install-${crypto.randomUUID().slice(0, 8)}`;
  const here = `${root}${folder}`;
  await run("cp", ["-rp", `${root}/etc/asterisk`, here]);
  await run("cp", ["-r", SHIPPED, `${here}/.shipped`]);
  const install = (...args: string[]) => {
    const places = args.some((arg) => arg.startsWith("/")) ? [] : [folder];
    return run("chroot", [root, "sh", `${folder}/.shipped/install`, ...args, ...places]);
  };
  const files = async () => {
    const { out } = await run("find", [here, "-type", "f", "-newermt", "2000-01-01"]);
    return out.trim().split("\n").map((path) => path.slice(here.length + 1))
      .filter((path) => !path.startsWith(".shipped/")).toSorted();
  };
  return {
    folder,
    install,
    files,
    read: (name: string) => Deno.readTextFile(`${here}/${name}`),
    write: (name: string, text: string) => Deno.writeTextFile(`${here}/${name}`, text),
    mode: async (name: string) => ((await Deno.stat(`${here}/${name}`)).mode! & 0o777).toString(8),
    [Symbol.asyncDispose]: () => Deno.remove(here, { recursive: true }),
  };
}

async function run(program: string, args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(program, { args }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}
