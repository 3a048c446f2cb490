/** What a service tells a plugin that ships between deliveries, by a POST to /plugins/NAME. */

type Receipt = Readonly<Record<string, string>>;

/** As it came; nobody has checked yet who sent it. */
export interface Callback {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of the address that was called: "?delivery=…", or nothing. */
  readonly query: string;
  readonly body: string;
}

export interface Heard {
  /** False: it is not from whom it says it is, and is answered with 403. */
  readonly isGenuine: boolean;
  /** Is added to receipts: by a delivery's key, by what it returned, or of all about a person (E.164). */
  readonly keep?:
    | { readonly receipt: Receipt; readonly key: string }
    | { readonly receipt: Receipt; readonly of: Receipt }
    | { readonly receipt: Receipt; readonly person: string };
}

export interface Hear<Context> {
  readonly callback?: (callback: Callback, context: Context) => Promise<Heard>;
}
