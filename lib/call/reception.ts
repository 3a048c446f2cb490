/** Takes calls as they come in: admits, joins, talks, and lets go again. */
import type { Campaign } from "../core/campaign.ts";
import type { CallState } from "../core/conversation/state.ts";
import type { CallId } from "../core/ids.ts";
import { type Arrival, CALL_VARIABLE, NOTE_VARIABLE } from "./dialplan.ts";
import { HandedOver } from "./handed_over.ts";
import { BRIDGE, LEG, sendForsakenOn, type Sight } from "./forsaken.ts";
import { join, type Joined, type Leaving } from "./join.ts";
import type { AwaitedLeg } from "./kept_leg.ts";
import { keepLease } from "./lease.ts";
import type { LiveCall } from "./live_call.ts";
import type { Pbx } from "./pbx.ts";
import type { Choice, Clock, MediaEvent, MediaLeg } from "./ports.ts";
import type { CallRegistry } from "./registry.ts";

export interface Caller extends Arrival {
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
  /** None: nobody else decides. Bounded in time, and neither throws. */
  readonly decide?: Decide;
  readonly trouble: (what: string, error: unknown) => void;
}

export interface Decide {
  /** Why a new call is not taken; null: it is. */
  readonly refusal: (caller: Caller, id: CallId) => Promise<string | null>;
  readonly choice: (caller: Caller, id: CallId) => Promise<Choice>;
}

export interface JoinedCall {
  readonly id: CallId;
  readonly caller: Caller;
  readonly leg: MediaLeg;
  /** How the caller's channel goes on when the call has ended; in the dialplan unless said. */
  readonly leave: (how: "hang_up" | "continue") => void;
  readonly transfer: (note: string) => Promise<void>;
  /** What is known of a call that has come back; null: it is a new one. */
  readonly resumed: CallState | null;
  /** Of a call that has come back. */
  readonly campaign: Campaign | null;
  /** Null: everything is as it is set. */
  readonly choice: Choice | null;
}

export class Reception {
  readonly #parts: ReceptionParts;
  readonly #arriving = new Map<string, AbortController>();
  /** Legs that are awaited, by their channel. */
  readonly #legs = new Map<string, () => void>();
  readonly #handedOver: HandedOver;
  /** By the caller's channel, until everything of the call is tidied up: it may come back before. */
  readonly #taken = new Map<string, Promise<void>>();

  constructor(parts: ReceptionParts) {
    this.#parts = parts;
    this.#handedOver = new HandedOver(parts.clock);
  }

  /** A channel entered our application: one of our legs, or a caller. */
  entered(caller: Caller): void {
    const { channel, back } = caller;
    if (channel.startsWith(LEG)) return this.#legs.get(channel)?.();
    const isLeaving = back !== null || isWithPerson(this.#parts.registry.get(channel));
    const leaving = isLeaving ? this.#taken.get(channel) : undefined;
    const taken = leaving?.then(() => this.#take(caller)) ?? this.#take(caller);
    this.#taken.set(channel, taken);
    taken.finally(() => this.#taken.get(channel) === taken && this.#taken.delete(channel));
  }

  /** After a gap: calls whose channel is gone have ended, and what a dead process left is tidied. */
  async compare(look: () => Promise<Sight>): Promise<void> {
    const { registry, clock, pbx, trouble } = this.#parts;
    const known = registry.channels(); // whoever comes during the look isn't in it
    const handedOver = this.#handedOver.channels;
    const first = await look();
    const ids = new Set(first.channels.map(({ id }) => id));
    for (const channel of known) if (!ids.has(channel)) this.vanished(channel);
    for (const channel of handedOver) if (!ids.has(channel)) this.#handedOver.ended(channel);
    const isServed = (channel: string) => registry.has(channel);
    await sendForsakenOn(first, { pbx, clock, look, isServed, trouble });
  }

  /** A channel left our application. */
  left(channel: string): void {
    this.#arriving.get(channel)?.abort();
    this.#parts.registry.get(channel)?.left();
  }

  /** A channel is gone. */
  gone(channel: string): void {
    this.#arriving.get(channel)?.abort();
    this.#parts.registry.get(channel)?.hungUp();
    this.#handedOver.ended(channel);
  }

  /** A channel is gone, and nobody told how: a gap has swallowed it, or the PBX itself has died. */
  vanished(channel: string): void {
    this.#arriving.get(channel)?.abort();
    this.#parts.registry.get(channel)?.lost("pbx_lost");
    this.#handedOver.ended(channel);
  }

  /** No new calls, and none comes back; resolves when the last one has ended. */
  drain(): Promise<void> {
    this.#handedOver.close();
    return this.#parts.registry.drain();
  }

  async #take(caller: Caller): Promise<void> {
    const { registry, pbx, newId, decide, trouble } = this.#parts;
    const kept = this.#keptOf(caller);
    if (!registry.admit(caller.channel)) {
      kept?.hungUp();
      return await this.#sendOn(caller.channel);
    }
    const room = newId(); // another one each time: the old one may still be being tidied up
    try {
      if (isNew(caller, kept) && decide && await decide.refusal(caller, room) !== null) {
        return await this.#sendOn(caller.channel);
      }
      await this.#talk(caller, kept, room);
    } catch (error) {
      trouble("Cannot take a call", error);
      await pbx.continueInDialplan(caller.channel).catch(() => {}); // it has hung up
    } finally {
      registry.remove(caller.channel);
    }
  }

  /** The call that this caller goes on with; one that somebody sends to us anew has ended. */
  #keptOf({ channel, back }: Caller): LiveCall | null {
    const kept = this.#handedOver.take(channel);
    if (kept !== null && back !== null && isWithPerson(kept)) return kept;
    kept?.hungUp();
    return null;
  }

  async #talk(caller: Caller, kept: LiveCall | null, room: CallId): Promise<void> {
    const { registry, decide } = this.#parts;
    const { channel } = caller;
    const choosing = isNew(caller, kept) ? decide?.choice(caller, room) : undefined; // meanwhile
    let live: LiveCall | undefined;
    let how: Leaving = "continue"; // also where something goes wrong below
    let lost: MediaEvent | null = null;
    const joined = await this.#join(caller, room, (event) => {
      if (event.type === "closed") lost = event;
      if (event.type === "restored") lost = null;
      live?.media(event);
    }).catch((error) => {
      kept?.hungUp();
      throw error;
    });
    const endLease = this.#lease(channel);
    try {
      const leave = (way: Leaving) => void (how = way);
      const id = kept?.state.call ?? room;
      const choice = await choosing ?? null;
      live = this.#open(caller, { id, leg: joined.leg, leave, kept, choice });
      if (caller.back === null) live.start(caller.dialled);
      else live.comeBack(caller.back);
      if (lost) live.media(lost); // before there was somebody to tell
      registry.begin(channel, live);
      await live.ended;
      if (isWithPerson(live)) how = null;
    } catch (error) {
      live?.lost("failed");
      throw error;
    } finally {
      endLease();
      await joined.close(how);
    }
    if (isWithPerson(live)) this.#handedOver.keep(channel, live);
  }

  /** Nobody here takes the call. */
  #sendOn(channel: string): Promise<void> {
    const { pbx, trouble } = this.#parts;
    return pbx.continueInDialplan(channel).catch((error) => {
      trouble("Cannot send a call on that is not taken here", error);
    });
  }

  #open(
    caller: Caller,
    { kept, ...call }: Omit<JoinedCall, "caller" | "transfer" | "resumed" | "campaign"> & {
      kept: LiveCall | null;
    },
  ): LiveCall {
    const { openCall, pbx } = this.#parts;
    return openCall({
      ...call,
      caller,
      transfer: (note) =>
        pbx.putThrough(caller.channel, { [CALL_VARIABLE]: call.id, [NOTE_VARIABLE]: note }),
      resumed: kept?.state ?? null,
      campaign: kept?.campaign ?? null,
    });
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

function isNew({ back }: Caller, kept: LiveCall | null): boolean {
  return kept === null && back === null;
}

function isWithPerson(live: LiveCall | null | undefined): live is LiveCall {
  return live?.state.agent.phase === "with_person";
}
