/** What is said besides audio on Asterisk's media WebSocket, in its JSON form. */

export type MediaControl =
  | { readonly type: "MEDIA_START" }
  | { readonly type: "MEDIA_MARK_PROCESSED"; readonly mark: string }
  | { readonly type: "DTMF_END"; readonly digit: string }
  | {
    readonly type: "STATUS"; /** Not yet heard. */
    readonly frames: number;
    readonly paused: boolean;
  }
  | { readonly type: "MEDIA_XOFF" }
  | { readonly type: "MEDIA_XON" }
  | { readonly type: "ERROR"; readonly text: string }
  | { readonly type: "Unhandled"; readonly name: string };

type Raw = Readonly<Record<string, unknown>>;
type Known = Exclude<MediaControl, { type: "Unhandled" }>;

const decoders: { [Type in Known["type"]]: (raw: Raw) => Extract<Known, { type: Type }> } = {
  MEDIA_START: () => ({ type: "MEDIA_START" }),
  MEDIA_MARK_PROCESSED: (raw) => ({
    type: "MEDIA_MARK_PROCESSED",
    mark: String(raw.correlation_id ?? ""),
  }),
  DTMF_END: (raw) => ({ type: "DTMF_END", digit: String(raw.digit ?? "") }),
  STATUS: (raw) => ({
    type: "STATUS",
    frames: typeof raw.queue_length === "number" ? raw.queue_length : 0,
    paused: raw.media_paused === true,
  }),
  MEDIA_XOFF: () => ({ type: "MEDIA_XOFF" }),
  MEDIA_XON: () => ({ type: "MEDIA_XON" }),
  ERROR: (raw) => ({ type: "ERROR", text: String(raw.error_text ?? "").trim() }),
};

/** Never throws: what can't be read has no name. */
export function decodeMediaControl(text: string): MediaControl {
  const raw = parsed(text);
  const name = typeof raw?.event === "string" ? raw.event : "";
  if (raw && Object.hasOwn(decoders, name)) return decoders[name as Known["type"]](raw);
  return { type: "Unhandled", name };
}

export type MediaCommand =
  | { readonly command: "FLUSH_MEDIA" }
  | { readonly command: "PAUSE_MEDIA" }
  | { readonly command: "CONTINUE_MEDIA" }
  | { readonly command: "GET_STATUS" }
  | { readonly command: "MARK_MEDIA"; readonly correlation_id: string }
  | { readonly command: "HANGUP" };

/** Bytes of a command that Asterisk takes; a longer one it drops without a word (chan_websocket). */
export const COMMAND_BYTES_MAX = 128;

export function encodeMediaCommand(command: MediaCommand): string {
  const text = JSON.stringify(command);
  if (text.length > COMMAND_BYTES_MAX) {
    throw new RangeError(`Cannot send ${command.command}: it has over ${COMMAND_BYTES_MAX} bytes`);
  }
  return text;
}

function parsed(text: string): Raw | null {
  try {
    const raw: unknown = JSON.parse(text);
    return typeof raw === "object" && raw !== null ? raw as Raw : null;
  } catch {
    return null;
  }
}
