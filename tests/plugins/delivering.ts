/** Hands deliveries to one plugin as the queue would, with a clock and receipts that the test sees. */
import { guardedFetch } from "../../lib/host/guarded_fetch.ts";
import type { CallId, TurnId } from "../../lib/core/ids.ts";
import type { Evidence, Lead, Value } from "../../lib/core/lead.ts";
import type {
  AnyPlugin,
  Callback,
  Delivered,
  Delivery,
  DeliveryKind,
  Heard,
  RecordedCall,
} from "../../lib/plugin/contract.ts";

export const STARTED_AT_MS = Date.parse("2026-05-04T15:00:00Z");

export function callOf(id: CallId, more: Partial<RecordedCall> = {}): RecordedCall {
  return {
    id,
    callerNumber: "+12025550123",
    dialled: "9000",
    campaign: "investment_lead",
    language: "en-US",
    startedAtMs: STARTED_AT_MS,
    ended: { atMs: STARTED_AT_MS + 90_000, by: "agent", reason: "goodbye" },
    turns: [{ turn: 1 as TurnId, speaker: "caller", text: "Stocks & bonds.", atMs: STARTED_AT_MS }],
    ...more,
  };
}

export function evidence(value: Value, quote: string): Evidence {
  return { value, quote, turn: 1 as TurnId, atMs: 0, confidence: 1, by: "rules", history: [] };
}

export function leadOf(more: Readonly<Record<string, Evidence | null>> = {}): Lead {
  return {
    status: "qualified",
    missing: [],
    fields: {
      investmentType: evidence(["stocks", "bonds"], "stocks & bonds"),
      amount: evidence({ minMinor: 5_000_000, maxMinor: null, currency: "USD" }, "fifty thousand"),
      name: evidence("Ann Lee Smith", "Ann Lee Smith"),
      email: evidence("ann@example.com", "ann at example dot com"),
      phone: evidence({ e164: "+12025550123", source: "caller_id" }, "yes"),
      callback: evidence({ wanted: true, at: null, consent: true }, "yes please"),
      ...more,
    },
    score: { points: 0, reasons: [], disqualifiers: [] },
  };
}

export interface DeliveringOptions {
  readonly settings: unknown;
  readonly env?: Readonly<Record<string, string>>;
  readonly now?: () => number;
}

export class Delivering {
  readonly #plugin: AnyPlugin;
  readonly #options: DeliveringOptions;
  /** As the queue keeps them. */
  readonly receipts: Readonly<Record<string, string>>[] = [];
  readonly measured: Record<string, number> = {};

  constructor(plugin: AnyPlugin, options: DeliveringOptions) {
    this.#plugin = plugin;
    this.#options = options;
  }

  get context() {
    const { env = {}, now = () => Date.now() } = this.#options;
    const settings = this.#plugin.settings.parse(this.#options.settings);
    const hosts = [
      ...this.#plugin.permissions?.hosts ?? [],
      ...this.#plugin.reaches?.(settings) ?? [],
    ];
    return {
      ...{ settings, env, now, fetch: guardedFetch({ hosts, answerMs: 20_000 }) },
      log: () => {},
      measure: (metric: string, value: number) =>
        void (this.measured[metric] = (this.measured[metric] ?? 0) + value),
      signal: new AbortController().signal,
    };
  }

  async hear(callback: Callback): Promise<Heard> {
    const { hear } = this.#plugin;
    if (!hear?.callback) throw new Error(`${this.#plugin.name} hears nothing`);
    return await hear.callback(callback, this.context as never);
  }

  /** Resolves with what the plugin returned; its receipt is there for the next delivery. */
  async deliver<Kind extends DeliveryKind>(
    kind: Kind,
    more: Partial<Delivery<Kind>> & { readonly callId: Delivery<Kind>["callId"] },
  ): Promise<Delivered> {
    const about = kind === "lead_qualified" || kind === "call_ended"
      ? { lead: leadOf(), call: callOf(more.callId!) }
      : { lead: null, call: null };
    const delivery = {
      ...{ key: `${more.callId}:${kind}:${this.#plugin.name}`, kind, attempt: 1, report: null },
      ...{ firstAtMs: null, lastAtMs: null, receipts: this.receipts, unclear: [] },
      ...about,
      ...more,
    } as Delivery<Kind>;
    const hook = this.#plugin.deliver?.[kind];
    if (!hook) throw new Error(`${this.#plugin.name} takes no ${kind}`);
    const delivered = await hook(delivery as never, this.context as never);
    if (delivered.receipt) this.receipts.push(delivered.receipt);
    return delivered;
  }
}

export function newCallId(): CallId {
  return crypto.randomUUID() as CallId;
}
