/** A telephone on somebody's desk: logs in, and rings when it is called. */
import { type Choice, RingingCall } from "./ringing_call.ts";
import { answerChallenge, type Login, readChallenge } from "./sip_login.ts";
import { SipLine } from "./sip_line.ts";
import {
  header,
  responseTo,
  type SipHeaders,
  type SipRequest,
  type SipResponse,
} from "./sip_message.ts";

/** Phones of the lab log in from here; callers from 127.0.0.1 need no login. */
const HOST = "127.0.0.2";
const PBX_HOST = "127.0.0.1";
/** Longer than any test. */
const REGISTERED_FOR_S = 600;

export interface PhoneOptions {
  readonly sipPort: number;
  readonly login: Login;
  /** Whether somebody picks up, by the caller's number; always, unless given. */
  readonly picksUp?: (callerId: string) => boolean;
}

export class SipPhone implements AsyncDisposable {
  readonly #options: PhoneOptions;
  readonly #line: SipLine;
  readonly #uri: string;
  readonly #callId = crypto.randomUUID();
  readonly #calls = new Map<string, RingingCall>();
  /** By the caller's number: whoever waits for it to ring. */
  readonly #rung = new Map<string, PromiseWithResolvers<RingingCall>>();
  #sequence = 0;

  private constructor(options: PhoneOptions) {
    this.#options = options;
    this.#line = SipLine.open(HOST, { host: PBX_HOST, port: options.sipPort });
    this.#uri = `sip:${PBX_HOST}:${options.sipPort}`;
    this.#line.onRequest((request) => this.#onRequest(request));
  }

  /** Resolves when the PBX knows where to find it. */
  static async register(options: PhoneOptions): Promise<SipPhone> {
    const phone = new SipPhone(options);
    const asked = await phone.#register([]);
    const challenge = readChallenge(asked.status, header(asked, "WWW-Authenticate"));
    if (challenge === null) throw new Error(`The PBX asks for no login: ${asked.status}`);
    const login = answerChallenge(challenge, options.login, "REGISTER", phone.#uri);
    const { status, reason } = await phone.#register([[challenge.answerHeader, login]]);
    if (status !== 200) throw new Error(`The PBX refuses the telephone: ${status} ${reason}`);
    return phone;
  }

  /** Resolves when it rings for this caller, at once when it has. */
  rings(callerId: string): Promise<RingingCall> {
    return this.#ring(callerId).promise;
  }

  /** Hangs up what is still up. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#calls.values()].map((call) => call.hangUp()));
    this.#line.close();
  }

  #ring(callerId: string): PromiseWithResolvers<RingingCall> {
    const ring = this.#rung.get(callerId) ?? Promise.withResolvers<RingingCall>();
    this.#rung.set(callerId, ring);
    return ring;
  }

  #register(more: SipHeaders): Promise<SipResponse> {
    const { username } = this.#options.login;
    const { host, port } = this.#line.local;
    const who = `<sip:${username}@${PBX_HOST}>`;
    const request: SipRequest = {
      kind: "request",
      method: "REGISTER",
      uri: this.#uri,
      headers: [
        ["Via", `SIP/2.0/UDP ${host}:${port};branch=z9hG4bK${crypto.randomUUID()};rport`],
        ["Max-Forwards", "70"],
        ["From", `${who};tag=${crypto.randomUUID()}`],
        ["To", who],
        ["Call-ID", this.#callId],
        ["CSeq", `${++this.#sequence} REGISTER`],
        ["Contact", `<sip:${username}@${host}:${port}>`],
        ["Expires", `${REGISTERED_FOR_S}`],
        ...more,
      ],
      body: "",
    };
    return new Promise((resolve, reject) => {
      this.#line.request(request, (response) => {
        if (response === null) return reject(new Error("The PBX does not answer a telephone"));
        if (response.status >= 200) resolve(response);
      });
    });
  }

  #onRequest(request: SipRequest): void {
    if (request.method === "OPTIONS") return this.#line.send(responseTo(request, 200, "OK"));
    const id = header(request, "Call-ID");
    const call = this.#calls.get(id);
    if (call) return call.take(request);
    if (request.method === "ACK") return; // of a call that is over
    if (request.method !== "INVITE") {
      return this.#line.send(responseTo(request, 481, "Call/Transaction Does Not Exist"));
    }
    const ringing = new RingingCall(this.#line, request, (callerId) => this.#choice(callerId));
    this.#calls.set(id, ringing);
    ringing.ended.then(() => this.#calls.delete(id));
    this.#ring(ringing.callerId).resolve(ringing);
  }

  #choice(callerId: string): Choice {
    return this.#options.picksUp?.(callerId) ?? true ? "pick up" : "let it ring";
  }
}
