/** One UDP socket that sends SIP requests until they are answered (RFC 3261 §17). */
import { header, methodOf, parseSip, type SipMessage, type SipRequest } from "./sip_message.ts";
import { formatSip, type SipResponse } from "./sip_message.ts";
import { type Address, Udp } from "./udp.ts";

/** T1 and T2 of RFC 3261: first wait before a request is repeated, and the longest. */
const REPEAT_FIRST_MS = 500;
const REPEAT_LONGEST_MS = 4_000;
/** On loopback an answer takes milliseconds; a PBX that is silent for this long is gone. */
const PATIENCE_MS = 10_000;

/** Told every response, also repeated ones; `null` once when nobody answers. */
type OnResponse = (response: SipResponse | null) => void;

interface Pending {
  readonly onResponse: OnResponse;
  /** Stops the repeating. */
  settle(): void;
}

export class SipLine {
  readonly #udp: Udp;
  readonly #remote: Address;
  readonly #pending = new Map<string, Pending>();
  #onRequest: (request: SipRequest) => void = () => {};

  private constructor(udp: Udp, remote: Address) {
    this.#udp = udp;
    this.#remote = remote;
    udp.onReceive((bytes) => this.#receive(new TextDecoder().decode(bytes)));
  }

  static open(host: string, remote: Address): SipLine {
    return new SipLine(Udp.open(host), remote);
  }

  get local(): Address {
    return this.#udp.local;
  }

  onRequest(listener: (request: SipRequest) => void): void {
    this.#onRequest = listener;
  }

  /** Sends and repeats until answered: an INVITE until anything comes, others until the end. */
  request(request: SipRequest, onResponse: OnResponse): void {
    const key = transactionOf(request);
    const untilMs = performance.now() + PATIENCE_MS;
    let waitMs = REPEAT_FIRST_MS;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = () => {
      if (performance.now() >= untilMs) return onResponse(null);
      this.send(request);
      timer = setTimeout(again, waitMs);
      waitMs = Math.min(waitMs * 2, REPEAT_LONGEST_MS);
    };
    this.#pending.set(key, { onResponse, settle: () => clearTimeout(timer) });
    again();
  }

  /** Once: responses and ACK. */
  send(message: SipMessage): void {
    this.#udp.send(new TextEncoder().encode(formatSip(message)), this.#remote);
  }

  close(): void {
    for (const pending of this.#pending.values()) pending.settle();
    this.#pending.clear();
    this.#udp.close();
  }

  #receive(text: string): void {
    const message = parseSip(text);
    if (message?.kind === "request") this.#onRequest(message);
    if (message?.kind !== "response") return;
    const pending = this.#pending.get(transactionOf(message));
    if (!pending) return;
    if (message.status >= 200 || methodOf(message) === "INVITE") pending.settle();
    pending.onResponse(message);
  }
}

/** A CANCEL has the branch of its INVITE, so the method belongs to the name. */
function transactionOf(message: SipMessage): string {
  const branch = /;branch=([^;\s]+)/.exec(header(message, "Via"))?.[1] ?? "";
  return `${branch} ${methodOf(message)}`;
}
