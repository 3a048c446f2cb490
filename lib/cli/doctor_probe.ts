/** A room in Asterisk for a probe: an application of its own, media legs, one bridge, no trace. */
import { dialAsterisk, type Wiring } from "../app/wiring.ts";
import { BRIDGE_TYPE, type Nouns } from "../ari/mod.ts";
import type { MediaLeg } from "../call/ports.ts";
import type { UtteranceId } from "../core/ids.ts";
import type { AriConfig } from "./config.ts";

/** What Asterisk needs for any one step, many times over. */
const STEP_WITHIN_MS = 5_000;
/** Asterisk agrees to end a channel or bridge first, and ends it some milliseconds later. */
const GONE_WITHIN_MS = 2_000;
const LOOK_EVERY_MS = 20;

export interface ProbeLeg {
  readonly channel: string;
  /** µ-law frames, sent at the pace of a call. */
  play(frames: readonly Uint8Array[]): void;
  onFrame: (frame: Uint8Array) => void;
}

/**
 * Made of the very parts that a call is made of. Everything is named by chance: never under the
 * application name that calls come to.
 */
export class ProbeRoom implements AsyncDisposable {
  readonly #wiring: Wiring;
  readonly #signal: AbortSignal;
  readonly #bridge = crypto.randomUUID();
  readonly #channels: string[] = [];
  readonly #legs: MediaLeg[] = [];
  readonly #entered = new Map<string, PromiseWithResolvers<void>>();

  constructor(config: AriConfig, signal: AbortSignal) {
    const app = `parley-doctor-${crypto.randomUUID().slice(0, 8)}`;
    this.#wiring = dialAsterisk({ ...config, app });
    this.#signal = signal;
  }

  async open(): Promise<void> {
    const { ari } = this.#wiring;
    ari.on("StasisStart", ({ channel }) => this.#entered.get(channel.id)?.resolve());
    await this.#soon(ari.up(), "the socket of events to open");
  }

  get #ari(): Nouns {
    return this.#wiring.ari;
  }

  /** Resolves when the channel is in the application and its socket is open. */
  async leg(): Promise<ProbeLeg> {
    const channelId = crypto.randomUUID();
    this.#channels.push(channelId);
    const entered = Promise.withResolvers<void>();
    this.#entered.set(channelId, entered);
    const leg = await this.#listen(channelId);
    await this.#soon(entered.promise, "a media leg to enter the application");
    return leg;
  }

  async join(legs: readonly ProbeLeg[]): Promise<void> {
    await this.#ari.bridges.create({ bridgeId: this.#bridge, type: BRIDGE_TYPE });
    await this.#ari.bridges.add(this.#bridge, legs.map(({ channel }) => channel));
  }

  /** Deletes by name, also what may never have been made, and sees it gone. */
  async [Symbol.asyncDispose](): Promise<void> {
    const deletions = [
      ...this.#channels.map((channel) => this.#ari.channels.hangUp(channel)),
      this.#ari.bridges.destroy(this.#bridge),
    ];
    await Promise.allSettled(deletions);
    for (const leg of this.#legs) leg.close();
    await this.#gone().catch(() => {}); // an Asterisk that has gone holds nothing either
    this.#wiring.close();
  }

  async #gone(): Promise<void> {
    const untilMs = performance.now() + GONE_WITHIN_MS;
    while (performance.now() < untilMs) {
      const { channels, bridges } = this.#ari;
      const there = (await Promise.all([channels.list(), bridges.list()])).flat();
      const ours = [...this.#channels, this.#bridge];
      if (!there.some(({ id }) => ours.includes(id))) return;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  async #listen(channel: string): Promise<ProbeLeg> {
    const probe: ProbeLeg = { channel, play: () => {}, onFrame: () => {} };
    const opened = this.#wiring.openLeg(channel, {
      encoding: "ulaw",
      continuousSilence: false,
      nowMs: () => performance.now(),
      tell: (event) => {
        if (event.type === "frame") probe.onFrame(event.bytes);
      },
    });
    const leg = await this.#soon(opened, "a media leg to open");
    this.#legs.push(leg);
    probe.play = (frames) => {
      const utterance = 1 as UtteranceId;
      for (const frame of frames) leg.play(utterance, frame);
      leg.end(utterance);
    };
    return probe;
  }

  /** Rejects when it takes too long, or the check as a whole does. */
  async #soon<T>(work: Promise<T>, what: string): Promise<T> {
    const { promise, reject } = Promise.withResolvers<never>();
    const late = () => reject(new Error(`it took over ${STEP_WITHIN_MS / 1_000} s for ${what}`));
    const timer = setTimeout(late, STEP_WITHIN_MS);
    this.#signal.addEventListener("abort", late);
    if (this.#signal.aborted) late();
    try {
      return await Promise.race([work, promise]);
    } finally {
      clearTimeout(timer);
      this.#signal.removeEventListener("abort", late);
    }
  }
}
