/** A call that comes in: it rings, somebody picks up or not, and it is heard and spoken into. */
import { RtpRecorder } from "./rtp_recorder.ts";
import { RtpSender } from "./rtp_sender.ts";
import { offer, readAnswer } from "./sdp.ts";
import type { SipLine } from "./sip_line.ts";
import {
  header,
  responseTo,
  type SipHeaders,
  type SipRequest,
  type SipResponse,
  uriOf,
} from "./sip_message.ts";
import { Udp } from "./udp.ts";

export type Choice = "pick up" | "let it ring";

export class RingingCall {
  /** As the telephone shows it. */
  readonly callerId: string;
  /** `performance.now()` of the INVITE: where the recording begins. */
  readonly rangAtMs = performance.now();
  /** Rejects when the caller gives up before somebody has picked up. */
  readonly answered: Promise<void>;
  /** Never rejects. */
  readonly ended: Promise<void>;
  readonly #line: SipLine;
  readonly #invite: SipRequest;
  readonly #rtp: Udp;
  readonly #recorder: RtpRecorder;
  readonly #answer = Promise.withResolvers<void>();
  readonly #ending = Promise.withResolvers<void>();
  #last: SipResponse;
  #sender: RtpSender | null = null;
  #phase: "ringing" | "picked up" | "up" | "over" = "ringing";

  constructor(line: SipLine, invite: SipRequest, choose: (callerId: string) => Choice) {
    this.#line = line;
    this.#invite = withTag(invite);
    this.callerId = /sip:([^@>]+)/.exec(header(invite, "From"))?.[1] ?? "";
    this.answered = this.#answer.promise;
    this.answered.catch(() => {}); // told by `ended` too
    this.ended = this.#ending.promise;
    this.#recorder = new RtpRecorder(this.rangAtMs);
    this.#rtp = Udp.open(line.local.host);
    this.#rtp.onReceive((bytes) => this.#recorder.receive(bytes, performance.now()));
    this.#last = this.#reply(180, "Ringing");
    if (choose(this.callerId) === "pick up") this.#pickUp();
  }

  /** What was heard since it rang: 8000 Hz. */
  heard(): Int16Array<ArrayBuffer> {
    return this.#recorder.pcm();
  }

  /** Resolves when the last of it has been sent. */
  async speak(pcm: Int16Array): Promise<void> {
    if (this.#sender === null) throw new Error("Cannot speak: nobody has picked up");
    await this.#sender.speak(pcm);
  }

  /** BYE, once somebody has picked up; resolves when the call is over. */
  hangUp(): Promise<void> {
    if (this.#phase === "up" || this.#phase === "picked up") this.#bye();
    else this.#end();
    return this.ended;
  }

  /** A request inside the call. */
  take(request: SipRequest): void {
    switch (request.method) {
      case "INVITE": // our answer got lost, or the audio is moved: nothing changes here
        return this.#line.send(this.#last);
      case "ACK":
        return this.#acknowledged();
      case "CANCEL":
        this.#line.send(responseTo(request, 200, "OK"));
        if (this.#phase === "ringing") this.#reply(487, "Request Terminated");
        return this.#end();
      case "BYE":
        this.#line.send(responseTo(request, 200, "OK"));
        return this.#end();
    }
  }

  #pickUp(): void {
    const media = readAnswer(this.#invite.body);
    if (media === null) throw new Error("The PBX offers no G.711");
    const { host, port } = this.#rtp.local;
    const { encoding, digitsPayloadType } = media;
    this.#phase = "picked up";
    const more: SipHeaders = [["Content-Type", "application/sdp"]];
    this.#last = this.#reply(200, "OK", more, offer(host, port, encoding));
    this.#sender = new RtpSender({
      encoding,
      digitsPayloadType,
      idle: "silence",
      send: (packet) => this.#rtp.send(packet, { host: media.address, port: media.port }),
    });
  }

  #acknowledged(): void {
    if (this.#phase !== "picked up") return;
    this.#phase = "up";
    this.#answer.resolve();
  }

  #reply(status: number, reason: string, more: SipHeaders = [], body = ""): SipResponse {
    const { host, port } = this.#line.local;
    const contact = ["Contact", `<sip:phone@${host}:${port}>`] as const;
    const response = responseTo(this.#invite, status, reason, [contact, ...more], body);
    this.#line.send(response);
    return response;
  }

  #bye(): void {
    const { host, port } = this.#line.local;
    const bye: SipRequest = {
      kind: "request",
      method: "BYE",
      uri: uriOf(header(this.#invite, "Contact")),
      headers: [
        ["Via", `SIP/2.0/UDP ${host}:${port};branch=z9hG4bK${crypto.randomUUID()};rport`],
        ["Max-Forwards", "70"],
        ["From", header(this.#invite, "To")],
        ["To", header(this.#invite, "From")],
        ["Call-ID", header(this.#invite, "Call-ID")],
        ["CSeq", "1 BYE"],
      ],
      body: "",
    };
    this.#line.request(bye, () => this.#end());
  }

  #end(): void {
    if (this.#phase === "over") return;
    this.#phase = "over";
    this.#sender?.stop();
    this.#rtp.close();
    this.#answer.reject(new Error("The caller gave up before somebody picked up"));
    this.#ending.resolve();
  }
}

/** Every answer to it names the same dialog (RFC 3261 §12.1.1). */
function withTag(invite: SipRequest): SipRequest {
  const tag = crypto.randomUUID();
  const headers = invite.headers.map(([name, value]) =>
    [name, name === "To" ? `${value};tag=${tag}` : value] as const
  );
  return { ...invite, headers };
}
