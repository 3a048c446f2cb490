/** Whether Asterisk still tells us things: it can answer on a socket whose application is dead. */
import { AriError } from "./errors.ts";
import type { AriEvent } from "./events.ts";
import { TOLD_WITHIN_MS } from "./limits.ts";
import type { Application } from "./models.gen.ts";
import type { Nouns } from "./nouns.ts";

export class Proof {
  readonly #nouns: Nouns;
  readonly #name = `are-you-there-${crypto.randomUUID()}`;
  readonly #waiting = new Map<string, () => void>();
  #asked = 0;

  constructor(nouns: Nouns) {
    this.#nouns = nouns;
  }

  /** True for events that were sent to ourselves: they are nobody else's business. */
  takes(event: AriEvent): boolean {
    if (event.type !== "ChannelUserevent" || !event.eventname.startsWith(this.#name)) return false;
    this.#waiting.get(event.eventname)?.();
    return true;
  }

  /** False when one of them is not told what it should be. Never rejects. */
  async isTold(apps: readonly string[]): Promise<boolean> {
    const told = await Promise.all(apps.map((app) => this.#isTold(app).catch(isNoProof)));
    return told.every((one) => one);
  }

  async #isTold(app: string): Promise<boolean> {
    if (!mayHear(await this.#nouns.applications.get(app))) return true;
    const name = `${this.#name}-${++this.#asked}`;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    this.#waiting.set(name, () => resolve(true));
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      await this.#nouns.userEvents.send(name, { application: app });
      // Where we ourselves were late, what has come meanwhile is read first.
      const late = () => timer = setTimeout(() => resolve(false), 0);
      timer = setTimeout(late, TOLD_WITHIN_MS);
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(name);
    }
  }
}

/** Asterisk does not know the application; any other refusal or silence says nothing about it. */
function isNoProof(error: unknown): boolean {
  return !(error instanceof AriError && error.status === 404);
}

/** A filter may hide such events; then nothing can be proved. */
function mayHear({ events_allowed = [], events_disallowed = [] }: Application): boolean {
  const isHere = (all: readonly unknown[]) =>
    all.some((one) => (one as { readonly type?: string }).type === "ChannelUserevent");
  return !isHere(events_disallowed) && (events_allowed.length === 0 || isHere(events_allowed));
}
