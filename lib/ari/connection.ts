/** A lasting connection to one Asterisk: every operation, every event, and handles that outlive cuts. */
import { Audience } from "./audience.ts";
import { Book } from "./book.ts";
import type { Bridge } from "./bridge.ts";
import type { Channel } from "./channel.ts";
import { type AriEnded, isPassing } from "./errors.ts";
import type { AriEvent, EventName, EventOf } from "./events.ts";
import { Gap } from "./gap.ts";
import { type InOurApp, newId } from "./handle_port.ts";
import type { Line } from "./line.ts";
import type { EventFilter } from "./models.gen.ts";
import { type Nouns, nounsOf } from "./nouns.ts";
import { type Asking, callOver, type Options } from "./operation.ts";
import { Orphans } from "./orphans.ts";
import type { OwnName, Told } from "./own_events.ts";
import {
  channelOf,
  lookAround,
  orphansOf,
  type Sight,
  staleIn,
  untoldEvents,
  whenStarted,
} from "./sight.ts";
import { Subscriptions } from "./subscriptions.ts";
import { type Patience, patiently, Wait } from "./wait.ts";
import { Watch } from "./watch.ts";
import type { Ways } from "./ways.ts";

export interface ConnectionOptions {
  readonly apps: readonly string[];
  readonly ways: Ways;
  /** The line is gone: get another, or wait for one. */
  readonly redial: () => void;
  readonly closed: () => void;
  /** Whether who takes our name may be a try of our own that was given up; true once for each. */
  readonly isGhost?: () => boolean;
}

export type Phase = "connecting" | "opening" | "up" | "replaced" | "closed";

export class Connection {
  readonly nouns: Nouns;
  readonly #options: ConnectionOptions;
  readonly #audience = new Audience();
  readonly #book: Book;
  readonly #subscriptions: Subscriptions;
  readonly #gap: Gap;
  #phase: Phase = "connecting";
  #line: Line | null = null;
  #up = new Wait<void>("a connection to Asterisk");
  readonly #orphans = new Orphans((data) => {
    const channel = this.#book.adopt(data);
    channel.inherited();
    this.#audience.tell("orphan", { type: "orphan", channel });
  });
  readonly #watch: Watch;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    const { apps } = options;
    this.nouns = nounsOf(callOver(options.ways));
    const trouble = (error: unknown) => this.#audience.trouble(error);
    this.#book = new Book({ nouns: this.nouns, app: apps[0]!, trouble });
    this.#subscriptions = new Subscriptions(this.nouns.applications, apps);
    this.#gap = new Gap(this.#book);
    this.#watch = new Watch(this.#book, apps);
    options.ways.quiet = (channels) => this.#book.quiet(channels);
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** Every leg that is ours now. */
  get live(): readonly Channel[] {
    return [...this.#book.channels.values()];
  }

  /** Resolves while the connection is up, and when it next is. */
  up(patience: Patience = {}): Promise<void> {
    const wait = new Wait<void>("a connection to Asterisk");
    this.#up.promise.then(
      () => wait.resolve(),
      (error: AriEnded) => wait.end(error.how, "it is over"),
    );
    return patiently(wait, patience);
  }

  on<Name extends EventName | "Unhandled" | OwnName>(
    name: Name,
    listener: (told: Told<Name>, channel: Channel | null) => void | Promise<void>,
  ): () => void {
    return this.#audience.on(name, listener);
  }

  /**
   * Calls that come in: channels that enter our application and that we didn't make. What the
   * listener throws because the caller has hung up is the end of its script, and no trouble.
   */
  onCall(listener: (call: Channel, event: EventOf<"StasisStart">) => unknown): () => void {
    return this.#audience.onCall(listener);
  }

  channel(id: string): Channel | null {
    return this.#book.channels.get(id) ?? null;
  }

  /** Rings somebody; `inStasis` resolves when it is answered, and rejects with the cause if not. */
  originate(options: Options<"channels.originate">, asking?: Asking): Promise<Channel> {
    const channelId = newId(options.channelId);
    const goes = options.app ?? (options.extension === undefined ? this.#book.app : undefined);
    const params = { ...options, app: goes, channelId };
    return this.#book.channel(channelId, () => this.nouns.channels.originate(params, asking));
  }

  /** A leg that is in our application at once, and rings when it is told to `dial`. */
  create(options: InOurApp<"channels.create">, asking?: Asking): Promise<Channel> {
    const channelId = newId(options.channelId);
    const params = { ...options, app: options.app ?? this.#book.app, channelId };
    return this.#book.channel(channelId, () => this.nouns.channels.create(params, asking));
  }

  /** A leg whose audio goes elsewhere. */
  externalMedia(options: InOurApp<"channels.externalMedia">, asking?: Asking): Promise<Channel> {
    const channelId = newId(options.channelId);
    const params = { ...options, app: options.app ?? this.#book.app, channelId };
    return this.#book.channel(channelId, () => this.nouns.channels.externalMedia(params, asking));
  }

  createBridge(options: Options<"bridges.create"> = {}, asking?: Asking): Promise<Bridge> {
    const bridgeId = newId(options.bridgeId);
    const send = () => this.nouns.bridges.create({ ...options, bridgeId }, asking);
    return this.#book.bridge(bridgeId, send);
  }

  /** Kept across every cut, unlike `applications.subscribe`. */
  subscribe(source: string): Promise<void> {
    return this.#subscriptions.add(source);
  }

  /** Kept across every cut, unlike `applications.filter`. */
  filter(filter: EventFilter): Promise<void> {
    return this.#subscriptions.filter(filter);
  }

  close(): void {
    if (this.#phase === "closed") return;
    this.#end("closed", "this side has closed the connection");
  }

  /** A socket is open. What comes on it is held until Asterisk has been looked at. */
  opened(line: Line): void {
    if (this.#line) this.lost(this.#line, "another socket has taken its place");
    if (this.#phase === "closed" || this.#phase === "replaced") return line.close();
    this.#phase = "opening";
    this.#line = this.#options.ways.calls = line;
    this.#gap.hold();
    this.#open(line).catch((error) => {
      if (!isPassing(error)) this.#audience.trouble(error);
      this.lost(line, "Asterisk could not be looked at");
    });
  }

  event(line: Line, event: AriEvent): void {
    if (this.#line !== line || this.#watch.takes(event)) return;
    const { type, application } = event;
    if (type === "ApplicationReplaced" && this.#options.apps.includes(application)) {
      this.#dispatch(event);
      if (this.#options.isGhost?.()) return this.lost(line, "an old try of ours took the name");
      return this.#replaced(application);
    }
    if (!this.#gap.holds) return this.#dispatch(event);
    if (!this.#gap.take(event)) this.lost(line, "too many events wait");
  }

  lost(line: Line, reason: string): void {
    if (this.#line !== line) return;
    this.#drop();
    if (this.#phase === "up") this.#up = new Wait("a connection to Asterisk");
    this.#phase = "connecting";
    this.#gap.begin();
    this.#book.cut("disconnected", `the connection was lost: ${reason}`);
    this.#audience.tell("down", { type: "down", reason });
    this.#options.redial();
  }

  async #open(line: Line): Promise<void> {
    await line.ping();
    const early = this.#gap.heldCount;
    const sight = await whenStarted(() => this.#look(), () => this.#line === line);
    if (this.#line === line) this.#settle(sight, early);
  }

  /** What is heard of is ordered anew first. */
  async #look(): Promise<Sight> {
    await this.#subscriptions.renew();
    return await lookAround(this.nouns, this.#options.apps);
  }

  /** First what was told, then what nobody told; without a pause, so that nothing comes between. */
  #settle(sight: Sight, early: number): void {
    const { known, held } = this.#gap.end();
    this.#phase = "up";
    const stale = staleIn(held.slice(0, early), sight);
    for (const id of stale) this.#audience.tell("stale", { type: "stale", channelId: id });
    for (const event of held) if (!stale.has(channelOf(event) ?? "")) this.#dispatch(event);
    const untold = known === null ? [] : untoldEvents(this.#book, known, sight);
    for (const event of untold) this.#dispatch(event);
    if (this.#phase !== "up") return; // a listener closed the connection
    this.#orphans.found(orphansOf(this.#book, sight));
    const line = this.#line!;
    this.#watch.begin(() => this.lost(line, "Asterisk tells nothing"));
    this.#up.resolve();
    this.#audience.tell("up", { type: "up", gap: known !== null });
  }

  #dispatch(event: AriEvent): void {
    this.#orphans.heard(event);
    const channel = this.#book.route(event);
    this.#audience.tell(event.type, event, channel);
    this.#audience.tell("event", event, channel);
  }

  #replaced(application: string): void {
    this.#end("replaced", `another program has connected as ${application}`);
    this.#audience.tell("replaced", { type: "replaced", application });
  }

  #end(how: "closed" | "replaced", why: string): void {
    this.#phase = how;
    this.#drop();
    this.#gap.close();
    this.#options.closed();
    this.#book.endAll(how, why);
    if (this.#up.settled) this.#up = new Wait("a connection to Asterisk");
    this.#up.end(how, why);
  }

  #drop(): void {
    this.#watch.end();
    this.#orphans.clear();
    const line = this.#line;
    this.#line = this.#options.ways.calls = null;
    this.#gap.hold(); // what was told on a socket that did not last counts at the next
    line?.close();
  }
}
