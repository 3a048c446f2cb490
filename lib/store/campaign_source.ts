/** The campaigns of new calls: read at start, looked after now and then, and never waited for. */
import type { Campaign } from "../core/campaign.ts";
import type { CampaignName } from "./campaigns.ts";

/** A new version is used by calls that begin so much later. */
export const LOOK_EVERY_MS = 30_000;

export interface CampaignSourceOptions {
  /** To begin with. */
  readonly first: Campaign;
  /** A newer version than this one, or null. */
  readonly newer: (known: Campaign) => Promise<Campaign | null>;
  /** The newest versions of all but the first, which a call uses where somebody chooses one. */
  readonly others: () => Promise<readonly CampaignName[]>;
  /** The newest version of one of them; null where it is gone. */
  readonly read: (id: string) => Promise<Campaign | null>;
  /** Makes ready what calls of it need (its phrases); it is used after that. */
  readonly prepare: (campaign: Campaign) => Promise<void>;
  /** It changed, or could not be read: the one before stands. */
  readonly changed: (campaign: Campaign) => void;
  readonly failed: (error: unknown) => void;
}

export class CampaignSource {
  readonly #options: CampaignSourceOptions;
  readonly #others = new Map<string, Campaign>();
  #current: Campaign;
  #isChosen: () => boolean = () => false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(options: CampaignSourceOptions) {
    this.#options = options;
    this.#current = options.first;
  }

  /** What a call that begins now uses to its end. */
  get current(): Campaign {
    return this.#current;
  }

  /** What it may use instead. */
  get others(): readonly Campaign[] {
    return [...this.#others.values()];
  }

  /** `isChosen`: somebody chooses; others are not made ready for nobody. Looks for them at once. */
  async offer(isChosen: () => boolean): Promise<void> {
    this.#isChosen = isChosen;
    await this.#lookForOthers();
  }

  /** Looks once; never throws. */
  async look(): Promise<void> {
    await this.#lookForNewer();
    await this.#lookForOthers();
  }

  /** Looks again and again, one look at a time, until it is closed. */
  watch(everyMs = LOOK_EVERY_MS): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(async () => {
      await this.look();
      this.watch(everyMs);
    }, everyMs);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async #lookForNewer(): Promise<void> {
    const { newer, prepare, changed, failed } = this.#options;
    try {
      const campaign = await newer(this.#current);
      if (campaign === null || this.#isClosed) return;
      await prepare(campaign);
      this.#current = campaign;
      changed(campaign);
    } catch (error) {
      failed(error);
    }
  }

  async #lookForOthers(): Promise<void> {
    if (!this.#isChosen()) return this.#others.clear();
    try {
      for (const { id, version } of await this.#options.others()) {
        if (this.#others.get(id)?.version !== version) await this.#read(id);
      }
    } catch (error) {
      this.#options.failed(error);
    }
  }

  /** One that can't be read keeps none of the others away. */
  async #read(id: string): Promise<void> {
    const { read, prepare, failed } = this.#options;
    try {
      const campaign = await read(id);
      if (campaign === null || this.#isClosed) return;
      await prepare(campaign);
      this.#others.set(id, campaign);
    } catch (error) {
      failed(error);
    }
  }
}
