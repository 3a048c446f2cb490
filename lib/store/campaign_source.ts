/** The campaign of new calls: read at start, looked after now and then, and never waited for. */
import type { Campaign } from "../core/campaign.ts";

/** A new version is used by calls that begin so much later. */
export const LOOK_EVERY_MS = 30_000;

export interface CampaignSourceOptions {
  /** To begin with. */
  readonly first: Campaign;
  /** A newer version than this one, or null. */
  readonly newer: (known: Campaign) => Promise<Campaign | null>;
  /** Makes ready what calls of it need (its phrases); it is used after that. */
  readonly prepare: (campaign: Campaign) => Promise<void>;
  /** It changed, or could not be read: the one before stands. */
  readonly changed: (campaign: Campaign) => void;
  readonly failed: (error: unknown) => void;
}

export class CampaignSource {
  readonly #options: CampaignSourceOptions;
  #current: Campaign;
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

  /** Looks once; never throws. */
  async look(): Promise<void> {
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
}
