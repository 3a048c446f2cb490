/** Registers a test once for each PostgreSQL that Parley runs on: its own, and that of DATABASE_URL. */
import { openEmbeddedPostgres } from "../../lib/host/embedded_postgres.ts";
import { connect, type DatabaseAddress, type Sql } from "../../lib/store/database.ts";
import { migrate } from "../../lib/store/migrations.ts";
import { DebianPostgres, debianPrograms } from "../host/debian_postgres.ts";
import { ask, ownFolder } from "../host/own_database.ts";
import { layOutDatabase } from "../host/prepared.ts";
import { needs } from "../needs.ts";
import { ownSealer } from "./own_keys.ts";

/** Gets a database of its own. */
type Body = (address: DatabaseAddress) => Promise<void>;
type Tests = Readonly<Record<string, Body>>;

interface Server extends AsyncDisposable {
  ask(query: string): Promise<unknown>;
  addressOf(database: string): DatabaseAddress;
}

interface Kind {
  readonly name: string;
  readonly ignore: boolean;
  readonly open: () => Promise<Server>;
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

/**
 * Databases with the tables: copies of one that was migrated. Call it once in a file, with all its
 * tests: they share the servers.
 */
export function onEachServer(tests: Tests): void {
  register(tests, async (server) => {
    const model = await newDatabase(server);
    await withTables(server.addressOf(model), () => Promise.resolve());
    return () => newDatabase(server, model);
  });
}

/** The same with empty databases, for those who make the tables. */
export function onEachEmptyServer(tests: Tests): void {
  register(tests, (server) => Promise.resolve(() => newDatabase(server)));
}

/** `prepare` is asked once of each server, and what it gives for each test's database. */
function register(
  tests: Tests,
  prepare: (server: Server) => Promise<() => Promise<string>>,
): void {
  for (const { name, ignore, open } of KINDS) {
    Deno.test({
      name: `on the server that is ${name}:`,
      ignore,
      fn: async (t) => {
        await using server = await open();
        const make = await prepare(server);
        for (const [sentence, body] of Object.entries(tests)) {
          await t.step(sentence, async () => body(server.addressOf(await make())));
        }
      },
    });
  }
}

/** Empty, or a copy of `model`, to which nobody may be connected. */
async function newDatabase(server: Server, model?: string): Promise<string> {
  const name = `t_${crypto.randomUUID().slice(0, 8)}`;
  await server.ask(`create database ${name} ${model === undefined ? "" : `template ${model}`}`);
  return name;
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

async function openEmbedded(): Promise<Server> {
  const folder = await ownFolder();
  await layOutDatabase(folder.path);
  const { address, close } = await openEmbeddedPostgres({ dataFolder: folder.path })
    .then((database) => ({ address: database.address, close: () => database.close() }));
  return {
    ask: (query) => ask(address, query),
    addressOf: (database) => ({ ...address, database }),
    [Symbol.asyncDispose]: async () => {
      await close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function openDebian(): Promise<Server> {
  const server = await DebianPostgres.make();
  return {
    ask: (query) => server.ask(query),
    addressOf: (database) => ({ url: server.url(database) }),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
