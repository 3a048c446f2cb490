/** The signalling of one call out: INVITE to BYE, with everything that may come between. */
import type { Encoding } from "../../lib/audio/g711.ts";
import { type Media, offer, readAnswer } from "./sdp.ts";
import type { SipLine } from "./sip_line.ts";
import type { Address } from "./udp.ts";
import { answerChallenge, type Login, readChallenge } from "./sip_login.ts";
import {
  header,
  headersNamed,
  responseTo,
  type SipHeaders,
  type SipRequest,
  type SipResponse,
  uriOf,
} from "./sip_message.ts";

export interface DialogOptions {
  readonly pbx: Address;
  /** The caller's own address; which one decides whether Asterisk asks for a login. */
  readonly localHost: string;
  readonly extension: string;
  /** Number or name that stands in From. */
  readonly callerId: string;
  readonly login: Login | null;
  readonly rtpPort: number;
  readonly encoding: Encoding;
}

export type DialogEvent =
  | { readonly type: "ringing" }
  | { readonly type: "answered"; readonly media: Media }
  | { readonly type: "ended"; readonly end: CallEnd };

export type CallEnd =
  /** `cancelled`: before it was answered. `vanished`: without telling anybody. */
  | { readonly by: "caller"; readonly how: "hung_up" | "cancelled" | "vanished" }
  /** `reason`: of the BYE, as "Q.850;cause=16"; "" when it gives none. */
  | { readonly by: "agent"; readonly reason: string }
  | { readonly by: "refused"; readonly status: number; readonly reason: string }
  /** The PBX answered nothing. */
  | { readonly by: "nobody" };

type Phase = "inviting" | "up" | "leaving" | "over";

export class SipDialog {
  readonly #options: DialogOptions;
  readonly #line: SipLine;
  readonly #tell: (event: DialogEvent) => void;
  readonly #callId = crypto.randomUUID();
  readonly #tag = id();
  readonly #uri: string;
  #phase: Phase = "inviting";
  #cancelled = false;
  #rung = false;
  #sequence = 0;
  #invite: SipRequest | null = null;
  #loggedIn = false;
  /** Of the answer: where requests inside the dialog go. */
  #remote = { target: "", to: "" };
  #ack: SipRequest | null = null;

  /** Sends the INVITE. */
  constructor(line: SipLine, options: DialogOptions, tell: (event: DialogEvent) => void) {
    this.#line = line;
    this.#options = options;
    this.#tell = tell;
    this.#uri = `sip:${options.extension}@${options.pbx.host}:${options.pbx.port}`;
    line.onRequest((request) => this.#onRequest(request));
    this.#sendInvite([]);
  }

  /** BYE, or CANCEL while nobody has answered. */
  hangUp(): void {
    if (this.#phase === "up") return this.#bye();
    if (this.#phase !== "inviting" || this.#cancelled) return;
    this.#cancelled = true;
    if (this.#rung) this.#cancel(); // else with the first response: RFC 3261 §9.1
  }

  /** A blind transfer: asks the PBX to join the other side with `extension` (RFC 3515). */
  refer(extension: string): void {
    const { host, port } = this.#options.pbx;
    this.#line.request(
      this.#request("REFER", this.#remote.target, this.#remote.to, [
        ["Contact", `<${this.#own()}>`],
        ["Refer-To", `<sip:${extension}@${host}:${port}>`],
      ]),
      () => {}, // what became of it is told by NOTIFY
    );
  }

  /** As when the power fails. */
  vanish(): void {
    this.#end({ by: "caller", how: "vanished" });
  }

  #sendInvite(login: SipHeaders): void {
    const { localHost, rtpPort, encoding } = this.#options;
    const invite = this.#request("INVITE", this.#uri, `<${this.#uri}>`, [
      ["Contact", `<${this.#own()}>`],
      ["Allow", "INVITE, ACK, BYE, CANCEL, OPTIONS"],
      ["Content-Type", "application/sdp"],
      ...login,
    ], offer(localHost, rtpPort, encoding));
    this.#invite = invite;
    this.#line.request(invite, (response) => this.#onAnswer(invite, response));
  }

  #onAnswer(invite: SipRequest, response: SipResponse | null): void {
    if (this.#phase === "over") return;
    if (response === null) return this.#end({ by: "nobody" });
    if (response.status < 200) return this.#onProgress(response);
    if (response.status < 300) return this.#onAccepted(response);
    this.#line.send(acknowledge(invite, response));
    if (invite !== this.#invite) return; // a repeated challenge to the first try
    if (this.#tryLogin(response)) return;
    const { status, reason } = response;
    if (this.#cancelled && status === 487) this.#end({ by: "caller", how: "cancelled" });
    else this.#end({ by: "refused", status, reason });
  }

  #onProgress(response: SipResponse): void {
    if (!this.#rung && this.#cancelled) this.#cancel();
    this.#rung = true;
    if (response.status === 180) this.#tell({ type: "ringing" });
  }

  #onAccepted(response: SipResponse): void {
    if (this.#ack) return this.#line.send(this.#ack); // the 200 was repeated: our ACK got lost
    this.#remote = { target: uriOf(header(response, "Contact")), to: header(response, "To") };
    const sequence = Number(header(response, "CSeq").split(" ")[0]);
    this.#ack = this.#request("ACK", this.#remote.target, this.#remote.to, [], "", sequence);
    this.#line.send(this.#ack);
    this.#phase = "up";
    if (this.#cancelled) return this.#bye(); // answered in the moment of the CANCEL
    const media = readAnswer(response.body);
    if (media) return this.#tell({ type: "answered", media });
    this.#bye();
    this.#end({ by: "refused", status: 488, reason: "the answer has no G.711" });
  }

  /** True when the INVITE went out again with a login. */
  #tryLogin(response: SipResponse): boolean {
    const { login } = this.#options;
    if (!login || this.#loggedIn || (response.status !== 401 && response.status !== 407)) {
      return false;
    }
    const name = response.status === 407 ? "Proxy-Authenticate" : "WWW-Authenticate";
    const challenge = headersNamed(response, name)
      .map((value) => readChallenge(response.status, value))
      .find((one) => one !== null);
    if (!challenge) return false;
    this.#loggedIn = true;
    this.#rung = false;
    const answer = answerChallenge(challenge, login, "INVITE", this.#uri);
    this.#sendInvite([[challenge.answerHeader, answer]]);
    return true;
  }

  #cancel(): void {
    const invite = this.#invite!;
    const cancel = { ...invite, method: "CANCEL", body: "", headers: sameTransaction(invite) };
    this.#line.request(cancel, (response) => {
      if (response === null) this.#end({ by: "nobody" });
    });
  }

  #bye(): void {
    this.#phase = "leaving";
    const how = this.#cancelled ? "cancelled" : "hung_up";
    const bye = this.#request("BYE", this.#remote.target, this.#remote.to, []);
    this.#line.request(bye, (response) => {
      this.#end(response === null ? { by: "nobody" } : { by: "caller", how });
    });
  }

  #onRequest(request: SipRequest): void {
    if (request.method === "ACK") return;
    if (request.method === "OPTIONS") return this.#line.send(responseTo(request, 200, "OK"));
    if (header(request, "Call-ID") !== this.#callId) {
      return this.#line.send(responseTo(request, 481, "Call/Transaction Does Not Exist"));
    }
    if (request.method === "BYE") return this.#onBye(request);
    if (request.method === "INVITE") return this.#onInvite(request);
    if (request.method === "NOTIFY") return this.#line.send(responseTo(request, 200, "OK"));
    this.#line.send(responseTo(request, 405, "Method Not Allowed"));
  }

  #onBye(request: SipRequest): void {
    this.#line.send(responseTo(request, 200, "OK"));
    this.#end({ by: "agent", reason: header(request, "Reason") });
  }

  /** Asterisk asks whether we are still there, or moves the audio: nothing changes here. */
  #onInvite(request: SipRequest): void {
    const { localHost, rtpPort, encoding } = this.#options;
    const headers: SipHeaders = [
      ["Contact", `<${this.#own()}>`],
      ["Content-Type", "application/sdp"],
    ];
    const body = offer(localHost, rtpPort, encoding);
    this.#line.send(responseTo(request, 200, "OK", headers, body));
  }

  #end(end: CallEnd): void {
    if (this.#phase === "over") return;
    this.#phase = "over";
    this.#line.close();
    this.#tell({ type: "ended", end });
  }

  /** A new branch each time: a reused one is answered from the PBX's memory, and does nothing. */
  #request(
    method: string,
    uri: string,
    to: string,
    more: SipHeaders,
    body = "",
    sequence = ++this.#sequence,
  ): SipRequest {
    const { host, port } = this.#line.local;
    const headers: SipHeaders = [
      ["Via", `SIP/2.0/UDP ${host}:${port};branch=z9hG4bK${id()};rport`],
      ["Max-Forwards", "70"],
      ["From", `<sip:${this.#options.callerId}@${host}>;tag=${this.#tag}`],
      ["To", to],
      ["Call-ID", this.#callId],
      ["CSeq", `${sequence} ${method}`],
      ["User-Agent", "Parley lab"],
      ...more,
    ];
    return { kind: "request", method, uri, headers, body };
  }

  #own(): string {
    const { host, port } = this.#line.local;
    return `sip:${this.#options.callerId}@${host}:${port}`;
  }
}

/** The ACK of a refusal belongs to the INVITE's own transaction (RFC 3261 §17.1.1.3). */
function acknowledge(invite: SipRequest, response: SipResponse): SipRequest {
  const headers = sameTransaction(invite, "ACK").map(([name, value]) =>
    [name, name === "To" ? header(response, "To") : value] as const
  );
  return { kind: "request", method: "ACK", uri: invite.uri, headers, body: "" };
}

function sameTransaction(invite: SipRequest, method = "CANCEL"): SipHeaders {
  const kept = ["Via", "Max-Forwards", "From", "To", "Call-ID"];
  const sequence = header(invite, "CSeq").split(" ")[0];
  return [
    ...invite.headers.filter(([name]) => kept.includes(name)),
    ["CSeq", `${sequence} ${method}`],
  ];
}

function id(): string {
  return crypto.randomUUID().replaceAll("-", "");
}
