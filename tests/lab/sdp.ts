/** Session descriptions (RFC 4566) for one stream of G.711 and keypad digits. */
import type { Encoding } from "../../lib/audio/g711.ts";

/** Static payload types of RFC 3551; 101 is what everybody uses for digits. */
export const PAYLOAD_TYPE: Readonly<Record<Encoding, number>> = { ulaw: 0, alaw: 8 };
const DIGITS_PAYLOAD_TYPE = 101;
const NAME: Readonly<Record<Encoding, string>> = { ulaw: "PCMU", alaw: "PCMA" };

export interface Media {
  readonly address: string;
  readonly port: number;
  readonly encoding: Encoding;
  /** `null`: the other side takes no digits by RTP. */
  readonly digitsPayloadType: number | null;
}

export function offer(address: string, port: number, encoding: Encoding): string {
  const audio = PAYLOAD_TYPE[encoding];
  return [
    "v=0",
    `o=- ${port} 1 IN IP4 ${address}`,
    "s=-",
    `c=IN IP4 ${address}`,
    "t=0 0",
    `m=audio ${port} RTP/AVP ${audio} ${DIGITS_PAYLOAD_TYPE}`,
    `a=rtpmap:${audio} ${NAME[encoding]}/8000`,
    `a=rtpmap:${DIGITS_PAYLOAD_TYPE} telephone-event/8000`,
    `a=fmtp:${DIGITS_PAYLOAD_TYPE} 0-16`,
    "a=ptime:20",
    "a=sendrecv",
    "",
  ].join("\r\n");
}

/** Where and how the other side wants its audio; `null` when it took neither G.711. */
export function readAnswer(sdp: string): Media | null {
  const address = /^c=IN IP4 (\S+)/m.exec(sdp)?.[1];
  const audio = /^m=audio (\d+) RTP\/AVP ([\d ]+)/m.exec(sdp);
  const types = audio?.[2]?.trim().split(" ").map(Number) ?? [];
  const encoding = (["ulaw", "alaw"] as const).find((one) => types.includes(PAYLOAD_TYPE[one]));
  if (address === undefined || !audio || encoding === undefined) return null;
  const digits = /^a=rtpmap:(\d+) telephone-event\/8000/m.exec(sdp)?.[1];
  return {
    address,
    port: Number(audio[1]),
    encoding,
    digitsPayloadType: digits === undefined ? null : Number(digits),
  };
}
