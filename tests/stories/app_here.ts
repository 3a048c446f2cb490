/** Parley's answering machine in the test's own process, on a real Asterisk. */
import { type App, openApp } from "../../lib/app.ts";
import { dialAsterisk } from "../../lib/app/wiring.ts";
import type { CallPlugins, Journal } from "../../lib/call/ports.ts";
import { openSpending } from "../../lib/cli/spending.ts";
import { openSpeech } from "../../lib/cli/speech.ts";
import { readConfig } from "../../lib/cli/config.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import type { Fact } from "../../lib/core/facts.ts";
import { fixedPhrases } from "../../lib/core/phrases.ts";
import { Metrics } from "../../lib/observe/metrics.ts";
import { Readiness } from "../../lib/observe/readiness.ts";
import type { Lab } from "../lab/asterisk.ts";

export interface AppHere {
  readonly app: App;
  /** Of all its calls, in order. */
  readonly facts: readonly Fact[];
  close(): void;
}

export interface HereOptions {
  readonly maxCalls: number;
  /** Sends silence all the time; once a second unless said. */
  readonly continuousSilence?: boolean;
  readonly plugins?: CallPlugins;
  readonly metrics?: Metrics;
}

/** Where Deno counts its timers and sockets, and nothing stands between a test and its parts. */
export async function openHere(
  { ariUrl, username, password }: Lab,
  dataFolder: string,
  { maxCalls, continuousSilence = false, plugins, metrics = new Metrics() }: HereOptions,
): Promise<AppHere> {
  const read = readConfig({ PARLEY_DATA: dataFolder });
  if ("errors" in read) throw new Error(read.errors.join("\n"));
  const speech = await openSpeech(read.config);
  const facts: Fact[] = [];
  const journal: Journal = {
    write: (fact) => void facts.push(fact),
    sync: () => Promise.resolve(),
  };
  const { accounts, close: closeSpending } = await openSpending({
    ...{ config: read.config, journal, metrics: null, spentOn: () => Promise.resolve(0) },
  });
  await speech.prepare(fixedPhrases(investmentLead), accounts.house);
  const app: App = openApp({
    wiring: dialAsterisk({ url: ariUrl, username, password, app: "ai-call-center" }),
    maxCalls,
    thinksAhead: true,
    continuousSilence,
    campaign: investmentLead,
    timeZone: "UTC",
    ...speech,
    journal,
    accounts,
    readiness: new Readiness({}),
    metrics,
    ...plugins && { plugins },
  });
  const close = () => {
    app.close();
    speech.close();
    closeSpending();
  };
  return { app, facts, close };
}
