/** Everything that is live through one connection, by id; events find their handles here. */
import { Bridge } from "./bridge.ts";
import { Channel } from "./channel.ts";
import { AriError, AriLimit, type EndedHow, OutcomeUnknown } from "./errors.ts";
import type { AriEvent } from "./events.ts";
import type { Home } from "./handle_port.ts";
import { FOLLOWED_MAX } from "./limits.ts";
import type * as Models from "./models.gen.ts";
import type { Nouns } from "./nouns.ts";
import { Playback } from "./playback.ts";
import { Recording } from "./recording.ts";

export interface BookOptions {
  readonly nouns: Nouns;
  readonly app: string;
  readonly trouble: (error: unknown) => void;
}

export class Book implements Home {
  readonly nouns: Nouns;
  readonly app: string;
  readonly trouble: (error: unknown) => void;
  readonly channels = new Map<string, Channel>();
  readonly bridges = new Map<string, Bridge>();
  readonly #playbacks = new Map<string, Playback>();
  readonly #recordings = new Map<string, Recording>();

  constructor({ nouns, app, trouble }: BookOptions) {
    this.nouns = nouns;
    this.app = app;
    this.trouble = trouble;
  }

  async playback(
    target: string,
    id: string,
    send: () => Promise<Models.Playback>,
  ): Promise<Playback> {
    const playback = this.#playbacks.get(id) ?? new Playback(this, target, id);
    await sent(this.#playbacks, id, playback, send);
    return playback;
  }

  async recording(
    target: string,
    name: string,
    send: () => Promise<Models.LiveRecording>,
  ): Promise<Recording> {
    const recording = this.#recordings.get(name) ?? new Recording(this, target, name);
    await sent(this.#recordings, name, recording, send);
    return recording;
  }

  async channel(id: string, send: () => Promise<Models.Channel>): Promise<Channel> {
    const channel = this.channels.get(id) ?? new Channel(this, id, true);
    channel.data = await sent(this.channels, id, channel, send);
    return channel;
  }

  async bridge(id: string, send: () => Promise<Models.Bridge>): Promise<Bridge> {
    const bridge = this.bridges.get(id) ?? new Bridge(this, id);
    await sent(this.bridges, id, bridge, send);
    return bridge;
  }

  /** A channel that came by itself. */
  adopt(data: Models.Channel): Channel {
    const channel = new Channel(this, data.id, false);
    channel.data = data;
    this.channels.set(data.id, channel);
    return channel;
  }

  /** Brings an event to its handle; returns the channel that it is about, if that is ours. */
  route(event: AriEvent): Channel | null {
    switch (event.type) {
      case "StasisStart":
        return this.#entered(event.channel, event);
      case "StasisEnd":
        return this.#left(event.channel.id, event, "left", null);
      case "ChannelDestroyed":
        return this.#left(event.channel.id, event, "destroyed", event.cause);
      case "PlaybackStarted":
      case "PlaybackContinuing":
      case "PlaybackFinished":
        this.#playbacks.get(event.playback.id)?.took(event.type, event.playback);
        if (event.type === "PlaybackFinished") this.#playbacks.delete(event.playback.id);
        return null;
      case "RecordingStarted":
      case "RecordingFinished":
      case "RecordingFailed":
        this.#recordings.get(event.recording.name)?.took(event.type, event.recording);
        if (event.type !== "RecordingStarted") this.#recordings.delete(event.recording.name);
        return null;
      case "BridgeDestroyed":
        return this.#destroyed(event.bridge.id);
      default:
        return this.#about(event);
    }
  }

  /** Nobody will tell what became of what was under way. */
  cut(how: EndedHow, why: string): void {
    for (const playback of this.#playbacks.values()) playback.ended(how, why);
    for (const recording of this.#recordings.values()) recording.ended(how, why);
    for (const channel of this.channels.values()) channel.notComing(how, why);
    this.#playbacks.clear();
    this.#recordings.clear();
  }

  /** Everything has ended for us. */
  endAll(how: EndedHow, why: string): void {
    this.cut(how, why);
    for (const channel of this.channels.values()) channel.gone({ how, causeCode: null });
    for (const bridge of this.bridges.values()) bridge.gone();
    this.channels.clear();
    this.bridges.clear();
  }

  /** Asks after everything whose end is waited for: some ends are never told. */
  async look(): Promise<void> {
    const { playbacks, recordings, channels } = this.nouns;
    const gone = "Asterisk no longer knows it";
    await Promise.all([
      ...[...this.#playbacks].map(([id, playback]) =>
        ifGone(playbacks.get(id), () => {
          playback.ended("failed", gone);
          this.#playbacks.delete(id);
        })
      ),
      ...[...this.#recordings].map(([name, recording]) =>
        ifGone(recordings.get(name), () => {
          recording.ended("failed", gone);
          this.#recordings.delete(name);
        })
      ),
      ...[...this.channels.values()].filter(({ isAwaited }) => isAwaited).map((channel) =>
        ifGone(channels.get(channel.id), () => {
          channel.gone({ how: "destroyed", causeCode: null });
          this.channels.delete(channel.id);
        })
      ),
    ]);
  }

  /** Resolves when nothing that we know of is played to, or recorded from, these channels. */
  async quiet(channels: readonly string[]): Promise<void> {
    for (;;) {
      const busy = [...this.#playbacks.values(), ...this.#recordings.values()]
        .filter(({ isOver, target }) =>
          !isOver && channels.some((id) => target === `channel:${id}`)
        )
        .map(({ finished }) => finished);
      if (busy.length === 0) return;
      await Promise.allSettled(busy);
    }
  }

  #entered(data: Models.Channel, event: AriEvent): Channel {
    const known = this.channels.get(data.id);
    // Its StasisEnd was lost: what comes now is another stay.
    if (known?.hasEntered) this.#left(data.id, event, "left", null);
    const channel = known && !known.hasEntered ? known : this.adopt(data);
    channel.data = data;
    channel.took(event);
    return channel;
  }

  #left(id: string, event: AriEvent, how: EndedHow, causeCode: number | null): Channel | null {
    const channel = this.channels.get(id);
    if (channel === undefined) return null;
    this.channels.delete(id);
    this.#endedAt(`channel:${id}`, how);
    if (event.type !== "StasisStart") channel.took(event);
    channel.gone({ how, causeCode });
    return channel;
  }

  #destroyed(id: string): null {
    this.bridges.get(id)?.gone();
    this.bridges.delete(id);
    this.#endedAt(`bridge:${id}`, "destroyed");
    return null;
  }

  /** What was played to, or recorded from, what has ended has ended. */
  #endedAt(target: string, how: EndedHow): void {
    const why = "what it belongs to has ended";
    for (const [id, playback] of this.#playbacks) {
      if (playback.target !== target) continue;
      playback.ended(how, why);
      this.#playbacks.delete(id);
    }
    for (const [name, recording] of this.#recordings) {
      if (recording.target !== target) continue;
      recording.ended(how, why);
      this.#recordings.delete(name);
    }
  }

  #about(event: AriEvent): Channel | null {
    const data = (event as { channel?: Models.Channel; peer?: Models.Channel }).channel ??
      (event as { peer?: Models.Channel }).peer;
    const channel = data && this.channels.get(data.id);
    if (!channel) return null;
    channel.data = data;
    channel.took(event);
    return channel;
  }
}

/**
 * In the book before the request leaves, since events race its answer; out again if refused. Whoever
 * asks again under the same id, because no answer came, gets the same handle.
 */
async function sent<Handle, Answer>(
  book: Map<string, Handle>,
  id: string,
  handle: Handle,
  send: () => Promise<Answer>,
): Promise<Answer> {
  if (book.size >= FOLLOWED_MAX) {
    throw new AriLimit(`Cannot make another one: ${FOLLOWED_MAX} are followed already`);
  }
  const isNew = book.get(id) !== handle;
  book.set(id, handle);
  try {
    return await send();
  } catch (error) {
    const mayBeDone = error instanceof OutcomeUnknown;
    if (!mayBeDone && isNew && book.get(id) === handle) book.delete(id);
    throw error;
  }
}

async function ifGone(look: Promise<unknown>, gone: () => void): Promise<void> {
  try {
    await look;
  } catch (error) {
    if (error instanceof AriError && error.status === 404) gone();
  }
}
