/** The configuration of the edge: where there is neither disk nor process, more has to be set. */
import type { SealingKey } from "../store/sealing_keys.ts";
import { type Config, type Environment, type Machine, readConfig } from "./config.ts";

export type EdgeConfig = Config & {
  readonly openai: NonNullable<Config["openai"]>;
  readonly databaseUrl: string;
  readonly keys: readonly SealingKey[];
  readonly password: string;
};

/** Throws a sentence that says what is missing. */
export function readEdgeConfig(env: Environment): EdgeConfig {
  const read = readConfig(env, NO_MACHINE);
  if ("errors" in read) throw new Error(read.errors.join("\n"));
  const { config } = read;
  const { openai, store: { databaseUrl, keys } } = config;
  const password = env.EDGE_PASSWORD ?? "";
  if (databaseUrl === null) throw new Error(NO_DATABASE);
  if (keys === null) throw new Error(NO_KEYS);
  if (password === "") throw new Error(NO_PASSWORD);
  if (openai === null) throw new Error(NO_VOICE);
  return { ...config, openai, databaseUrl, keys, password };
}

const NO_DATABASE =
  "Cannot start at the edge without DATABASE_URL: there is no disk for a database of our own; " +
  "set it to an address like postgres://user:password@host:5432/parley";
const NO_KEYS =
  "Cannot start at the edge without PARLEY_KEYS: there is no disk to keep a key on, and nothing " +
  "could be read at the next start; set it to an id of your choice and 32 bytes, as " +
  'k1:"$(openssl rand -base64 32)"';
const NO_PASSWORD =
  "Cannot start at the edge without EDGE_PASSWORD: anybody could be Asterisk; set it to the " +
  "password of Asterisk's secrets/edge.conf";
const NO_VOICE =
  "Cannot start at the edge without OPENAI_API_KEY: the local voice needs files that can't be " +
  "read here, and nobody would speak; set it";

/** What the configuration takes from a machine for variables that aren't set; no folder is used. */
const NO_MACHINE: Machine = {
  isRoot: true,
  homeFolder: null,
  timeZone: "UTC",
  hasTerminal: false,
  absolute: (path) => path,
};
