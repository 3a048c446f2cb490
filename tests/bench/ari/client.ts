/** What every contender must do: the same work, each in its own way. */

export interface Server {
  /** "http://127.0.0.1:8088" */
  readonly origin: string;
  readonly username: string;
  readonly password: string;
}

/** What the work needs of an event; the rest of it is as Asterisk sends it. */
export interface StampedEvent {
  readonly type: string;
  readonly channel: { readonly id: string; readonly accountcode: string };
}

export interface Client {
  /** Hands on every event of `EVENT_TYPES`; resolves when the contender says that it is connected. */
  listen(app: string, handle: (event: StampedEvent) => void): Promise<void>;
  ping(): Promise<unknown>;
  channel(id: string): Promise<unknown>;
  variable(id: string, name: string): Promise<unknown>;
  setVariable(id: string, name: string, value: string): Promise<unknown>;
}

/** What a contender's module exports. */
export interface Contender {
  open(server: Server): Promise<Client>;
}
