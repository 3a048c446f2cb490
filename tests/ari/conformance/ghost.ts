/** A telephone that is there and does nothing: it says OK to whatever it is asked. */
import { Udp } from "../../lab/udp.ts";

/** Headers that an answer repeats (RFC 3261 §8.2.6.2). */
const REPEATED = /^(?:via|v|from|f|to|t|call-id|i|cseq):/i;

export class Ghost implements Disposable {
  readonly #udp = Udp.open("127.0.0.1");
  #answers = true;

  constructor() {
    this.#udp.onReceive((bytes) => this.#take(new TextDecoder().decode(bytes)));
  }

  get uri(): string {
    return `sip:ghost@127.0.0.1:${this.#udp.local.port}`;
  }

  /** From now on it is as if its cable were pulled, or put in again. */
  set answers(answers: boolean) {
    this.#answers = answers;
  }

  /** SIP MESSAGE to the PBX. */
  say(text: string, sipPort: number): void {
    const word = crypto.randomUUID();
    this.#send(
      [
        `MESSAGE sip:trial@127.0.0.1:${sipPort} SIP/2.0`,
        `Via: SIP/2.0/UDP 127.0.0.1:${this.#udp.local.port};branch=z9hG4bK${word}`,
        `From: <${this.uri}>;tag=${word}`,
        `To: <sip:trial@127.0.0.1:${sipPort}>`,
        `Call-ID: ${word}`,
        "CSeq: 1 MESSAGE",
        "Max-Forwards: 5",
        "Content-Type: text/plain",
        `Content-Length: ${text.length}`,
        "",
        text,
      ],
      sipPort,
    );
  }

  [Symbol.dispose](): void {
    this.#udp.close();
  }

  #take(message: string): void {
    const [first = "", ...lines] = message.split("\r\n");
    if (!this.#answers || first.startsWith("SIP/2.0") || first.startsWith("ACK")) return;
    const port = /^(?:via|v):.*?:(\d+)/im.exec(message)?.[1];
    const repeated = lines.filter((line) => REPEATED.test(line));
    this.#send(["SIP/2.0 200 OK", ...repeated, "Content-Length: 0", "", ""], Number(port));
  }

  #send(lines: readonly string[], port: number): void {
    this.#udp.send(new TextEncoder().encode(lines.join("\r\n")), { host: "127.0.0.1", port });
  }
}
