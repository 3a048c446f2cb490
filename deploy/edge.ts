/**
 * Parley where there is neither disk nor process: Asterisk dials it. The journal is the database
 * itself, and the only voice is OpenAI's. Set DATABASE_URL, PARLEY_KEYS, EDGE_PASSWORD (that of
 * Asterisk's secrets/edge.conf) and OPENAI_API_KEY; without DEEPGRAM_API_KEY only the keypad hears.
 */
import { openApp } from "../lib/app.ts";
import { EdgeWiring, type Upgrade } from "../lib/app/edge_wiring.ts";
import type { Account } from "../lib/call/ports.ts";
import { type CampaignOptions, openCampaign } from "../lib/cli/campaign.ts";
import { openBrain, openCloudEars, openCloudVoice, report } from "../lib/cli/cloud_speech.ts";
import type { Config, Environment } from "../lib/cli/config.ts";
import { type EdgeConfig, readEdgeConfig } from "../lib/cli/edge_config.ts";
import { edgeHealth, openEdgeJournal } from "../lib/cli/edge_journal.ts";
import { type EdgePlugins, openEdgePlugins } from "../lib/cli/edge_plugins.ts";
import { openEdgeVoiceActivity } from "../lib/cli/edge_voice_activity.ts";
import { closeApp, drain, isOver } from "../lib/cli/draining.ts";
import { openPages, type PagesParts } from "../lib/cli/pages.ts";
import { secretsOf } from "../lib/cli/process_log.ts";
import type { Cron } from "../lib/cli/retention.ts";
import { listenForSignals } from "../lib/cli/signals.ts";
import { learningFrom } from "../lib/cli/learning.ts";
import { openSpending, type Spending } from "../lib/cli/spending.ts";
import type { Campaign } from "../lib/core/campaign.ts";
import { fixedPhrases } from "../lib/core/phrases.ts";
import { warmUp } from "../lib/core/understand/warm_up.ts";
import { logger, startLog } from "../lib/observe/log.ts";
import { Metrics } from "../lib/observe/metrics.ts";
import { Readiness } from "../lib/observe/readiness.ts";
import { PhraseCache, type PhraseShelf } from "../lib/speech/phrase_cache.ts";
import { ONLY_VOICE_LIMITS, VoiceChain } from "../lib/speech/voice_chain.ts";
import type { CampaignSource } from "../lib/store/campaign_source.ts";
import type { Sql } from "../lib/store/database.ts";
import type { WebApp } from "../lib/web/app.ts";

export interface EdgePorts {
  readonly env: Environment;
  /** Hands every request to `answer`, from now on. */
  readonly serve: (
    answer: (request: Request) => Response | Promise<Response>,
    config: Config,
  ) => void;
  readonly upgrade: Upgrade;
  /** Null where the place has none: a sentence says so, because data would be kept for ever. */
  readonly cron: Cron | null;
  readonly write: (line: string) => void;
}

/** As asterisk_config/ari.conf names them, and the user of websocket_client.conf. */
const APP = "ai-call-center-edge";
const CONTROL_APP = "ai-call-center-edge-control";
const USERNAME = "asterisk";
/** How long the last facts may take to the database. */
const LAST_SYNC_MS = 5_000;

const NOT_YET = {
  start: "Parley is starting",
  asterisk: "Asterisk has not dialled yet",
};

export interface Edge {
  /** Resolves when the last call has ended, and what is known of it is in the database. */
  stop(): Promise<void>;
}

/** Resolves when calls are answered; rejects with sentences that say what is missing. */
export async function openEdge(ports: EdgePorts): Promise<Edge> {
  const config = readEdgeConfig(ports.env);
  logTo(ports.write, config);
  const readiness = new Readiness(NOT_YET);
  const metrics = new Metrics();
  const opened: Opened = {};
  const pages = pagesOf(opened, { metrics, readiness });
  let wiring: EdgeWiring | null = null; // Asterisk dials again until there is one
  ports.serve((request) => wiring?.answer(request) ?? pages(request), config);
  const { journal, line, sealer } = await openEdgeJournal(config, ports.cron, readiness);
  metrics.watchStore(() => edgeHealth(journal));
  const learning = learningFrom(() => ({ sql: line.sql, sealer }));
  const spending = opened.spending = await openSpending({ config, journal, metrics, ...learning });
  const { prepare, ...speech } = await openSpeech(config, spending.accounts.house);
  const sql = () => journal.isFailing ? null : line.sql;
  const owing = { sql: () => line.sql, sealer };
  const plugins = opened.plugins = openEdgePlugins(config, ports.env, metrics, owing);
  const campaigns = await openCampaignOf(config, sql, prepare, plugins);
  wiring = openWiring(config, ports.upgrade);
  const app = openApp({
    ...{ wiring, journal, readiness, metrics, accounts: spending.accounts, ...plugins?.app },
    ...speech,
    get campaign() {
      return campaigns.current;
    },
    campaigns: () => campaigns.others,
    ...settingsOf(config),
  });
  readiness.ready("start");
  return {
    async stop() {
      await drain(app, readiness, config.calls.drainSeconds * 1_000);
      await closeApp(app);
      await plugins?.close();
      spending.close();
      campaigns.close();
      await isOver(journal.sync().catch(() => {}), LAST_SYNC_MS);
    },
  };
}

type Opened = { spending?: Spending; plugins?: EdgePlugins | null };

function pagesOf(opened: Opened, parts: Pick<PagesParts, "metrics" | "readiness">): WebApp {
  return openPages({
    ...parts,
    trouble: () => opened.spending?.trouble() ?? [],
    callback: async (name, told) => await opened.plugins?.callback(name, told) ?? null,
  });
}

function settingsOf({ calls, timeZone }: EdgeConfig) {
  return {
    maxCalls: calls.max,
    continuousSilence: calls.silence === "continuous",
    thinksAhead: calls.thinksAhead,
    timeZone,
  };
}

async function openCampaignOf(
  config: EdgeConfig,
  sql: () => Sql | null,
  prepare: (campaign: Campaign) => Promise<void>,
  plugins: EdgePlugins | null,
): Promise<CampaignSource> {
  const log: CampaignOptions["log"] = (message, fields) => logger("store").warn(message, fields);
  const campaigns = await openCampaign({ id: config.campaign, sql, prepare, log });
  await prepare(campaigns.current);
  campaigns.watch();
  campaigns.offer(() => plugins?.choosesCampaigns === true);
  return campaigns;
}

function openWiring({ password }: EdgeConfig, upgrade: Upgrade): EdgeWiring {
  return new EdgeWiring({
    username: USERNAME,
    password,
    app: APP,
    controlApp: CONTROL_APP,
    upgrade,
  });
}

function logTo(write: (line: string) => void, config: EdgeConfig): void {
  const decoder = new TextDecoder();
  startLog({
    ...config.log,
    secrets: [...secretsOf(config), config.password],
    write: (bytes) => Promise.resolve(write(decoder.decode(bytes).trimEnd())),
  });
}

async function openSpeech(config: EdgeConfig, account: Account) {
  const cache = new PhraseCache(openCloudVoice(config.openai), NO_SHELF);
  const { signal } = new AbortController();
  const activity = await openEdgeVoiceActivity(config.voiceActivity);
  return {
    /** Phrases that every call has are rendered once, before the first call. */
    prepare: (campaign: Campaign) => {
      warmUp(campaign, Date.now(), config.timeZone);
      return cache.prepare(fixedPhrases(campaign), signal, account).catch(report);
    },
    brain: openBrain(config),
    voice: new VoiceChain([{ voice: cache, limits: ONLY_VOICE_LIMITS }], { report }),
    ears: config.deepgram && openCloudEars(config.deepgram),
    openDetector: () => activity.open(),
  };
}

const NO_SHELF: PhraseShelf = {
  get: () => Promise.resolve(null),
  put: () => Promise.resolve(),
};

/** The ports as Deno has them. It needs `--allow-net` and `--allow-env`, and nothing else. */
if (import.meta.main) {
  try {
    const edge = await openEdge({
      env: Deno.env.toObject(),
      serve: (answer, { http: { host: hostname, port } }) => {
        Deno.serve({ hostname, port, onListen: listening }, answer);
      },
      upgrade: (request, protocol) => Deno.upgradeWebSocket(request, { protocol, idleTimeout: 0 }),
      cron: Deno.cron ?? null,
      write: (line) => console.error(line),
    });
    listenForSignals({
      drain: () => edge.stop().then(() => Deno.exit(0)),
      stopNow: () => Deno.exit(0),
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    Deno.exit(1);
  }
}

function listening({ hostname, port }: Deno.NetAddr): void {
  console.error(`Parley waits for Asterisk; is it there? http://${hostname}:${port}/readyz`);
}
