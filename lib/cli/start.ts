/** `start`: everything that answers calls, until a signal comes. */
import { type App, openApp } from "../app.ts";
import type { DeliveryRunner } from "../app/delivery_runner.ts";
import { dialAsterisk } from "../app/wiring.ts";
import type { Campaign } from "../core/campaign.ts";
import { fixedPhrases } from "../core/phrases.ts";
import { warmUp } from "../core/understand/warm_up.ts";
import { openStore, type Store } from "../host/store.ts";
import { logger } from "../observe/log.ts";
import { Metrics } from "../observe/metrics.ts";
import { Readiness } from "../observe/readiness.ts";
import type { CampaignSource } from "../store/campaign_source.ts";
import { openCampaign } from "./campaign.ts";
import { command } from "./command.ts";
import type { Config } from "./config.ts";
import { closeApp, drain } from "./draining.ts";
import { type DeliveryStore, hearing, openDeliveries } from "./plugin_deliveries.ts";
import { invocation } from "./invocation.ts";
import { type OpenPlugins, openPlugins } from "./plugins.ts";
import { openPages, type PagesParts, storeTrouble } from "./pages.ts";
import { openSpeech, type Speech } from "./speech.ts";
import { learningFrom } from "./learning.ts";
import { openSpending, type Spending } from "./spending.ts";
import { startProcessLog } from "./process_log.ts";
import { scheduleRetention } from "./retention.ts";
import { listenForSignals } from "./signals.ts";
import { startReport } from "./start_report.ts";
import type { WebApp } from "../web/app.ts";
import { VERSION } from "./version.ts";
import { serveWeb, type WebServer } from "./web_server.ts";

/** How long facts may take to the database at the end; what is left is delivered at the next start. */
const STORE_DRAIN_MS = 5_000;
/** What is being delivered may end; what doesn't is another's after its lease, or the next start's. */
const DELIVERIES_END_MS = 3_000;
/** Asterisk on the same machine answers in milliseconds; the report waits so long for it to say so. */
const CONNECT_LOOK_MS = 1_000;

export const startCommand = command({
  about: "Answer calls until a signal comes",
  run: (_typed, config) => start(config),
});

interface Running {
  readonly web: WebServer;
  readonly store: Store;
  readonly speech: Speech;
  readonly spending: Spending;
  readonly plugins: OpenPlugins;
  readonly deliveries: DeliveryRunner;
  readonly campaigns: CampaignSource;
  /** Null without Asterisk. */
  readonly app: App | null;
  readonly readiness: Readiness;
}

/** What is there so far. */
interface Opened {
  store?: Store;
  speech?: Speech;
  spending?: Spending;
  plugins?: OpenPlugins;
  deliveries?: DeliveryRunner;
  campaigns?: CampaignSource;
}

/** Resolves with the exit code when a signal has ended it. */
export async function start(config: Config): Promise<number> {
  const log = startProcessLog(config);
  const signals = nextSignals();
  try {
    const running = await Promise.race([open(config), signals.drain]);
    if (running === null) {
      console.error("Stopped before Parley was up.");
      return 0; // no call is live yet, and what was opened ends with the process
    }
    try {
      report(config, running);
      await signals.drain;
      const drainMs = config.calls.drainSeconds * 1_000;
      await Promise.race([drain(running.app, running.readiness, drainMs), signals.now]);
    } finally {
      await close(running);
    }
    return 0;
  } finally {
    signals.forget();
    await log.close();
  }
}

/** Promises of null for the first signal and for the second. */
function nextSignals() {
  const drain = Promise.withResolvers<null>();
  const now = Promise.withResolvers<null>();
  const forget = listenForSignals({
    drain: () => drain.resolve(null),
    stopNow: () => now.resolve(null),
  });
  return { drain: drain.promise, now: now.promise, forget };
}

async function open(config: Config): Promise<Running> {
  const metrics = new Metrics();
  const readiness = new Readiness({
    start: "Parley is starting",
    ...(config.ari ? { asterisk: "Asterisk is not connected yet" } : {}),
  });
  const opened: Opened = {};
  const pages = pagesOf(opened, { metrics, readiness });
  const web = serveWeb(config.http, pages);
  try {
    const { store, speech } = await openBoth(config, opened);
    metrics.watchStore(() => store.health());
    const spending = opened.spending = await openSpendingOf(config, store, metrics);
    const prepare = (campaign: Campaign) => {
      warmUp(campaign, Date.now(), config.timeZone);
      return speech.prepare(fixedPhrases(campaign), spending.accounts.house);
    };
    const campaigns = opened.campaigns = await openCampaignOf(config, store, prepare);
    await prepare(campaigns.current);
    campaigns.watch();
    scheduleRetention(store);
    const plugins = opened.plugins = await openPlugins(config, metrics);
    campaigns.offer(() => plugins.plugins.host.choosesCampaigns);
    const owed = openDeliveries(config, owing(store), plugins.plugins, metrics);
    const deliveries = opened.deliveries = owed;
    const parts = { web, store, speech, spending, campaigns, plugins, deliveries, readiness };
    const app = config.ari ? answer(config, { ...parts, metrics }) : null;
    readiness.ready("start");
    await settled(app);
    return { ...parts, app };
  } catch (error) {
    await opened.deliveries?.close(0);
    opened.plugins?.close();
    opened.speech?.close();
    opened.spending?.close();
    opened.campaigns?.close();
    await Promise.allSettled([web.close(), opened.store?.close({ drainMs: 0 })]);
    throw error;
  }
}

function pagesOf(opened: Opened, parts: Pick<PagesParts, "metrics" | "readiness">): WebApp {
  const callback = hearing(() => heardBy(opened));
  return openPages({ ...parts, trouble: () => troubleOf(opened), callback });
}

/** Side by side; where one can't be had, the other one is known in `opened` all the same. */
async function openBoth(config: Config, opened: Opened) {
  const [store, speech] = await Promise.allSettled([
    openStoreOf(config).then((store) => opened.store = store),
    openSpeech(config).then((speech) => opened.speech = speech),
  ]);
  if (store.status === "rejected") throw store.reason;
  if (speech.status === "rejected") throw speech.reason;
  return { store: store.value, speech: speech.value };
}

function troubleOf({ store, spending }: Opened): string[] {
  return [...store ? storeTrouble(store.health()) : [], ...spending?.trouble() ?? []];
}

/** What all instances have spent; nobody waits long for it, and a database that is away isn't asked. */
function openSpendingOf(config: Config, store: Store, metrics: Metrics): Promise<Spending> {
  const learned = learningFrom(() => {
    if (store.health().state === "down") throw new Error("The database is away");
    return { sql: store.sql(), sealer: store.sealer };
  });
  return openSpending({ config, journal: store.journal, metrics, ...learned });
}

function openStoreOf(config: Config): Promise<Store> {
  return openStore({
    dataFolder: config.dataFolder,
    databaseUrl: config.store.databaseUrl,
    keys: config.store.keys,
    retention: config.store.retention,
    onProgress: (text) => console.error(text),
    log: (message, fields) => logger("store").warn(message, fields),
  });
}

function openCampaignOf(
  config: Config,
  store: Store,
  prepare: (campaign: Campaign) => Promise<void>,
): Promise<CampaignSource> {
  return openCampaign({
    id: config.campaign,
    sql: () => store.health().state === "down" ? null : store.sql(),
    prepare,
    log: (message, fields) => logger("store").warn(message, fields),
  });
}

function answer(
  config: Config,
  { store, speech, spending, campaigns, plugins, metrics, readiness }:
    & Omit<Running, "app" | "web" | "deliveries">
    & {
      readonly metrics: Metrics;
    },
): App {
  return openApp({
    wiring: dialAsterisk(config.ari!),
    maxCalls: config.calls.max,
    continuousSilence: config.calls.silence === "continuous",
    thinksAhead: config.calls.thinksAhead,
    get campaign() {
      return campaigns.current;
    },
    campaigns: () => campaigns.others,
    timeZone: config.timeZone,
    brain: speech.brain,
    voice: speech.voice,
    ears: speech.ears,
    openDetector: speech.openDetector,
    journal: store.journal,
    accounts: spending.accounts,
    plugins: plugins.plugins.host.calls,
    voiceNamed: speech.voiceNamed,
    readiness,
    metrics,
  });
}

function owing(store: Store): DeliveryStore {
  return { sql: () => store.sql(), sealer: store.sealer };
}

function heardBy({ plugins, store }: Opened) {
  return plugins && store ? { ...owing(store), host: plugins.plugins.host } : null;
}

/** Waits a moment for the first connection, so that the report says what holds. */
async function settled(app: App | null): Promise<void> {
  const untilMs = performance.now() + CONNECT_LOOK_MS;
  while (app !== null && !app.connected && performance.now() < untilMs) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function report(config: Config, { web, store, speech, plugins, app }: Running): void {
  const lines = startReport({
    version: VERSION,
    processId: Deno.pid,
    dataFolder: config.dataFolder,
    webAddress: web.address,
    invocation: invocation(Deno.env.toObject()),
    database: config.store.databaseUrl === null ? "embedded" : "yours",
    keys: store.keys,
    databaseDown: store.health().state === "down",
    brain: speech.brain.name,
    voice: speech.voice.name,
    ears: speech.ears?.name ?? null,
    openaiKey: config.openai !== null,
    deepgramKey: config.deepgram !== null,
    asterisk: config.ari && app
      ? { url: config.ari.url, app: config.ari.app, connected: app.connected }
      : null,
  });
  for (const line of [...lines, ...plugins.lines()]) console.error(line);
}

async function close(running: Running): Promise<void> {
  const { web, store, speech, spending, campaigns, plugins, deliveries, app } = running;
  if (app !== null) await closeApp(app);
  await deliveries.close(DELIVERIES_END_MS);
  campaigns.close();
  plugins.close();
  speech.close();
  spending.close();
  await Promise.allSettled([web.close(), store.close({ drainMs: STORE_DRAIN_MS })]);
}
