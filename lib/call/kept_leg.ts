/** A media leg that is made anew in the same bridge when its socket dies; who plays into it need not know. */
import { AWAY_MAX_MS } from "../core/conversation/away.ts";
import type { UtteranceId } from "../core/ids.ts";
import type { Pbx } from "./pbx.ts";
import type { AudioEncoding, Clock, MediaEvent, MediaLeg } from "./ports.ts";

/** Our leg enters Stasis within milliseconds of its socket's opening. */
export const LEG_ENTERS_WITHIN_MS = 2_000;
/** Between two tries: a caller should not wait for a path that is back. */
const RETRY_MS = 250;

/** A leg's channel that somebody looks out for. */
export interface AwaitedLeg {
  readonly channel: string;
  /** Resolves when its StasisStart has come. */
  readonly entered: Promise<void>;
  /** Nobody looks out for it any more. */
  forget(): void;
}

export interface KeptLegOptions {
  readonly pbx: Pbx;
  readonly bridge: string;
  readonly encoding: AudioEncoding;
  readonly clock: Clock;
  readonly awaitLeg: () => AwaitedLeg;
  /** `closed` when a leg is lost, `restored` when the next one has taken its place. */
  readonly tell: (event: MediaEvent) => void;
}

interface Made {
  readonly channel: string;
  leg: MediaLeg | null;
  /** Rejects when it is lost. */
  readonly lost: PromiseWithResolvers<never>;
}

export class KeptLeg implements MediaLeg {
  readonly encoding: AudioEncoding;
  readonly #options: KeptLegOptions;
  /** Null while there is none. */
  #present: Made | null = null;
  /** The last lost leg's removal, and the search for the next one. */
  #rejoining: Promise<unknown> = Promise.resolve();
  #closed = false;
  #wake = () => {};

  private constructor(options: KeptLegOptions) {
    this.encoding = options.encoding;
    this.#options = options;
  }

  /** Resolves when the first leg is there, in no bridge yet. */
  static async open(options: KeptLegOptions): Promise<KeptLeg> {
    const kept = new KeptLeg(options);
    kept.#present = await kept.#make();
    return kept;
  }

  /** The present leg's; null while there is none. */
  get channel(): string | null {
    return this.#present?.channel ?? null;
  }

  play(utterance: UtteranceId, bytes: Uint8Array): void {
    this.#present?.leg?.play(utterance, bytes);
  }

  end(utterance: UtteranceId): void {
    this.#present?.leg?.end(utterance);
  }

  pause(): void {
    this.#present?.leg?.pause();
  }

  resume(): void {
    this.#present?.leg?.resume();
  }

  flush(utterance: UtteranceId): void {
    this.#present?.leg?.flush(utterance);
  }

  settle(): void {
    this.#present?.leg?.settle();
  }

  heardMs(utterance: UtteranceId): number {
    return this.#present?.leg?.heardMs(utterance) ?? 0;
  }

  ownDbfs(fromMs: number, untilMs: number): number {
    return this.#present?.leg?.ownDbfs(fromMs, untilMs) ?? -Infinity;
  }

  close(): void {
    this.#closed = true;
    this.#wake();
    this.#present?.leg?.close();
  }

  /** Closes it, and resolves when the PBX holds nothing of it. */
  async remove(): Promise<void> {
    this.close();
    await this.#rejoining;
    if (this.#present) await this.#options.pbx.hangUp(this.#present.channel);
  }

  /** Rejects after what was made is gone again. */
  async #make(): Promise<Made> {
    const { pbx, awaitLeg } = this.#options;
    const { channel, entered, forget } = awaitLeg();
    const made: Made = { channel, leg: null, lost: Promise.withResolvers() };
    made.lost.promise.catch(() => {}); // looked at only while it is being made
    try {
      made.leg = await pbx.openLeg(channel, this.encoding, (event) => this.#take(made, event));
      await within(LEG_ENTERS_WITHIN_MS, Promise.race([made.lost.promise, entered]));
      return made;
    } catch (error) {
      await this.#drop(made);
      throw error;
    } finally {
      forget();
    }
  }

  #take(made: Made, event: MediaEvent): void {
    const isLost = event.type === "closed";
    if (isLost) made.lost.reject(new Error("Cannot join the call: our media leg is lost"));
    if (made !== this.#present || this.#closed) return;
    this.#options.tell(event);
    if (!isLost) return;
    this.#present = null;
    this.#rejoining = Promise.all([this.#drop(made), this.#rejoin()]);
  }

  async #rejoin(): Promise<void> {
    const { clock, tell } = this.#options;
    const untilMs = clock.nowMs() + AWAY_MAX_MS;
    while (!this.#closed && clock.nowMs() < untilMs) {
      const made = await this.#makeInBridge().catch(() => null); // there is another try
      if (made === null) {
        await this.#pause();
        continue;
      }
      this.#present = made;
      if (this.#closed) made.leg?.close();
      else tell({ type: "restored" });
      return;
    }
  }

  async #makeInBridge(): Promise<Made> {
    const { pbx, bridge } = this.#options;
    const made = await this.#make();
    try {
      await Promise.race([made.lost.promise, pbx.addToBridge(bridge, [made.channel])]);
      return made;
    } catch (error) {
      await this.#drop(made);
      throw error;
    }
  }

  async #drop({ leg, channel }: Made): Promise<void> {
    leg?.close();
    await this.#options.pbx.hangUp(channel).catch(() => {}); // it is gone with its socket, or soon
  }

  #pause(): Promise<void> {
    const { clock } = this.#options;
    return new Promise((resolve) => {
      const disarm = clock.wakeAt(clock.nowMs() + RETRY_MS, resolve);
      this.#wake = () => {
        disarm();
        resolve();
      };
      if (this.#closed) this.#wake();
    });
  }
}

async function within<Value>(ms: number, value: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    const reason = `Cannot join the call: our media leg did not enter Stasis in ${ms} ms`;
    timer = setTimeout(() => reject(new Error(reason)), ms);
  });
  try {
    return await Promise.race([value, late]);
  } finally {
    clearTimeout(timer);
  }
}
