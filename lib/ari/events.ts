/** The events that are acted on, decoded once; every other one has one honest name. */

export interface EventChannel {
  readonly id: string;
  readonly name: string;
  readonly callerNumber: string;
  readonly dialled: string;
}

export type AriEvent =
  | {
    readonly type: "StasisStart";
    readonly channel: EventChannel;
    readonly args: readonly string[];
  }
  | { readonly type: "StasisEnd"; readonly channel: EventChannel }
  | { readonly type: "ChannelDestroyed"; readonly channel: EventChannel }
  | { readonly type: "ChannelHangupRequest"; readonly channel: EventChannel }
  | {
    readonly type: "ChannelDtmfReceived";
    readonly channel: EventChannel;
    readonly digit: string;
  }
  | { readonly type: "ApplicationReplaced"; readonly application: string }
  | { readonly type: "Unhandled"; readonly name: string };

type Raw = Readonly<Record<string, unknown>>;
type Known = Exclude<AriEvent, { type: "Unhandled" }>;

/** One decoder per variant: forgetting one is a compile error. */
const decoders: { [Type in Known["type"]]: (raw: Raw) => Extract<Known, { type: Type }> } = {
  StasisStart: (raw) => ({
    type: "StasisStart",
    channel: channel(raw),
    args: Array.isArray(raw.args) ? raw.args.map(String) : [],
  }),
  StasisEnd: (raw) => ({ type: "StasisEnd", channel: channel(raw) }),
  ChannelDestroyed: (raw) => ({ type: "ChannelDestroyed", channel: channel(raw) }),
  ChannelHangupRequest: (raw) => ({ type: "ChannelHangupRequest", channel: channel(raw) }),
  ChannelDtmfReceived: (raw) => ({
    type: "ChannelDtmfReceived",
    channel: channel(raw),
    digit: text(raw, "digit"),
  }),
  ApplicationReplaced: (raw) => ({
    type: "ApplicationReplaced",
    application: text(raw, "application"),
  }),
};

/** Throws a `SyntaxError` for what is no event at all. */
export function decodeAriEvent(frame: string): AriEvent {
  const raw: unknown = JSON.parse(frame);
  if (!isRecord(raw)) throw new SyntaxError("Cannot decode an ARI event: it is not an object");
  const name = text(raw, "type");
  if (Object.hasOwn(decoders, name)) return decoders[name as Known["type"]](raw);
  return { type: "Unhandled", name };
}

function channel(raw: Raw): EventChannel {
  const channel = record(raw, "channel");
  return {
    id: text(channel, "id"),
    name: text(channel, "name"),
    callerNumber: text(record(channel, "caller"), "number"),
    dialled: text(record(channel, "dialplan"), "exten"),
  };
}

function record(raw: Raw, key: string): Raw {
  const value = raw[key];
  if (isRecord(value)) return value;
  throw new SyntaxError(`Cannot decode an ARI event: "${key}" is not an object`);
}

function text(raw: Raw, key: string): string {
  const value = raw[key];
  if (typeof value === "string") return value;
  throw new SyntaxError(`Cannot decode an ARI event: "${key}" is not a string`);
}

function isRecord(value: unknown): value is Raw {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
