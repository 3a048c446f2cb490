/** The plugins' say in live calls: fills the port of `call`. */
import type { CallPlugins, Choice, PluginsOfCall, Prepared } from "../call/ports.ts";
import type { BrainRequest } from "../core/brain.ts";
import { type Fact, scoresFact } from "../core/facts.ts";
import type { Lead } from "../core/lead.ts";
import { change, decide, notify } from "./asking.ts";
import type { CallInfo, Notified, SpokenTurn, Tone } from "./contract.ts";
import type { GuardedPlugin } from "./guard.ts";
import type { Notices } from "./notices.ts";
import { toolboxOf } from "./toolbox.ts";

type Plugins = readonly GuardedPlugin[];

const USUAL_TONE: Tone = { manner: null, offerPerson: null };

/** `plugins`: those that are on now, in their order. */
export function callPlugins(plugins: () => Plugins, notices: Notices): CallPlugins {
  return {
    async refusal(call) {
      const answer = await decide(plugins(), "acceptCall", call);
      return answer?.accept === false ? answer.reason || "refused" : null;
    },
    async choose(call): Promise<Choice> {
      const now = plugins();
      const [campaign, language, voice] = await Promise.all([
        decide(now, "chooseCampaign", call),
        decide(now, "chooseLanguage", call),
        decide(now, "chooseVoice", call),
      ]);
      return { campaign, language, voice };
    },
    open: (call) => new OnePluggedCall(call, plugins(), notices),
  };
}

class OnePluggedCall implements PluginsOfCall {
  readonly #call: CallInfo;
  readonly #plugins: Plugins;
  readonly #notices: Notices;
  #said: SpokenTurn | null = null;
  #lead: Lead | null = null;
  #isOpen = true;

  constructor(call: CallInfo, plugins: Plugins, notices: Notices) {
    this.#call = call;
    this.#plugins = plugins;
    this.#notices = notices;
    for (const plugin of plugins) plugin.retain();
  }

  told(fact: Fact, write: (late: Fact) => void): void {
    switch (fact.type) {
      case "call_started":
        return this.#notify("callStarted", this.#call);
      case "turn": {
        const { turn, speaker, text, atMs } = fact;
        const spoken = { turn, speaker, text, atMs };
        if (speaker === "caller") this.#said = spoken;
        return this.#notify("turnEnded", spoken, (scores) => write(scoresFact(fact, scores)));
      }
      case "lead":
        this.#lead = fact.lead;
        return this.#notify("leadUpdated", fact.lead);
      case "call_ended": {
        const { atMs, endedBy: by, reason } = fact;
        return this.#notify("callEnded", { atMs, by, reason, lead: this.#lead });
      }
    }
  }

  reword(text: string): string | Promise<string> {
    return change(this.#plugins, "text", text, this.#about(this.#said));
  }

  prepare(request: BrainRequest): Prepared | Promise<Prepared> {
    const said = saidIn(request);
    const context = change(this.#plugins, "context", [], this.#about(said));
    const tone = change(this.#plugins, "tone", USUAL_TONE, this.#about(said));
    if (context instanceof Promise || tone instanceof Promise) {
      return Promise.all([context, tone]).then(([lines, set]) =>
        this.#prepared(request, said, lines, set)
      );
    }
    return this.#prepared(request, said, context, tone);
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#notices.afterThese(() => {
      for (const plugin of this.#plugins) plugin.release();
    });
  }

  #prepared(
    request: BrainRequest,
    said: SpokenTurn | null,
    context: readonly string[],
    tone: Tone,
  ): Prepared {
    const { manner, apology, pace, offerPerson: offer } = tone;
    const beside = {
      ...(context.length > 0 && { context }),
      ...(manner !== null && { manner }),
      ...(apology && { apology }),
    };
    const tools = toolboxOf(this.#plugins, this.#about(said));
    const isSlow = pace === "slow";
    return { request: { ...request, ...beside }, offer, isSlow, ...tools && { tools } };
  }

  #notify<Name extends keyof Notified>(
    name: Name,
    value: Notified[Name],
    scored?: (scores: Readonly<Record<string, number>>) => void,
  ): void {
    const hook = `notify.${name}` as const;
    if (!this.#plugins.some((plugin) => plugin.has(hook))) return;
    this.#notices.add(async () => {
      const scores = await notify(this.#plugins, name, value, this.#call);
      if (Object.keys(scores).length > 0) scored?.(scores);
    });
  }

  #about(said: SpokenTurn | null) {
    return { call: this.#call, said };
  }
}

/** Ahead of its end a turn is known only to the request. */
function saidIn({ turn, history }: BrainRequest): SpokenTurn | null {
  const last = history.at(-1);
  return last?.speaker === "caller"
    ? { turn, speaker: "caller", text: last.text, atMs: Date.now() }
    : null;
}
