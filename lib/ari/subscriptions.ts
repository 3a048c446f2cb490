/** What is heard of besides what is ours: Asterisk forgets it, so it is ordered anew after every cut. */
import type { Applications } from "./applications.ts";
import type { EventFilter } from "./models.gen.ts";

export class Subscriptions {
  readonly #applications: Applications;
  readonly #apps: readonly string[];
  readonly #sources = new Set<string>();
  #filter: EventFilter | null = null;

  constructor(applications: Applications, apps: readonly string[]) {
    this.#applications = applications;
    this.#apps = apps;
  }

  async add(source: string): Promise<void> {
    this.#sources.add(source);
    await this.#subscribe([source]);
  }

  async filter(filter: EventFilter): Promise<void> {
    this.#filter = filter;
    await Promise.all(this.#apps.map((app) => this.#applications.filter(app, filter)));
  }

  async renew(): Promise<void> {
    if (this.#filter) await this.filter(this.#filter);
    if (this.#sources.size > 0) await this.#subscribe([...this.#sources]);
  }

  async #subscribe(sources: readonly string[]): Promise<void> {
    await Promise.all(this.#apps.map((app) => this.#applications.subscribe(app, sources)));
  }
}
