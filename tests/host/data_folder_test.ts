import assert from "node:assert/strict";
import { checkDatabasePath, prepareDataFolder } from "../../lib/host/data_folder.ts";
import { openEmbeddedPostgres } from "../../lib/host/embedded_postgres.ts";
import { isRoot, needs } from "../needs.ts";
import { ownFolder } from "./own_database.ts";

const asRoot = needs("root", isRoot, "some tests change the user that runs a program: run as root");

Deno.test("openEmbeddedPostgres() names the folder that the database's user can't pass", {
  ...asRoot,
}, async () => {
  await using folder = await ownFolder();
  await Deno.mkdir(`${folder.path}/shut`, { mode: 0o700 });
  const dataFolder = `${folder.path}/shut/data`;
  await assert.rejects(openEmbeddedPostgres({ dataFolder }), (error: Error) => {
    assert.ok(error.message.startsWith(`Cannot run the database in ${dataFolder}: `));
    assert.match(error.message, /can't pass through \S+\/shut; set PARLEY_DATA to a folder that/);
    return true;
  });
});

Deno.test("openEmbeddedPostgres() says that a path is too long for a socket, before it makes any", async () => {
  await using folder = await ownFolder();
  const dataFolder = `${folder.path}/${"long".repeat(30)}`;
  await assert.rejects(openEmbeddedPostgres({ dataFolder }), {
    message:
      /^Cannot open the database's socket in .*: the path is \d+ bytes long and an operating/,
  });
  assert.deepEqual([...Deno.readDirSync(folder.path)], []);
});

Deno.test("checkDatabasePath() counts bytes, not letters", () => {
  const folder = `/${"é".repeat(45)}`;
  assert.throws(() => checkDatabasePath(folder, `${folder}/database/.s.PGSQL.5432`), /bytes long/);
});

Deno.test("checkDatabasePath() refuses what a shell would read", () => {
  assert.throws(() => checkDatabasePath("/a$b", "/a$b/s"), /can't run in a path with "\$"; set/);
});

Deno.test("prepareDataFolder() says who may not write where", async () => {
  await assert.rejects(prepareDataFolder("/proc/parley"), {
    message: /^Cannot keep data in \/proc\/parley \(.*\): give the user who runs Parley the right/,
  });
});

Deno.test("prepareDataFolder() says that a file is no folder", async () => {
  await assert.rejects(prepareDataFolder("/etc/passwd"), {
    message: "Cannot keep data in /etc/passwd: it is no folder; set PARLEY_DATA to one",
  });
});
