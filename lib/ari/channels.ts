/** Channels: the legs of calls. Each method is one operation, named after what the phone does. */
import { AriLimit } from "./errors.ts";
import type { Channel, LiveRecording, Playback, RTPstat } from "./models.gen.ts";
import { gone } from "./gone.ts";
import type { Asking, Call, Options } from "./operation.ts";

/** Formats of control messages; another word in `f(…)` crashes Asterisk up to 22.10 (PR 2068). */
const CONTROL_FORMAT = /f\((?!(?:json|plain-text)\))/;

export class Channels {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** GET /channels */
  list(asking?: Asking): Promise<readonly Channel[]> {
    return this.#call("channels.list", {}, asking);
  }

  /** GET /channels/{channelId}: takes the id, not the name. */
  get(channelId: string, asking?: Asking): Promise<Channel> {
    return this.#call("channels.get", { channelId }, asking);
  }

  /**
   * POST /channels: rings somebody. With `app` the channel enters it when it is answered; one that
   * nobody answers is destroyed. `timeout` is in seconds.
   */
  originate(options: Options<"channels.originate">, asking?: Asking): Promise<Channel> {
    const { channelId, ...rest } = options;
    if (channelId === undefined) return this.#call("channels.originate", rest, asking);
    return this.#call("channels.originateWithId", { ...rest, channelId }, asking);
  }

  /** POST /channels/create: is in `app` at once, and rings when it is told to `dial`. */
  create(options: Options<"channels.create">, asking?: Asking): Promise<Channel> {
    return this.#call("channels.create", options, asking);
  }

  /** POST /channels/{channelId}/dial: `timeout` is in seconds. */
  dial(
    channelId: string,
    options: Options<"channels.dial", "channelId"> = {},
    asking?: Asking,
  ): Promise<void> {
    return this.#call("channels.dial", { channelId, ...options }, asking);
  }

  /** POST /channels/{channelId}/answer */
  answer(channelId: string, asking?: Asking): Promise<void> {
    return this.#call("channels.answer", { channelId }, asking);
  }

  /** DELETE /channels/{channelId}: a channel already gone counts as hung up. */
  hangUp(
    channelId: string,
    options: Options<"channels.hangup", "channelId"> = {},
    asking?: Asking,
  ): Promise<void> {
    return gone(this.#call("channels.hangup", { channelId, ...options }, asking));
  }

  /** POST /channels/{channelId}/continue: leaves for the dialplan, at its next step unless told. */
  continueInDialplan(
    channelId: string,
    options: Options<"channels.continueInDialplan", "channelId"> = {},
    asking?: Asking,
  ): Promise<void> {
    return this.#call("channels.continueInDialplan", { channelId, ...options }, asking);
  }

  /** POST /channels/{channelId}/move: to another application. */
  move(
    channelId: string,
    options: Options<"channels.move", "channelId">,
    asking?: Asking,
  ): Promise<void> {
    return this.#call("channels.move", { channelId, ...options }, asking);
  }

  /** POST /channels/{channelId}/redirect: SIP 302 before the answer, REFER after; 204 also if refused. */
  redirect(channelId: string, endpoint: string, asking?: Asking): Promise<void> {
    return this.#call("channels.redirect", { channelId, endpoint }, asking);
  }

  /** POST /channels/{channelId}/transfer_progress: tells a phone that ordered a transfer how it goes. */
  transferProgress(
    channelId: string,
    states: Options<"channels.transfer_progress">["states"],
    asking?: Asking,
  ): Promise<void> {
    return this.#call("channels.transfer_progress", { channelId, states }, asking);
  }

  /** POST /channels/{channelId}/ring */
  ring(channelId: string, asking?: Asking): Promise<void> {
    return this.#call("channels.ring", { channelId }, asking);
  }

  /** DELETE /channels/{channelId}/ring */
  stopRinging(channelId: string, asking?: Asking): Promise<void> {
    return this.#call("channels.ringStop", { channelId }, asking);
  }

  /** POST /channels/{channelId}/progress: audio before the answer. */
  progress(channelId: string, asking?: Asking): Promise<void> {
    return this.#call("channels.progress", { channelId }, asking);
  }

  /** POST /channels/{channelId}/dtmf: times are in ms. */
  sendDtmf(
    channelId: string,
    dtmf: string,
    options: Options<"channels.sendDTMF", "channelId" | "dtmf"> = {},
    asking?: Asking,
  ): Promise<void> {
    return this.#call("channels.sendDTMF", { channelId, dtmf, ...options }, asking);
  }

  /** POST /channels/{channelId}/mute */
  mute(channelId: string, direction: Direction = "both", asking?: Asking): Promise<void> {
    return this.#call("channels.mute", { channelId, direction }, asking);
  }

  /** DELETE /channels/{channelId}/mute */
  unmute(channelId: string, direction: Direction = "both", asking?: Asking): Promise<void> {
    return this.#call("channels.unmute", { channelId, direction }, asking);
  }

  /** POST /channels/{channelId}/hold */
  hold(channelId: string, asking?: Asking): Promise<void> {
    return this.#call("channels.hold", { channelId }, asking);
  }

  /** DELETE /channels/{channelId}/hold */
  unhold(channelId: string, asking?: Asking): Promise<void> {
    return this.#call("channels.unhold", { channelId }, asking);
  }

  /** POST /channels/{channelId}/moh: music of a class of musiconhold.conf. */
  startMusic(channelId: string, mohClass?: string, asking?: Asking): Promise<void> {
    return this.#call("channels.startMoh", { channelId, mohClass }, asking);
  }

  /** DELETE /channels/{channelId}/moh */
  stopMusic(channelId: string, asking?: Asking): Promise<void> {
    return this.#call("channels.stopMoh", { channelId }, asking);
  }

  /** POST /channels/{channelId}/silence */
  startSilence(channelId: string, asking?: Asking): Promise<void> {
    return this.#call("channels.startSilence", { channelId }, asking);
  }

  /** DELETE /channels/{channelId}/silence */
  stopSilence(channelId: string, asking?: Asking): Promise<void> {
    return this.#call("channels.stopSilence", { channelId }, asking);
  }

  /** POST /channels/{channelId}/play: "sound:", "recording:", "digits:", "tone:", … one after another. */
  play(
    channelId: string,
    options: Options<"channels.play", "channelId">,
    asking?: Asking,
  ): Promise<Playback> {
    const { playbackId, ...rest } = options;
    if (playbackId === undefined) {
      return this.#call("channels.play", { channelId, ...rest }, asking);
    }
    return this.#call("channels.playWithId", { channelId, playbackId, ...rest }, asking);
  }

  /** POST /channels/{channelId}/record: only what comes from the channel, and never in a bridge. */
  record(
    channelId: string,
    options: Options<"channels.record", "channelId">,
    asking?: Asking,
  ): Promise<LiveRecording> {
    return this.#call("channels.record", { channelId, ...options }, asking);
  }

  /** GET /channels/{channelId}/variable: may be a function, "CHANNEL(audioreadformat)". */
  async variable(channelId: string, variable: string, asking?: Asking): Promise<string> {
    return (await this.#call("channels.getChannelVar", { channelId, variable }, asking)).value;
  }

  /** POST /channels/{channelId}/variable: waits behind a playback; 22.10.1 refuses dangerous functions. */
  setVariable(
    channelId: string,
    variable: string,
    value: string,
    options: Options<"channels.setChannelVar", "channelId" | "variable" | "value"> = {},
    asking?: Asking,
  ): Promise<void> {
    return this.#call("channels.setChannelVar", { channelId, variable, value, ...options }, asking);
  }

  /** GET /channels/{channelId}/variables */
  async variables(
    channelId: string,
    variables: readonly string[],
    asking?: Asking,
  ): Promise<Readonly<Record<string, string>>> {
    const params = { channelId, variables };
    return (await this.#call("channels.getChannelVars", params, asking)).variables;
  }

  /** POST /channels/{channelId}/variables */
  setVariables(
    channelId: string,
    variables: Options<"channels.setChannelVars">["variables"],
    asking?: Asking,
  ): Promise<void> {
    return this.#call("channels.setChannelVars", { channelId, variables }, asking);
  }

  /** POST /channels/{channelId}/snoop: a channel that hears, or whispers to, this one. */
  snoop(
    channelId: string,
    options: Options<"channels.snoopChannel", "channelId">,
    asking?: Asking,
  ): Promise<Channel> {
    const { snoopId, ...rest } = options;
    if (snoopId === undefined) {
      return this.#call("channels.snoopChannel", { channelId, ...rest }, asking);
    }
    return this.#call("channels.snoopChannelWithId", { channelId, snoopId, ...rest }, asking);
  }

  /** GET /channels/{channelId}/rtp_statistics */
  rtpStatistics(channelId: string, asking?: Asking): Promise<RTPstat> {
    return this.#call("channels.rtpstatistics", { channelId }, asking);
  }

  /**
   * POST /channels/externalMedia: a leg whose audio goes elsewhere. With `transport: "websocket"`
   * and `connection_type: "server"` its socket waits at `/media/<connection id>`, which stands in the
   * answer's `channelvars.MEDIA_WEBSOCKET_CONNECTION_ID`.
   */
  externalMedia(options: Options<"channels.externalMedia">, asking?: Asking): Promise<Channel> {
    if (CONTROL_FORMAT.test(options.transport_data ?? "")) {
      throw new AriLimit("Cannot ask for external media: f() must be f(json) or f(plain-text)");
    }
    return this.#call("channels.externalMedia", options, asking);
  }
}

/** Of the channel's audio: `in` comes from it. */
export type Direction = "both" | "in" | "out";
