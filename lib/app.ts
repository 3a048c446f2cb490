/** Composition: joins Asterisk, speech, journal and the conversation into one answering machine. */
import { asteriskPbx, sightOf } from "./app/asterisk_pbx.ts";
import type { Wiring } from "./app/wiring.ts";
import type { Nouns } from "./ari/mod.ts";
import type { Accounts } from "./call/accounts.ts";
import { machineClock } from "./call/clock.ts";
import { arrivalOf } from "./call/dialplan.ts";
import { LiveCall } from "./call/live_call.ts";
import { campaignOf, decisionsOf, infoOf, voiceOf } from "./app/chosen.ts";
import type {
  Brain,
  CallObserver,
  CallPlugins,
  Ears,
  Journal,
  Voice,
  VoiceDetector,
} from "./call/ports.ts";
import { type JoinedCall, Reception } from "./call/reception.ts";
import { CallRegistry } from "./call/registry.ts";
import type { Campaign } from "./core/campaign.ts";
import { SILENCE_MS } from "./core/conversation/speaking.ts";
import type { CallId } from "./core/ids.ts";
import { readCallerNumber } from "./core/caller_number.ts";
import type { Metrics } from "./observe/metrics.ts";
import { logger } from "./observe/log.ts";
import type { Readiness } from "./observe/readiness.ts";

export interface AppOptions {
  readonly wiring: Wiring;
  readonly maxCalls: number;
  readonly continuousSilence: boolean;
  /** See `Setting`. */
  readonly thinksAhead: boolean;
  /** Looked at when a call begins, and kept to its end: a newer one is for the next call. */
  readonly campaign: Campaign;
  readonly timeZone: string;
  readonly brain: Brain;
  readonly voice: Voice;
  /** Null: only the keypad hears. */
  readonly ears: Ears | null;
  readonly openDetector: () => VoiceDetector;
  readonly journal: Journal;
  readonly accounts: Accounts;
  /** None: nobody else has a say in a call. */
  readonly plugins?: CallPlugins;
  /** What plugins may choose from, beside what is set above. */
  readonly campaigns?: () => readonly Campaign[];
  readonly voiceNamed?: (name: string) => Voice | null;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
}

export interface App {
  readonly connected: boolean;
  readonly liveCalls: number;
  /** No new calls; resolves when the last one has ended. */
  drain(): Promise<void>;
  /** What still lives hears an apology and goes on in the dialplan. */
  apologise(): void;
  /** What still lives goes on in the dialplan at once; resolves when it has. */
  release(): Promise<void>;
  close(): void;
}

/** Answers what comes in by the wiring, until it is closed. */
export function openApp(options: AppOptions): App {
  const { wiring, continuousSilence, metrics } = options;
  const registry = new CallRegistry(options.maxCalls);
  const reception = new Reception({
    pbx: asteriskPbx(wiring, { continuousSilence, wroteLate: (ms) => metrics.wroteLate(ms) }),
    registry,
    clock: machineClock,
    newId: () => crypto.randomUUID() as CallId,
    openCall: (joined) => openCall(options, joined),
    ...(options.plugins && { decide: decisionsOf(options, options.plugins) }),
    trouble: (what, error) => logger("call").warn(what, { error }),
  });
  listen(options, reception);
  registry.onChange((size) => metrics.liveCalls(size));
  return appOf(registry, reception, wiring);
}

function appOf(registry: CallRegistry, reception: Reception, wiring: Wiring): App {
  return {
    get connected() {
      return wiring.ari.phase === "up";
    },
    get liveCalls() {
      return registry.size;
    },
    drain: () => reception.drain(),
    apologise: () => registry.apologise(),
    release: () => registry.release(),
    close: () => wiring.close(),
  };
}

function listen({ wiring: { ari, app, url }, readiness }: AppOptions, reception: Reception): void {
  ari.on("StasisStart", ({ args, channel: { id, caller, dialplan } }) => {
    const arrival = arrivalOf(args);
    reception.entered({ channel: id, number: caller.number, dialled: dialplan.exten, ...arrival });
  });
  ari.on("StasisEnd", ({ channel: { id }, synthesized }) => {
    if (synthesized) reception.vanished(id);
    else reception.left(id);
  });
  ari.on("ChannelDestroyed", ({ channel: { id }, synthesized }) => {
    if (synthesized) reception.vanished(id);
    else reception.gone(id);
  });
  ari.on("up", () => {
    readiness.ready("asterisk");
    logger("ari").info("Connected to Asterisk", { url, app });
    compare(ari, app, reception);
  });
  ari.on("down", ({ reason }) => {
    readiness.block("asterisk", "The connection to Asterisk is lost, and being made again");
    logger("ari").warn("Lost the connection to Asterisk", { reason });
  });
  ari.on("replaced", () => replaced(readiness, app));
  ari.on("trouble", ({ error }) => logger("ari").warn("Trouble with Asterisk", { error }));
}

/** After a gap, and at the start, nobody knows what happened before. */
function compare(ari: Nouns, app: string, reception: Reception): void {
  reception.compare(() => sightOf(ari, app)).catch((error) => {
    logger("ari").warn("Cannot compare live calls with Asterisk's channels", { error });
  });
}

function replaced(readiness: Readiness, app: string): void {
  readiness.block(
    "asterisk",
    `Another program has connected to Asterisk as "${app}" and gets the calls: ask whoever runs ` +
      "it, then restart this Parley or give it an ARI_APP of its own",
  );
  logger("ari").error("Another program took the application's name over", { app });
}

function openCall(options: AppOptions, joined: JoinedCall): LiveCall {
  const { id, caller, leg, leave, transfer, resumed, choice } = joined;
  const { timeZone, ears, thinksAhead } = options;
  const campaign = joined.campaign ?? campaignOf(options, choice);
  const plugins = options.plugins?.open(infoOf(campaign, caller, id, machineClock.nowMs()));
  const number = readCallerNumber(caller.number, campaign.country);
  const startedAtMs = resumed?.startedAtMs ?? machineClock.nowMs();
  return new LiveCall({
    setting: { campaign, timeZone, silenceMs: SILENCE_MS, human: caller.human, thinksAhead },
    call: {
      call: id,
      callerNumber: number,
      startedAtMs,
      ...resumed,
      earsDown: ears === null,
    },
    clock: machineClock,
    leg,
    ears,
    detector: options.openDetector(),
    brain: options.brain,
    voice: voiceOf(options, choice),
    ...(plugins && { plugins }),
    journal: options.journal,
    account: options.accounts.open({ call: id, number, startedAtMs }),
    observer: observerOf(id, options.metrics),
    leave,
    transfer,
    trouble: (part, error) => logger("call").warn("A part of a call has failed", { part, error }),
  });
}

/** The database has the same of each turn; the log has it at once. */
function observerOf(call: CallId, metrics: Metrics): CallObserver {
  return {
    turnEnded(timing) {
      metrics.turn(timing);
      logger("call").info("A turn has ended", { call, ...timing });
    },
    fellBack: (fallback) => metrics.fellBack(fallback),
    callEnded: (requests) => metrics.brainRequests(requests),
  };
}
