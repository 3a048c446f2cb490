/** Registers a test once for each PostgreSQL that Parley runs on: its own, and that of DATABASE_URL. */
import { openEmbeddedPostgres } from "../../lib/host/embedded_postgres.ts";
import { connect, type DatabaseAddress, type Sql } from "../../lib/store/database.ts";
import { migrate } from "../../lib/store/migrations.ts";
import { DebianPostgres, debianPrograms } from "../host/debian_postgres.ts";
import { ask, ownFolder } from "../host/own_database.ts";
import { needs } from "../needs.ts";
import { ownSealer } from "./own_keys.ts";

/** A database of the test's own, empty. */
type Body = (address: DatabaseAddress) => Promise<void>;

interface Kind {
  readonly name: string;
  readonly ignore: boolean;
  readonly open: () => Promise<{ newDatabase(): Promise<DatabaseAddress> } & AsyncDisposable>;
}

const KINDS: readonly Kind[] = [
  { name: "embedded", ignore: Deno.build.os === "windows", open: openEmbedded },
  {
    name: "DATABASE_URL",
    ...needs(
      "PostgreSQL of the system",
      debianPrograms() !== null,
      "it needs Debian's package postgresql",
    ),
    open: openDebian,
  },
];

/** Call it once in a file, with all its tests: they share the servers. */
export function onEachServer(tests: Readonly<Record<string, Body>>): void {
  for (const { name, ignore, open } of KINDS) {
    Deno.test({
      name: `on the server that is ${name}:`,
      ignore,
      fn: async (t) => {
        await using server = await open();
        for (const [sentence, body] of Object.entries(tests)) {
          await t.step(sentence, async () => body(await server.newDatabase()));
        }
      },
    });
  }
}

/** Connections to a database that has the tables. */
export async function withTables(
  address: DatabaseAddress,
  body: (sql: Sql) => Promise<void>,
): Promise<void> {
  const sql = connect(address, { connections: 4 });
  try {
    await migrate(sql, ownSealer);
    await body(sql);
  } finally {
    await sql.end();
  }
}

async function openEmbedded() {
  const folder = await ownFolder();
  const { address, close } = await openEmbeddedPostgres({ dataFolder: folder.path })
    .then((database) => ({ address: database.address, close: () => database.close() }));
  return {
    newDatabase: async () => {
      const database = `t_${crypto.randomUUID().slice(0, 8)}`;
      await ask(address, `create database ${database}`);
      return { ...address, database };
    },
    [Symbol.asyncDispose]: async () => {
      await close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function openDebian() {
  const server = await DebianPostgres.make();
  return {
    newDatabase: async () => ({ url: await server.newDatabase() }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
