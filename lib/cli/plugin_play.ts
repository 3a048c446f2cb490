/** Plays a call by typed lines to plugins, as a live one would ask them, and then what is owed of it. */
import { CallDriver, type Verbs } from "../call/driver.ts";
import { machineClock } from "../call/clock.ts";
import type { CallInfo, PluginsOfCall } from "../call/ports.ts";
import type { BrainRequest } from "../core/brain.ts";
import type { Campaign } from "../core/campaign.ts";
import { SILENCE_MS } from "../core/conversation/speaking.ts";
import type { Fact } from "../core/facts.ts";
import type { CallId, UtteranceId } from "../core/ids.ts";
import { leadOf } from "../core/verdict.ts";
import type { Delivery, RecordedCall } from "../plugin/contract.ts";
import type { PluginHost } from "../plugin/host.ts";
import { scriptedAnswer } from "../speech/scripted_brain.ts";
import { sampleOf } from "./plugin_sample.ts";

/** Whatever was asked is answered or given up by then. */
const ANSWERS_MS = 10_000;
const LOOK_MS = 5;

export class PlayedCall {
  readonly #host: PluginHost;
  readonly #campaign: Campaign;
  readonly #call: CallInfo;
  readonly #plugins: PluginsOfCall;
  readonly #driver: CallDriver;
  readonly #facts: Fact[] = [];
  #underWay = 0;

  constructor(host: PluginHost, campaign: Campaign) {
    this.#host = host;
    this.#campaign = campaign;
    this.#call = {
      ...{ id: crypto.randomUUID() as CallId, callerNumber: "+12025550123", dialled: "9000" },
      ...{ campaign: campaign.id, language: campaign.language, startedAtMs: Date.now() },
    };
    this.#plugins = host.calls.open(this.#call);
    const { id: call, callerNumber, startedAtMs } = this.#call;
    this.#driver = new CallDriver(
      { campaign, timeZone: "UTC", silenceMs: 1_000 * SILENCE_MS, thinksAhead: false },
      { call, callerNumber, startedAtMs, earsDown: false },
      machineClock,
      this.#verbs(),
    );
  }

  async play(lines: readonly string[]): Promise<void> {
    await this.#host.calls.refusal(this.#call);
    await this.#host.calls.choose(this.#call);
    this.#driver.receive({ type: "call_started", dialled: this.#call.dialled });
    for (const text of lines) {
      await this.#settled();
      if (this.#driver.state.agent.phase === "ended") break;
      this.#driver.receive({ type: "caller_said", text });
    }
    await this.#settled();
    this.#driver.receive({ type: "hung_up" });
    this.#plugins.close();
    await this.#settled();
    await this.#lookUp();
    await this.#owed();
  }

  #verbs(): Verbs {
    const nothing = () => {};
    const kept = new Proxy({} as Verbs, {
      get: (verbs, name) => Reflect.get(verbs, name) ?? nothing,
    });
    return Object.assign(
      kept,
      {
        speak: ({ utterance, text }) => this.#during(this.#speak(utterance, text)),
        ask_brain: ({ request }) => this.#during(this.#answer(request)),
        record: ({ fact }) => {
          this.#facts.push(fact);
          this.#plugins.told(fact, (late) => this.#facts.push(late));
        },
        save: ({ seq }) => this.#driver.receive({ type: "saved", seq, ok: true }),
      } satisfies Partial<Verbs>,
    );
  }

  async #speak(utterance: UtteranceId, text: string): Promise<void> {
    const spoken = this.#driver.state.speaking.find((one) => one.utterance === utterance);
    if (spoken?.uninterruptible === false) {
      const words = await this.#plugins.reword(text);
      if (words !== text) this.#driver.receive({ type: "reworded", utterance, text: words });
    }
    this.#driver.receive({ type: "utterance_played", utterance });
  }

  async #answer(asked: BrainRequest): Promise<void> {
    const { request, offer } = await this.#plugins.prepare(asked);
    const { turn } = request;
    const tell = (told: Parameters<typeof tellOf>[0]) => this.#driver.receive(tellOf(told, turn));
    if (offer !== null) tell({ type: "offer_person", text: offer });
    for (const text of scriptedAnswer(request)) tell({ type: "sentence", text });
    tell({ type: "done", by: "scripted" });
  }

  /** Each tool once, as a model would call it, with made-up arguments. */
  async #lookUp(): Promise<void> {
    for (const plugin of this.#host.plugins) {
      for (const { name, parameters } of plugin.facts.tools) {
        const asked = { value: sampleOf(parameters), call: this.#call, said: null };
        await plugin.ask(`tools.${name}`, asked);
      }
    }
  }

  /** What stands in the lead view, and every delivery that the plugins take. */
  async #owed(): Promise<void> {
    const lead = leadOf(this.#driver.state.known, this.#campaign);
    const call = this.#recorded();
    await this.#host.cells(call, lead);
    for (const kind of ["lead_qualified", "call_ended", "erase_person"] as const) {
      for (const name of this.#host.deliverersOf(kind)) {
        const whole = {
          ...{ key: `${call.id}:${kind}:${name}`, kind, attempt: 1, callId: call.id },
          ...{
            lead,
            call,
            receipts: [],
            unclear: [],
            report: null,
            firstAtMs: null,
            lastAtMs: null,
          },
        } as Delivery;
        await this.#host.deliver(name, whole).catch(() => {}); // it is shown as a failure
      }
    }
  }

  #recorded(): RecordedCall {
    const turns = this.#facts.flatMap((fact) => {
      if (fact.type !== "turn") return [];
      const { seq, turn, speaker, text, atMs } = fact;
      const scored = this.#facts.find((late) => late.type === "turn_scored" && late.of === seq);
      const scores = scored?.type === "turn_scored" ? { scores: scored.scores } : {};
      return [{ turn, speaker, text, atMs, ...scores }];
    });
    const end = this.#facts.find((fact) => fact.type === "call_ended");
    const ended = end ? { atMs: end.atMs, by: end.endedBy, reason: end.reason } : null;
    return { ...this.#call, turns, ended };
  }

  #during(work: Promise<void>): void {
    this.#underWay++;
    work.finally(() => this.#underWay--);
  }

  /** Nothing is under way any more: here, and at the plugins. */
  async #settled(): Promise<void> {
    const untilMs = performance.now() + ANSWERS_MS;
    do await new Promise((resolve) => setTimeout(resolve, LOOK_MS)); while (
      (this.#underWay > 0 || this.#host.plugins.some(({ state }) => state.pending > 0)) &&
      performance.now() < untilMs
    );
  }
}

function tellOf(
  told: Extract<Parameters<CallDriver["receive"]>[0], { type: "brain" }>["told"],
  turn: BrainRequest["turn"],
) {
  return { type: "brain", turn, told } as const;
}
