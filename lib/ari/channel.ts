/** One leg of a call. */
import type { Direction } from "./channels.ts";
import { AriLimit, type EndedHow } from "./errors.ts";
import type { EventName, EventOf } from "./events.ts";
import { type Home, newId } from "./handle_port.ts";
import { Listeners } from "./listeners.ts";
import type * as Models from "./models.gen.ts";
import type { Asking, Options } from "./operation.ts";
import type { Playback } from "./playback.ts";
import type { Recording } from "./recording.ts";
import { type Patience, patiently, Wait } from "./wait.ts";

/** How a channel was lost to us. */
export interface ChannelEnd {
  readonly how: EndedHow;
  /** Q.850: 16 hung up, 17 busy, 19 no answer; null where Asterisk doesn't say. */
  readonly causeCode: number | null;
}

/** Of one channel of our application: whoever hears it last hears `ended`. */
export class Channel {
  readonly id: string;
  /** True for legs that we made: they are no calls that come in. */
  readonly isOurs: boolean;
  /** As Asterisk described it last. */
  data: Models.Channel | null = null;
  readonly #home: Home;
  readonly #listeners: Listeners;
  readonly #inStasis = new Wait<EventOf<"StasisStart">>("a channel to enter our application");
  readonly #ended = Promise.withResolvers<ChannelEnd>();
  readonly #digits = new Set<Wait<string>>();
  #isDialled = false;
  #isLive = true;
  #hasEntered = false;

  constructor(home: Home, id: string, isOurs: boolean) {
    this.#home = home;
    this.#listeners = new Listeners(home.trouble);
    this.id = id;
    this.isOurs = isOurs;
  }

  /** In our application: now it can be bridged. Rejects with `AriEnded` when it won't come. */
  get inStasis(): Promise<EventOf<"StasisStart">> {
    return this.#inStasis.promise;
  }

  /** Left our application or gone, also when a gap hid that. Never rejects. */
  get ended(): Promise<ChannelEnd> {
    return this.#ended.promise;
  }

  get isLive(): boolean {
    return this.#isLive;
  }

  get hasEntered(): boolean {
    return this.#hasEntered;
  }

  /** Whether the connection still has to find out if it enters. */
  get isAwaited(): boolean {
    return !this.#inStasis.settled;
  }

  /** Events of this channel only; returns its own undo. */
  on<Name extends EventName>(
    name: Name,
    listener: (event: EventOf<Name>) => void | Promise<void>,
  ): () => void {
    return this.#listeners.add(name, listener);
  }

  /** The next key that is pressed from now on. */
  nextDigit(patience: Patience = {}): Promise<string> {
    const wait = new Wait<string>("a key");
    this.#digits.add(wait);
    if (!this.#isLive) wait.end("left", "the channel has ended");
    return patiently(wait, patience, () => this.#digits.delete(wait));
  }

  /** Waits behind a playback: stop that first. */
  answer(asking?: Asking): Promise<void> {
    return this.#home.nouns.channels.answer(this.id, asking);
  }

  /** One already gone counts as hung up. */
  hangUp(options: Options<"channels.hangup", "channelId"> = {}, asking?: Asking): Promise<void> {
    return this.#home.nouns.channels.hangUp(this.id, options, asking);
  }

  ring(asking?: Asking): Promise<void> {
    return this.#home.nouns.channels.ring(this.id, asking);
  }

  stopRinging(asking?: Asking): Promise<void> {
    return this.#home.nouns.channels.stopRinging(this.id, asking);
  }

  /** For a channel that was made by `create`, once: a second time can kill Asterisk 22.10.1. */
  async dial(options: Options<"channels.dial", "channelId"> = {}, asking?: Asking): Promise<void> {
    if (this.#isDialled) throw new AriLimit("Cannot dial a channel a second time: make another");
    this.#isDialled = true;
    await this.#home.nouns.channels.dial(this.id, options, asking);
  }

  /** "sound:hello-world", "recording:name", "digits:12", "tone:ring", one after another. */
  play(
    media: string | readonly string[],
    options: Options<"channels.play", "channelId" | "media"> = {},
    asking?: Asking,
  ): Promise<Playback> {
    const playbackId = newId(options.playbackId);
    const params = { ...options, media, playbackId };
    const send = () => this.#home.nouns.channels.play(this.id, params, asking);
    return this.#home.playback(`channel:${this.id}`, playbackId, send);
  }

  /** What comes from the channel; not while it is in a bridge. */
  record(options: RecordOptions, asking?: Asking): Promise<Recording> {
    const name = newId(options.name);
    const send = () => this.#home.nouns.channels.record(this.id, { ...options, name }, asking);
    return this.#home.recording(`channel:${this.id}`, name, send);
  }

  sendDtmf(
    dtmf: string,
    options: Options<"channels.sendDTMF", "channelId" | "dtmf"> = {},
    asking?: Asking,
  ): Promise<void> {
    return this.#home.nouns.channels.sendDtmf(this.id, dtmf, options, asking);
  }

  mute(direction?: Direction, asking?: Asking): Promise<void> {
    return this.#home.nouns.channels.mute(this.id, direction, asking);
  }

  unmute(direction?: Direction, asking?: Asking): Promise<void> {
    return this.#home.nouns.channels.unmute(this.id, direction, asking);
  }

  hold(asking?: Asking): Promise<void> {
    return this.#home.nouns.channels.hold(this.id, asking);
  }

  unhold(asking?: Asking): Promise<void> {
    return this.#home.nouns.channels.unhold(this.id, asking);
  }

  startMusic(mohClass?: string, asking?: Asking): Promise<void> {
    return this.#home.nouns.channels.startMusic(this.id, mohClass, asking);
  }

  stopMusic(asking?: Asking): Promise<void> {
    return this.#home.nouns.channels.stopMusic(this.id, asking);
  }

  /** May be a function: "CHANNEL(audioreadformat)". */
  variable(name: string, asking?: Asking): Promise<string> {
    return this.#home.nouns.channels.variable(this.id, name, asking);
  }

  /** Waits behind a playback: stop that first. */
  setVariable(name: string, value: string, asking?: Asking): Promise<void> {
    return this.#home.nouns.channels.setVariable(this.id, name, value, {}, asking);
  }

  /** Back to the dialplan: its next step, or the one that is named. */
  continueInDialplan(
    options: Options<"channels.continueInDialplan", "channelId"> = {},
    asking?: Asking,
  ): Promise<void> {
    return this.#home.nouns.channels.continueInDialplan(this.id, options, asking);
  }

  /** A blind transfer by the telephone's own technology: "PJSIP/1002". */
  redirect(endpoint: string, asking?: Asking): Promise<void> {
    return this.#home.nouns.channels.redirect(this.id, endpoint, asking);
  }

  /** A leg that hears, or whispers to, this one. */
  snoop(options: SnoopOptions = {}, asking?: Asking): Promise<Channel> {
    const snoopId = newId(options.snoopId);
    const params = { ...options, app: options.app ?? this.#home.app, snoopId };
    return this.#home.channel(
      snoopId,
      () => this.#home.nouns.channels.snoop(this.id, params, asking),
    );
  }

  /** The connection tells what it hears. */
  took(event: { readonly type: string }): void {
    if (event.type === "StasisStart") {
      this.#hasEntered = true;
      this.#inStasis.resolve(event as EventOf<"StasisStart">);
    }
    if (event.type === "ChannelDtmfReceived") {
      const { digit } = event as EventOf<"ChannelDtmfReceived">;
      for (const wait of this.#digits) wait.resolve(digit);
    }
    this.#listeners.tell(event.type, event);
  }

  /** It was in our application before us. */
  inherited(): void {
    this.#hasEntered = true;
    this.notComing("disconnected", "it entered before this connection was made");
  }

  /** The connection tells that it is lost to us. */
  gone(end: ChannelEnd): void {
    this.#isLive = false;
    this.notComing(end.how, "the channel has ended", end.causeCode);
    for (const wait of this.#digits) wait.end(end.how, "the channel has ended", end.causeCode);
    this.#ended.resolve(end);
  }

  /** The connection tells that nobody will say whether it entered. */
  notComing(how: EndedHow, why: string, causeCode: number | null = null): void {
    this.#inStasis.end(how, why, causeCode);
  }
}

type RecordOptions = Options<"channels.record", "channelId" | "name"> & {
  readonly name?: string | undefined;
};
type SnoopOptions = Options<"channels.snoopChannel", "channelId" | "app"> & {
  readonly app?: string | undefined;
};
