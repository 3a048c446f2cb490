/** The configuration: read once from the environment, checked in full, typed from there on. */
import { costs, type CostsConfig } from "./config_costs.ts";
import { type Environment, secretsIn, Values } from "./config_values.ts";
import { type VariableName, VARIABLES } from "./config_variables.data.ts";
import { warningsOf } from "./config_warnings.ts";
import { type Machine, thisMachine } from "./config_machine.ts";
import { retention } from "./config_retention.ts";
import type { RetentionRules } from "../store/retention_kinds.ts";
import { VOICE_ACTIVITIES, type VoiceActivityName } from "./voice_activity.ts";
import { KEYS_FORM, readKeys, type SealingKey } from "../store/sealing_keys.ts";

export type { Environment, Machine };

export const LOG_LEVELS = ["trace", "debug", "info", "warning", "error", "fatal"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
/** Voices inside the flite package. */
export const LOCAL_VOICES = ["rms", "slt", "awb", "kal16", "kal"] as const;
export type LocalVoice = (typeof LOCAL_VOICES)[number];

/** Asterisk's own limit: a context is 79 characters long, and "stasis-" stands before the name. */
export const ARI_APP_CHARS_MAX = 73;
/**
 * Calls at once if nothing else is said. One process paces all audio in one thread: 60 to 80 calls
 * with cloud speech are estimated to fit with headroom, and 50 leaves some for the rest.
 */
const MAX_CALLS_RANGE = { min: 1, max: 500, unit: "calls" } as const;
const DRAIN_RANGE = { min: 0, max: 3_600, unit: "seconds" } as const;
const PORT_RANGE = { min: 0, max: 65_535, unit: "port" } as const;
const TEMPERATURE_RANGE = { min: 0, max: 2, unit: "temperature", whole: false } as const;

export interface Config {
  /** Absolute path. */
  readonly dataFolder: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Of the campaign that calls use. */
  readonly campaign: string;
  /** What the environment holds under the name of a secret, for plugins too: it is never shown. */
  readonly secrets: readonly string[];
  readonly log: LogConfig;
  readonly calls: CallsConfig;
  readonly store: StoreConfig;
  readonly plugins: PluginsConfig;
  readonly costs: CostsConfig;
  readonly http: HttpConfig;
  readonly localVoice: LocalVoice;
  readonly voiceActivity: VoiceActivityName;
  /** null: nothing of this group is set, and Parley does without. */
  readonly ari: AriConfig | null;
  readonly openai: OpenAiConfig | null;
  readonly deepgram: DeepgramConfig | null;
}

export interface LogConfig {
  readonly level: LogLevel;
  readonly format: "json" | "pretty";
  /** False: what stands in `pii.*` fields is redacted. */
  readonly personalData: boolean;
}

export interface CallsConfig {
  readonly max: number;
  readonly silence: "keepalive" | "continuous";
  readonly thinksAhead: boolean;
  readonly drainSeconds: number;
}

export interface StoreConfig {
  /** null: the embedded server in the data folder. */
  readonly databaseUrl: string | null;
  readonly retention: RetentionRules;
  /** null: those of the data folder. */
  readonly keys: readonly SealingKey[] | null;
}

export interface PluginsConfig {
  /** Absolute path. */
  readonly folder: string;
  /** What stands in `plugins.json`; null: as the file in the folder says. */
  readonly settings: string | null;
}

export interface HttpConfig {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

export interface AriConfig {
  /** Without a slash at the end: "http://127.0.0.1:8088/ari". */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly app: string;
}

export interface OpenAiConfig {
  readonly apiKey: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly model: string;
  readonly temperature: number;
  readonly ttsModel: string;
  readonly voice: string;
}

export interface DeepgramConfig {
  readonly apiKey: string;
  /** "wss://host", without a slash at the end. */
  readonly url: string;
  readonly model: string;
}

export type ConfigResult =
  /** `warnings`: sentences about what was read but has no effect or looks like a slip. */
  | { readonly config: Config; readonly warnings: readonly string[] }
  /** One sentence per wrong variable, all of them. */
  | { readonly errors: readonly string[] };

export function readConfig(env: Environment, machine: Machine = thisMachine()): ConfigResult {
  const values = new Values(env);
  const folder = dataFolder(values, machine);
  const config: Config = {
    dataFolder: folder,
    timeZone: timeZone(values, machine),
    campaign: campaign(values),
    secrets: secretsIn(env),
    log: log(values, machine),
    calls: {
      max: values.number("MAX_CALLS", MAX_CALLS_RANGE),
      silence: values.choice("SILENCE", ["keepalive", "continuous"]),
      thinksAhead: values.choice("THINK_AHEAD", ["yes", "no"]) === "yes",
      drainSeconds: values.number("DRAIN_SECONDS", DRAIN_RANGE),
    },
    store: {
      databaseUrl: databaseUrl(values),
      retention: retention(values),
      keys: sealingKeys(values),
    },
    costs: costs(values),
    http: { host: host(values), port: values.number("HTTP_PORT", PORT_RANGE) },
    plugins: plugins(values, machine, folder),
    localVoice: values.choice("LOCAL_VOICE", LOCAL_VOICES),
    voiceActivity: values.choice("VOICE_ACTIVITY", VOICE_ACTIVITIES),
    ari: ari(values),
    openai: openai(values),
    deepgram: deepgram(values),
  };
  if (values.errors.length > 0) return { errors: values.errors };
  return { config, warnings: warningsOf(env) };
}

function dataFolder(values: Values, machine: Machine): string {
  if (values.isSet("PARLEY_DATA")) {
    const folder = values.text("PARLEY_DATA");
    if (folder.includes("\0")) values.wrong("PARLEY_DATA", "the path of a folder");
    return machine.absolute(folder);
  }
  if (machine.isRoot) return "/var/lib/parley";
  if (machine.homeFolder !== null) return `${machine.homeFolder}/.local/share/parley`;
  values.wrong("PARLEY_DATA", "the path of a folder, because HOME isn't set either");
  return "";
}

function plugins(values: Values, machine: Machine, dataFolder: string): PluginsConfig {
  const folder = values.isSet("PARLEY_PLUGINS")
    ? machine.absolute(values.text("PARLEY_PLUGINS"))
    : `${dataFolder}/plugins`;
  return { folder, settings: values.text("PLUGIN_SETTINGS") || null };
}

function campaign(values: Values): string {
  const id = values.text("PARLEY_CAMPAIGN");
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(id)) {
    values.wrong("PARLEY_CAMPAIGN", "an id in small letters like investment_lead");
  }
  return id;
}

function timeZone(values: Values, machine: Machine): string {
  const zone = values.text("PARLEY_TIMEZONE") || machine.timeZone;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    values.wrong("PARLEY_TIMEZONE", "an IANA time zone like Europe/Berlin or America/New_York");
    return zone;
  }
}

function log(values: Values, machine: Machine): LogConfig {
  const format = values.isSet("PARLEY_LOG_FORMAT")
    ? values.choice("PARLEY_LOG_FORMAT", ["json", "pretty"])
    : machine.hasTerminal
    ? "pretty"
    : "json";
  const level = values.choice("PARLEY_LOG", LOG_LEVELS);
  return { level, format, personalData: values.choice("PARLEY_LOG_PII", ["no", "yes"]) === "yes" };
}

function databaseUrl(values: Values): string | null {
  if (!values.isSet("DATABASE_URL")) return null;
  const text = values.text("DATABASE_URL");
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["postgres:", "postgresql:"].includes(url.protocol)) {
    values.wrong("DATABASE_URL", "an address like postgres://user:password@host:5432/parley");
  }
  return text;
}

function sealingKeys(values: Values): readonly SealingKey[] | null {
  if (!values.isSet("PARLEY_KEYS")) return null;
  const keys = readKeys(values.text("PARLEY_KEYS"));
  if (keys === null) values.wrong("PARLEY_KEYS", KEYS_FORM);
  return keys;
}

function host(values: Values): string {
  const text = values.text("HTTP_HOST").replace(/^\[(.*)\]$/, "$1");
  if (!/^[\w.:%-]{1,253}$/.test(text)) {
    values.wrong("HTTP_HOST", "a host name or an address like 127.0.0.1 or ::1");
  }
  return text;
}

function ari(values: Values): AriConfig | null {
  const app = values.text("ARI_APP");
  if (!/^[\w.-]+$/.test(app) || app.length > ARI_APP_CHARS_MAX) {
    values.wrong("ARI_APP", `at most ${ARI_APP_CHARS_MAX} letters, digits, ".", "-" and "_"`);
  }
  const group: readonly VariableName[] = ["ARI_URL", "ARI_USERNAME", "ARI_PASSWORD"];
  const set = group.filter((name) => values.isSet(name));
  if (set.length === 0) return null;
  for (const name of group.filter((other) => !set.includes(other))) {
    values.wrong(name, `set too, because ${set.join(" and ")} ${set.length > 1 ? "are" : "is"}`);
  }
  return {
    url: set.includes("ARI_URL") ? ariUrl(values) : "",
    username: values.word("ARI_USERNAME", "a user of ari.conf, without spaces"),
    password: values.text("ARI_PASSWORD"),
    app,
  };
}

function ariUrl(values: Values): string {
  const example = "http://127.0.0.1:8088/ari";
  const url = values.url("ARI_URL", ["http:", "https:"], example);
  if (url === null) return "";
  const path = url.pathname.replace(/\/+$/, "");
  if (!path.endsWith("/ari") || url.search !== "") {
    values.wrong("ARI_URL", `an address like ${example}, with /ari at its end`);
  }
  return `${url.origin}${path}`;
}

function openai(values: Values): OpenAiConfig | null {
  const url = values.url("OPENAI_BASE_URL", ["http:", "https:"], fallback("OPENAI_BASE_URL"));
  const settings = {
    apiKey: values.word("OPENAI_API_KEY", "a key without spaces or line breaks"),
    baseUrl: withoutSlash(url),
    model: values.word("OPENAI_MODEL", "a model's name"),
    temperature: values.number("OPENAI_TEMPERATURE", TEMPERATURE_RANGE),
    ttsModel: values.word("OPENAI_TTS_MODEL", "a model's name"),
    voice: values.word("OPENAI_VOICE", "a voice's name"),
  };
  return values.isSet("OPENAI_API_KEY") ? settings : null;
}

function deepgram(values: Values): DeepgramConfig | null {
  const settings = {
    apiKey: values.word("DEEPGRAM_API_KEY", "a key without spaces or line breaks"),
    url: withoutSlash(values.url("DEEPGRAM_URL", ["ws:", "wss:"], fallback("DEEPGRAM_URL"))),
    model: values.word("DEEPGRAM_MODEL", "a model's name"),
  };
  return values.isSet("DEEPGRAM_API_KEY") ? settings : null;
}

function fallback(name: VariableName): string {
  return VARIABLES[name].fallback;
}

function withoutSlash(url: URL | null): string {
  return url === null ? "" : url.href.replace(/\/+$/, "");
}
