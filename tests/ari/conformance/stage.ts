/** What a trial needs around it: legs, bridges and telephones, made over HTTP and cleared away. */
import {
  type AriConnection,
  type AriEvent,
  type Channel,
  connectAri,
  type EventName,
  type EventOf,
  misfitsOf,
} from "../../../lib/ari/mod.ts";
import { gone } from "../../../lib/ari/gone.ts";
import type { Lab } from "../../lab/asterisk.ts";
import { type Call, placeCall } from "../../lab/sip_caller.ts";
import type { Ghost } from "./ghost.ts";
import { loginOf } from "../lab_ari.ts";

/** An event takes milliseconds; a busy machine has many of them. */
export const EVENT_WITHIN_MS = 5_000;

export class Stage implements AsyncDisposable {
  readonly lab: Lab;
  /** A telephone at the endpoint PJSIP/ghost. */
  readonly ghost: Ghost;
  /** Prepares and clears away; its application is "hello". */
  readonly ari: AriConnection;
  readonly #told: AriEvent[] = [];
  readonly #names = new Set<string>();
  readonly #misfits = new Set<string>();
  #wake = () => {};

  private constructor(lab: Lab, ghost: Ghost, ari: AriConnection) {
    this.lab = lab;
    this.ghost = ghost;
    this.ari = ari;
  }

  static async open(lab: Lab, ghost: Ghost): Promise<Stage> {
    const ari = connectAri({ ...loginOf(lab), app: "hello" });
    const stage = new Stage(lab, ghost, ari);
    stage.listen(ari);
    await ari.up({ withinMs: EVENT_WITHIN_MS });
    return stage;
  }

  /** A leg in our application. Its other half sends back what it hears, or what `extension` does. */
  async leg(extension = "600"): Promise<Channel> {
    const leg = await this.ari.originate({ endpoint: `Local/${extension}@from-lab/n` });
    await leg.inStasis;
    return leg;
  }

  /** The other half of such a leg, which runs in the dialplan. */
  async otherHalf(leg: Channel): Promise<string> {
    const name = leg.data!.name.replace(/;1$/, ";2");
    const channels = await this.ari.channels.list();
    return channels.find((one) => one.name === name)!.id;
  }

  /** A channel in the dialplan, outside of every application. */
  async outside(): Promise<string> {
    return await this.otherHalf(await this.leg());
  }

  /** A channel that is offered to whoever claims it. */
  async broadcast(): Promise<string> {
    const { id } = await this.ari.channels.originate({
      endpoint: "Local/600@from-lab/n",
      context: "from-lab",
      extension: "720",
    });
    await this.event("CallBroadcast", ({ channel }) => channel.id === id);
    return id;
  }

  /** A telephone that calls our application. */
  async phone(extension = "700"): Promise<{ readonly call: Call; readonly channel: Channel }> {
    const coming = Promise.withResolvers<Channel>();
    const undo = this.ari.onCall((channel) => coming.resolve(channel));
    const call = placeCall({ sipPort: this.lab.sipPort, extension });
    const channel = await coming.promise;
    undo();
    return { call, channel };
  }

  /** The first event of that name since the last `forget()`, for which `isIt` holds. */
  async event<Name extends EventName>(
    name: Name,
    isIt: (event: EventOf<Name>) => boolean = () => true,
  ): Promise<EventOf<Name>> {
    const untilMs = performance.now() + EVENT_WITHIN_MS;
    for (;;) {
      const found = this.#told.find((event): event is EventOf<Name> => {
        return event.type === name && isIt(event as EventOf<Name>);
      });
      if (found) return found;
      const leftMs = untilMs - performance.now();
      if (leftMs <= 0) throw new Error(`No ${name} came within ${EVENT_WITHIN_MS} ms`);
      await this.#change(leftMs);
    }
  }

  /** Hears what another connection is told as well. */
  listen(ari: AriConnection): void {
    ari.on("event", (event) => this.#take(event));
  }

  /** Names of everything that has come since the beginning. */
  get names(): ReadonlySet<string> {
    return this.#names;
  }

  /** "StasisStart: …" for events that aren't what the description says. */
  get misfits(): readonly string[] {
    return [...this.#misfits];
  }

  /** Notes one that came by another way. */
  heard(name: EventName): void {
    this.#names.add(name);
  }

  /** `event()` finds only what comes from now on. */
  forget(): void {
    this.#told.length = 0;
  }

  /** Ends every call and every bridge. */
  async clear(): Promise<void> {
    const [channels, bridges] = await Promise.all([
      this.ari.channels.list(),
      this.ari.bridges.list(),
    ]);
    await Promise.all([
      ...channels.map(({ id }) => this.ari.channels.hangUp(id)),
      ...bridges.filter(({ bridge_class }) => bridge_class === "stasis").map(({ id }) =>
        gone(this.ari.bridges.destroy(id), 409) // "not in Stasis": one that is going already
      ),
    ]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.ari.close();
    return Promise.resolve();
  }

  #take(event: AriEvent): void {
    this.#told.push(event);
    this.#names.add(event.type);
    for (const { at, problem } of misfitsOf(event.type, event)) {
      if (problem !== "unknown") this.#misfits.add(`${at} is ${problem}`);
    }
    this.#wake();
  }

  async #change(withinMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, withinMs);
    this.#wake = resolve;
    await promise;
    clearTimeout(timer);
  }
}
