/** SIP requests and responses as text (RFC 3261 §7), as far as a caller needs them. */

export type SipMessage = SipRequest | SipResponse;

export interface SipRequest {
  readonly kind: "request";
  readonly method: string;
  readonly uri: string;
  readonly headers: SipHeaders;
  readonly body: string;
}

export interface SipResponse {
  readonly kind: "response";
  readonly status: number;
  readonly reason: string;
  readonly headers: SipHeaders;
  readonly body: string;
}

/** In the order of the wire; a name may come more than once. */
export type SipHeaders = readonly (readonly [name: string, value: string])[];

/** One letter for a name (RFC 3261 §7.3.3). */
const COMPACT: Readonly<Record<string, string>> = {
  i: "call-id",
  m: "contact",
  l: "content-length",
  c: "content-type",
  f: "from",
  t: "to",
  v: "via",
};

/** `null` for what isn't SIP: keep-alives and garbage. */
export function parseSip(text: string): SipMessage | null {
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd < 0) return null;
  const [start = "", ...lines] = text.slice(0, headEnd).split("\r\n");
  const headers = unfold(lines).map(headerOf);
  const body = text.slice(headEnd + 4);
  const response = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(start);
  if (response) {
    return { kind: "response", status: Number(response[1]), reason: response[2]!, headers, body };
  }
  const request = /^([A-Z]+) (\S+) SIP\/2\.0$/.exec(start);
  if (!request) return null;
  return { kind: "request", method: request[1]!, uri: request[2]!, headers, body };
}

export function formatSip(message: SipMessage): string {
  const start = message.kind === "request"
    ? `${message.method} ${message.uri} SIP/2.0`
    : `SIP/2.0 ${message.status} ${message.reason}`;
  const length = new TextEncoder().encode(message.body).length;
  const headers = [...message.headers, ["Content-Length", `${length}`] as const];
  const lines = headers.map(([name, value]) => `${name}: ${value}`);
  return `${start}\r\n${lines.join("\r\n")}\r\n\r\n${message.body}`;
}

/** The first header of that name, in any case; "" when there is none. */
export function header(message: SipMessage, name: string): string {
  return headersNamed(message, name)[0] ?? "";
}

export function headersNamed(message: SipMessage, name: string): string[] {
  const wanted = name.toLowerCase();
  return message.headers.filter(([other]) => other.toLowerCase() === wanted).map(([, v]) => v);
}

/** "INVITE" of "CSeq: 3 INVITE". */
export function methodOf(message: SipMessage): string {
  return header(message, "CSeq").split(" ")[1] ?? "";
}

/** `sip:…` of `"Name" <sip:…>;tag=…`. */
export function uriOf(address: string): string {
  return /<([^>]+)>/.exec(address)?.[1] ?? address.split(";")[0]!.trim();
}

/** The response to a request, which names its sender, dialog and transaction again (§8.2.6). */
export function responseTo(
  request: SipRequest,
  status: number,
  reason: string,
  more: SipHeaders = [],
  body = "",
): SipResponse {
  const again = ["Via", "From", "To", "Call-ID", "CSeq"];
  const headers = again.flatMap((name) =>
    headersNamed(request, name).map((value) => [name, value] as const)
  );
  return { kind: "response", status, reason, headers: [...headers, ...more], body };
}

/** A line that begins with a blank goes on from the one before it. */
function unfold(lines: readonly string[]): string[] {
  return lines.join("\r\n").replaceAll(/\r\n[ \t]+/g, " ").split("\r\n");
}

function headerOf(line: string): readonly [string, string] {
  const colon = line.indexOf(":");
  const name = line.slice(0, Math.max(0, colon)).trim();
  return [COMPACT[name.toLowerCase()] ?? name, line.slice(colon + 1).trim()];
}
