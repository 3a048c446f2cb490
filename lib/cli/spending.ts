/** The accounts of this process: priced by the configuration, shown in metrics, health and log. */
import { Accounts } from "../call/accounts.ts";
import type { Journal } from "../call/ports.ts";
import { type CostsConfig } from "./config_costs.ts";
import { hasPrice, inWords, type PriceTable, unpricedUnits, type Usage } from "../core/cost.ts";
import type { CallId } from "../core/ids.ts";
import { logger } from "../observe/log.ts";
import type { Metrics } from "../observe/metrics.ts";
import { loadTokenizer } from "../speech/tokenizer.ts";
import { reasonOf } from "../store/database.ts";
import type { Config } from "./config.ts";

/** How often it is asked what others have spent: a limit of the day is met this much late at most. */
const LEARN_EVERY_MS = 30_000;
/** There are a few models and units; more say nothing new. */
const SENTENCES_MAX = 16;

export interface Spending {
  readonly accounts: Accounts;
  /** Sentences for health: what is counted without a price, and that nothing more is spent today. */
  trouble(): readonly string[];
  close(): void;
}

export interface SpendingParts {
  readonly config: Pick<Config, "costs" | "timeZone" | "openai" | "deepgram">;
  readonly journal: Pick<Journal, "write">;
  /** Null: nobody reads it. */
  readonly metrics: Metrics | null;
  /** What all instances have spent in a day, by the database. */
  readonly spentOn: (day: string) => Promise<number>;
  /** What all instances have spent on calls of a number in a day, by the database. */
  readonly spentBy?: (number: string, day: string) => Promise<number>;
}

/** Resolves when tokens can be counted, where a provider counts in tokens. */
export async function openSpending(parts: SpendingParts): Promise<Spending> {
  const { config, metrics, journal } = parts;
  const { prices, limits } = config.costs;
  const dayOf = dayIn(config.timeZone);
  const unpriced = new UnpricedUse(config);
  const accounts = new Accounts({
    ...{ prices, limits, journal, dayOf },
    nowMs: Date.now,
    house: crypto.randomUUID() as CallId,
    spent(usage, cost) {
      metrics?.spent(usage, cost);
      unpriced.add(usage, dayOf(Date.now()));
    },
    ...parts.spentBy && { spentBy: numberKnown(parts.spentBy) },
    reached(limit) {
      metrics?.limitReached(limit);
      logger("costs").warn("A call goes on with what costs nothing", { limit });
    },
  });
  if (config.openai !== null) await loadTokenizer();
  for (const sentence of unpriced.sentences) logger("costs").warn(sentence);
  const stop = learnNowAndThen(accounts, dayOf, parts.spentOn);
  return {
    accounts,
    trouble: () => [
      ...unpriced.sentences,
      ...accounts.isDayOver ? [spentSentence(config.costs)] : [],
    ],
    close: stop,
  };
}

/** An own database that is away is learned from later; until then our own sums hold. */
function learnNowAndThen(
  accounts: Accounts,
  dayOf: (atMs: number) => string,
  spentOn: SpendingParts["spentOn"],
): () => void {
  let isAsking = false;
  const learn = async () => {
    if (isAsking) return;
    isAsking = true;
    const day = dayOf(Date.now());
    await spentOn(day).then((micros) => accounts.learn(micros, day), (error) => {
      logger("costs").debug("Cannot learn what was spent today", { reason: reasonOf(error) });
    });
    isAsking = false;
  };
  learn();
  const timer = setInterval(learn, LEARN_EVERY_MS);
  return () => clearInterval(timer);
}

function spentSentence({ limits, prices: { currency } }: CostsConfig): string {
  const limit = inWords(limits.dayMicros ?? 0);
  return `Today's calls have cost MAX_DAY_COST (${limit} ${currency}): they go on with what costs ` +
    "nothing until tomorrow";
}

/** A database that is away is no reason for anything but our own sums. */
function numberKnown(spentBy: NonNullable<SpendingParts["spentBy"]>) {
  return (number: string, day: string) =>
    spentBy(number, day).catch((error) => {
      logger("costs").debug("Cannot learn what a number has cost", { reason: reasonOf(error) });
      return null;
    });
}

/** What is billed and has no price: models as they are set, and units as they are used. */
class UnpricedUse {
  readonly #prices: PriceTable;
  readonly #sentences: Set<string>;

  constructor(config: SpendingParts["config"]) {
    this.#prices = config.costs.prices;
    this.#sentences = new Set(unpricedModels(config));
  }

  get sentences(): readonly string[] {
    return [...this.#sentences];
  }

  /** Of a model that has a price, but none of this unit. */
  add(usage: Usage, day: string): void {
    const { provider, model } = usage;
    if (this.#sentences.size >= SENTENCES_MAX || !hasPrice(this.#prices, provider, model)) return;
    for (const unit of unpricedUnits(usage, this.#prices, day)) {
      this.#sentences.add(
        `No price is known of ${unit} of ${provider} "${model}": its use is counted, and no limit ` +
          "holds it; add it to PRICES",
      );
    }
  }
}

function unpricedModels({ costs, openai, deepgram }: SpendingParts["config"]): string[] {
  const used: (readonly [string, string, string])[] = [];
  if (openai) used.push(["openai", openai.model, "OPENAI_MODEL"]);
  if (openai) used.push(["openai", openai.ttsModel, "OPENAI_TTS_MODEL"]);
  if (deepgram) used.push(["deepgram", deepgram.model, "DEEPGRAM_MODEL"]);
  return used.filter(([provider, model]) => !hasPrice(costs.prices, provider, model))
    .map(([, model, name]) =>
      `No price is known of ${name} "${model}": its use is counted, and no limit holds it; add it ` +
      "to PRICES"
    );
}

/** The calendar's day in a time zone: "2026-03-17". */
function dayIn(timeZone: string): (atMs: number) => string {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
  let known = { minute: -1, day: "" };
  return (atMs) => {
    const minute = Math.floor(atMs / 60_000);
    if (minute !== known.minute) known = { minute, day: format.format(atMs) };
    return known.day;
  };
}
