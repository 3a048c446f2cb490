/** What a service tells a plugin that ships between deliveries, by a POST to /plugins/NAME. */

type Receipt = Readonly<Record<string, string>>;

/** As it came; nobody has checked yet who sent it. */
export interface Callback {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Heard {
  /** False: it is not from whom it says it is, and is answered with 403. */
  readonly isGenuine: boolean;
  /** Is added to receipts: of the delivery that returned `of`, or of all about a person (E.164). */
  readonly keep?:
    | { readonly receipt: Receipt; readonly of: Receipt }
    | { readonly receipt: Receipt; readonly person: string };
}

export interface Hear<Context> {
  readonly callback?: (callback: Callback, context: Context) => Promise<Heard>;
}
