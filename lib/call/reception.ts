/** Takes calls as they come in: admits, joins, talks, and lets go again. */
import type { CallId } from "../core/ids.ts";
import { BRIDGE, LEG, sendForsakenOn, type Sight } from "./forsaken.ts";
import { join, type Joined } from "./join.ts";
import type { AwaitedLeg } from "./kept_leg.ts";
import { keepLease } from "./lease.ts";
import type { LiveCall } from "./live_call.ts";
import type { Pbx } from "./pbx.ts";
import type { Clock, MediaEvent, MediaLeg } from "./ports.ts";
import type { CallRegistry } from "./registry.ts";

export interface Caller {
  readonly channel: string;
  /** As the network gave it; "" where it gave none. */
  readonly number: string;
  readonly dialled: string;
}

export interface ReceptionParts {
  readonly pbx: Pbx;
  readonly registry: CallRegistry;
  readonly clock: Clock;
  readonly newId: () => CallId;
  /** Makes the conversation of a joined call. */
  readonly openCall: (call: JoinedCall) => LiveCall;
  readonly trouble: (what: string, error: unknown) => void;
}

export interface JoinedCall {
  readonly id: CallId;
  readonly caller: Caller;
  readonly leg: MediaLeg;
  /** How the caller's channel goes on when the call has ended; in the dialplan unless said. */
  readonly leave: (how: "hang_up" | "continue") => void;
}

export class Reception {
  readonly #parts: ReceptionParts;
  readonly #arriving = new Map<string, AbortController>();
  /** Legs that are awaited, by their channel. */
  readonly #legs = new Map<string, () => void>();

  constructor(parts: ReceptionParts) {
    this.#parts = parts;
  }

  /** A channel entered our application: one of our legs, or a caller. */
  entered(caller: Caller): void {
    if (caller.channel.startsWith(LEG)) return this.#legs.get(caller.channel)?.();
    this.#take(caller);
  }

  /** After a gap: calls whose channel is gone have ended, and what a dead process left is tidied. */
  async compare(look: () => Promise<Sight>): Promise<void> {
    const { registry, clock, pbx, trouble } = this.#parts;
    const known = registry.channels(); // whoever comes during the look isn't in it
    const first = await look();
    const ids = new Set(first.channels.map(({ id }) => id));
    for (const channel of known) if (!ids.has(channel)) this.vanished(channel);
    const isServed = (channel: string) => registry.has(channel);
    await sendForsakenOn(first, { pbx, clock, look, isServed, trouble });
  }

  /** A channel left our application or is gone. */
  left(channel: string): void {
    this.#arriving.get(channel)?.abort();
    this.#parts.registry.get(channel)?.hungUp();
  }

  /** A channel is gone, and nobody told how: a gap has swallowed it, or the PBX itself has died. */
  vanished(channel: string): void {
    this.#arriving.get(channel)?.abort();
    this.#parts.registry.get(channel)?.lost("pbx_lost");
  }

  async #take(caller: Caller): Promise<void> {
    const { registry, pbx, trouble } = this.#parts;
    if (!registry.admit(caller.channel)) {
      return await pbx.continueInDialplan(caller.channel).catch((error) => {
        trouble("Cannot send a call on that there is no place for", error);
      });
    }
    try {
      await this.#talk(caller);
    } catch (error) {
      trouble("Cannot take a call", error);
      await pbx.continueInDialplan(caller.channel).catch(() => {}); // it has hung up
    } finally {
      registry.remove(caller.channel);
    }
  }

  async #talk(caller: Caller): Promise<void> {
    const { registry, openCall, newId } = this.#parts;
    const id = newId();
    let live: LiveCall | undefined;
    let how: "hang_up" | "continue" = "continue"; // also where something goes wrong below
    let lost: MediaEvent | null = null;
    const joined = await this.#join(caller, id, (event) => {
      if (event.type === "closed") lost = event;
      if (event.type === "restored") lost = null;
      live?.media(event);
    });
    const endLease = this.#lease(caller.channel);
    try {
      const leave = (way: "hang_up" | "continue") => void (how = way);
      live = openCall({ id, caller, leg: joined.leg, leave });
      live.start(caller.dialled);
      if (lost) live.media(lost); // before there was somebody to tell
      registry.begin(caller.channel, live);
      await live.ended;
    } catch (error) {
      live?.lost("failed");
      throw error;
    } finally {
      endLease();
      await joined.close(how);
    }
  }

  #lease(channel: string): () => void {
    const { clock, pbx, trouble } = this.#parts;
    return keepLease({
      clock,
      extend: (seconds) => pbx.limit(channel, seconds),
      trouble: (error) => trouble("Cannot extend a call", error),
    });
  }

  async #join(caller: Caller, id: CallId, tell: (event: MediaEvent) => void): Promise<Joined> {
    const { pbx, clock } = this.#parts;
    const abort = new AbortController();
    let legs = 0;
    this.#arriving.set(caller.channel, abort);
    try {
      return await join({
        pbx,
        clock,
        caller: caller.channel,
        bridge: `${BRIDGE}${id}`,
        awaitLeg: () => this.#awaitLeg(`${LEG}${id}-${++legs}`),
        tell,
        signal: abort.signal,
      });
    } finally {
      this.#arriving.delete(caller.channel);
    }
  }

  #awaitLeg(channel: string): AwaitedLeg {
    const { promise: entered, resolve } = Promise.withResolvers<void>();
    this.#legs.set(channel, resolve);
    return { channel, entered, forget: () => void this.#legs.delete(channel) };
  }
}
