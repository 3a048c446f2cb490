/** All plugins of one Parley: which are on, in which order, and what they owe. */
import type { CallPlugins } from "../call/ports.ts";
import type { Lead } from "../core/lead.ts";
import { callPlugins } from "./call_plugins.ts";
import type {
  Callback,
  Delivered,
  Delivery,
  DeliveryKind,
  Heard,
  RecordedCall,
} from "./contract.ts";
import { GuardedPlugin, type GuardOptions, PluginAway } from "./guard.ts";
import { Notices } from "./notices.ts";
import type { Runner } from "./runner.ts";

export interface HostOptions extends GuardOptions {
  /** More was to be told than the plugins took. */
  readonly dropped: (notices: number) => void;
}

export class PluginHost {
  /** For live calls. */
  readonly calls: CallPlugins;
  readonly #options: HostOptions;
  #plugins: readonly GuardedPlugin[] = [];
  #runners: readonly Runner[] = [];

  constructor(options: HostOptions) {
    this.#options = options;
    this.calls = callPlugins(() => this.#plugins, new Notices(options.dropped));
  }

  /** Those that are on, in the order in which they are asked. */
  get plugins(): readonly GuardedPlugin[] {
    return this.#plugins;
  }

  /** From the next call on; live ones keep what they have. The same runner goes on as it is. */
  replace(runners: readonly Runner[]): void {
    const before = this.#plugins;
    const known = new Map(this.#runners.map((runner, index) => [runner, before[index]!]));
    this.#plugins = runners.map((runner) =>
      known.get(runner) ?? new GuardedPlugin(runner, this.#options)
    );
    this.#runners = runners;
    for (const gone of before) if (!this.#plugins.includes(gone)) gone.release();
  }

  /** One of them may choose another campaign for a call. */
  get choosesCampaigns(): boolean {
    const hooks = ["decide.chooseCampaign", "decide.chooseLanguage"] as const;
    return this.#plugins.some((plugin) => hooks.some((hook) => plugin.has(hook)));
  }

  /** Names of the plugins that want it. */
  deliverersOf(kind: DeliveryKind): string[] {
    return this.#plugins.filter((plugin) => plugin.has(`deliver.${kind}`))
      .map(({ facts }) => facts.name);
  }

  /** Throws RetryLater, GiveUp, PluginAway, or an error that names the plugin and the hook. */
  async deliver(name: string, delivery: Delivery): Promise<Delivered> {
    const hook = `deliver.${delivery.kind}` as const;
    const plugin = this.#plugins.find(({ facts }) => facts.name === name);
    if (plugin === undefined) {
      throw new PluginAway(`Cannot deliver by ${name}: no plugin of that name is on`);
    }
    if (!plugin.has(hook)) throw new Error(`Cannot deliver by ${name}: it takes no ${hook}`);
    plugin.retain();
    try {
      return await plugin.deliver(hook, { value: delivery, call: null, said: null }) as Delivered;
    } finally {
      plugin.release();
    }
  }

  /** Null where no plugin of that name is on and hears; throws where it fails. */
  async hear(name: string, callback: Callback): Promise<Heard | null> {
    const plugin = this.#plugins.find(({ facts }) => facts.name === name);
    if (!plugin?.has("hear.callback")) return null;
    const asked = { value: callback, call: null, said: null };
    return await plugin.deliver("hear.callback", asked) as Heard;
  }

  /** Titles of the lead view's columns, by "plugin.column". */
  get columnTitles(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#columns().map(({ key, title }) => [key, title]));
  }

  /** The cells of one lead; null where a plugin has nothing to say, or failed. */
  async cells(
    call: RecordedCall,
    lead: Lead | null,
  ): Promise<Readonly<Record<string, string | number | boolean | null>>> {
    const value = { call, lead };
    const cells = await Promise.all(
      this.#columns().map(async ({ plugin, name, key }) => {
        const cell = await plugin.ask(`columns.${name}`, { value, call: null, said: null });
        return [key, (cell ?? null) as string | number | boolean | null] as const;
      }),
    );
    return Object.fromEntries(cells);
  }

  close(): void {
    this.replace([]);
  }

  #columns() {
    return this.#plugins.flatMap((plugin) =>
      Object.entries(plugin.facts.columns).map(([name, title]) => {
        return { plugin, name, title, key: `${plugin.facts.name}.${name}` };
      })
    );
  }
}
