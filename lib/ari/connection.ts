/** A lasting connection to one Asterisk: every operation, every event, and handles that outlive cuts. */
import { Book } from "./book.ts";
import type { Bridge } from "./bridge.ts";
import type { Channel } from "./channel.ts";
import { AriEnded, isPassing } from "./errors.ts";
import type { AriEvent, EventName, EventOf } from "./events.ts";
import { type InOurApp, newId } from "./handle_port.ts";
import { GAP_MS_MAX, INBOX_FRAMES_MAX, LOOK_EVERY_MS } from "./limits.ts";
import type { Line } from "./line.ts";
import { Listeners } from "./listeners.ts";
import type { EventFilter } from "./models.gen.ts";
import { type Nouns, nounsOf } from "./nouns.ts";
import { type Asking, callOver, type Options } from "./operation.ts";
import { Orphans } from "./orphans.ts";
import type { OwnName, Told } from "./own_events.ts";
import { Proof } from "./proof.ts";
import { untilItsEnd } from "./script.ts";
import {
  channelOf,
  type Known,
  lookAround,
  orphansOf,
  type Sight,
  staleIn,
  untoldEvents,
  whenStarted,
} from "./sight.ts";
import { type Patience, patiently, Wait } from "./wait.ts";
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
  readonly #listeners: Listeners;
  /** Of trouble; who makes trouble with that is not told of it again. */
  readonly #troubled = new Listeners(() => {});
  readonly #book: Book;
  readonly #subscriptions = new Set<string>();
  #filter: EventFilter | null = null;
  #phase: Phase = "connecting";
  #line: Line | null = null;
  /** Events since the socket opened, until a look at Asterisk says which of them still count. */
  #held: AriEvent[] | null = null;
  #known: Known | null = null;
  #up = new Wait<void>("a connection to Asterisk");
  readonly #orphans = new Orphans((data) => {
    const channel = this.#book.adopt(data);
    channel.inherited();
    this.#listeners.tell("orphan", { type: "orphan", channel });
  });
  readonly #proof: Proof;
  #gapTimer: ReturnType<typeof setTimeout> | undefined;
  #lookTimer: ReturnType<typeof setInterval> | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#listeners = new Listeners((error) => this.#trouble(error));
    this.nouns = nounsOf(callOver(options.ways));
    this.#proof = new Proof(this.nouns);
    const trouble = (error: unknown) => this.#trouble(error);
    this.#book = new Book({ nouns: this.nouns, app: options.apps[0]!, trouble });
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
    const list = name === "trouble" ? this.#troubled : this.#listeners;
    return list.add(name, listener);
  }

  /**
   * Calls that come in: channels that enter our application and that we didn't make. What the
   * listener throws because the caller has hung up is the end of its script, and no trouble.
   */
  onCall(listener: (call: Channel, event: EventOf<"StasisStart">) => unknown): () => void {
    return this.#listeners.add("StasisStart", (event: EventOf<"StasisStart">, channel: Channel) => {
      if (!channel.isOurs) return untilItsEnd(channel, listener(channel, event));
    });
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
  async subscribe(source: string): Promise<void> {
    this.#subscriptions.add(source);
    await this.#subscribe([source]);
  }

  /** Kept across every cut, unlike `applications.filter`. */
  async filter(filter: EventFilter): Promise<void> {
    this.#filter = filter;
    await Promise.all(this.#options.apps.map((app) => this.nouns.applications.filter(app, filter)));
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
    this.#held ??= [];
    this.#open(line).catch((error) => {
      if (!isPassing(error)) this.#trouble(error);
      this.lost(line, "Asterisk could not be looked at");
    });
  }

  event(line: Line, event: AriEvent): void {
    if (this.#line !== line || this.#proof.takes(event)) return;
    const { type, application } = event;
    if (type === "ApplicationReplaced" && this.#options.apps.includes(application)) {
      this.#dispatch(event);
      if (this.#options.isGhost?.()) return this.lost(line, "an old try of ours took the name");
      return this.#replaced(application);
    }
    if (this.#held === null) return this.#dispatch(event);
    if (this.#held.push(event) <= INBOX_FRAMES_MAX) return;
    this.#held = [];
    this.lost(line, "too many events wait");
  }

  lost(line: Line, reason: string): void {
    if (this.#line !== line) return;
    this.#drop();
    if (this.#phase === "up") this.#up = new Wait("a connection to Asterisk");
    this.#phase = "connecting";
    this.#known ??= {
      channels: [...this.#book.channels.keys()],
      bridges: [...this.#book.bridges.keys()],
    };
    this.#book.cut("disconnected", `the connection was lost: ${reason}`);
    clearTimeout(this.#gapTimer);
    this.#gapTimer = setTimeout(() => this.#forget(), GAP_MS_MAX);
    this.#listeners.tell("down", { type: "down", reason });
    this.#options.redial();
  }

  async #open(line: Line): Promise<void> {
    await line.ping();
    const early = this.#held?.length ?? 0;
    const sight = await whenStarted(() => this.#look(), () => this.#line === line);
    if (this.#line === line) this.#settle(sight, early);
  }

  /** What is heard of is ordered anew first. */
  async #look(): Promise<Sight> {
    if (this.#filter) await this.filter(this.#filter);
    if (this.#subscriptions.size > 0) await this.#subscribe([...this.#subscriptions]);
    return await lookAround(this.nouns, this.#options.apps);
  }

  async #subscribe(sources: readonly string[]): Promise<void> {
    const { apps } = this.#options;
    await Promise.all(apps.map((app) => this.nouns.applications.subscribe(app, sources)));
  }

  /** First what was told, then what nobody told; without a pause, so that nothing comes between. */
  #settle(sight: Sight, early: number): void {
    const gap = this.#known !== null;
    const known = this.#known ?? { channels: [], bridges: [] };
    const held = this.#held ?? [];
    this.#held = this.#known = null;
    clearTimeout(this.#gapTimer);
    this.#phase = "up";
    const stale = staleIn(held.slice(0, early), sight);
    for (const id of stale) this.#listeners.tell("stale", { type: "stale", channelId: id });
    for (const event of held) if (!stale.has(channelOf(event) ?? "")) this.#dispatch(event);
    for (const event of untoldEvents(this.#book, known, sight)) this.#dispatch(event);
    if (this.#phase !== "up") return; // a listener closed the connection
    this.#orphans.found(orphansOf(this.#book, sight));
    this.#watch();
    this.#up.resolve();
    this.#listeners.tell("up", { type: "up", gap });
  }

  /** Some ends are never told, and some sockets never tell anything. */
  #watch(): void {
    const line = this.#line!;
    const prove = async () => {
      if (!await this.#proof.isTold(this.#options.apps)) this.lost(line, "Asterisk tells nothing");
    };
    prove();
    clearInterval(this.#lookTimer);
    const look = () => Promise.all([prove(), this.#book.look()]);
    this.#lookTimer = setInterval(() => void look(), LOOK_EVERY_MS);
  }

  #dispatch(event: AriEvent): void {
    this.#orphans.heard(event);
    const channel = this.#book.route(event);
    this.#listeners.tell(event.type, event, channel);
    this.#listeners.tell("event", event, channel);
  }

  #replaced(application: string): void {
    this.#end("replaced", `another program has connected as ${application}`);
    this.#listeners.tell("replaced", { type: "replaced", application });
  }

  /** Nobody will ever say what became of it. */
  #forget(): void {
    this.#known = null;
    this.#book.endAll("disconnected", "the connection was lost for too long");
  }

  #end(how: "closed" | "replaced", why: string): void {
    this.#phase = how;
    clearTimeout(this.#gapTimer);
    this.#drop();
    this.#held = null;
    this.#options.closed();
    this.#book.endAll(how, why);
    if (this.#up.settled) this.#up = new Wait("a connection to Asterisk");
    this.#up.end(how, why);
  }

  #drop(): void {
    clearInterval(this.#lookTimer);
    this.#orphans.clear();
    const line = this.#line;
    this.#line = this.#options.ways.calls = null;
    this.#held ??= []; // what was told on a socket that did not last counts at the next
    line?.close();
  }

  #trouble(error: unknown): void {
    // A call's script that ends because the caller has hung up is no trouble.
    if (error instanceof AriEnded) return;
    if (!this.#troubled.has("trouble")) console.error(error); // nobody listens, and it isn't hidden
    this.#troubled.tell("trouble", { type: "trouble", error });
  }
}
