/** What Asterisk sends, and a server that sends it: for tests that need no Asterisk. */
import type { AriSocket, Models } from "../../lib/ari/mod.ts";

/** A channel as Asterisk 22.10 describes one. */
export function snapshot(id: string, more: Partial<Models.Channel> = {}): Models.Channel {
  return {
    id,
    protocol_id: "",
    name: `PJSIP/1001-${id}`,
    state: "Up",
    caller: { name: "", number: "1001" },
    connected: { name: "", number: "" },
    accountcode: "",
    dialplan: {
      context: "parley",
      exten: "9000",
      priority: 4,
      app_name: "Stasis",
      app_data: "hello",
    },
    creationtime: "2026-01-01T00:00:00.000+0000",
    language: "en",
    ...more,
  };
}

/** An event as text, in its envelope. */
export function eventFrame(event: { readonly type: string } & Record<string, unknown>): string {
  return JSON.stringify({
    application: "hello",
    timestamp: "2026-01-01T00:00:00.000+0000",
    asterisk_id: "02:42:ac:11:00:02",
    ...event,
  });
}

/** A socket whose other end is the test. */
export class FakeSocket implements AriSocket {
  readyState = 1;
  bufferedAmount = 0;
  onopen: AriSocket["onopen"] = null;
  onmessage: AriSocket["onmessage"] = null;
  onclose: AriSocket["onclose"] = null;
  onerror: AriSocket["onerror"] = null;
  readonly sent: Sent[] = [];
  closes = 0;
  /** Answers at once, unless it says null. */
  answer: (request: Sent) => unknown;

  constructor(answer: (request: Sent) => unknown = () => ({})) {
    this.answer = answer;
  }

  send(text: string): void {
    const request = JSON.parse(text) as Sent;
    this.sent.push(request);
    const body = this.answer(request);
    if (body !== null) this.respond(request, 200, body);
  }

  respond({ request_id }: Sent, status: number, body: unknown): void {
    this.say(eventFrame({
      type: "RESTResponse",
      transaction_id: "",
      request_id,
      status_code: status,
      reason_phrase: "",
      uri: "",
      message_body: JSON.stringify(body),
    }));
  }

  say(frame: unknown): void {
    this.onmessage?.({ data: frame });
  }

  close(): void {
    this.closes++;
    this.readyState = 3;
  }

  /** The other end is gone. */
  vanish(): void {
    this.readyState = 3;
    this.onclose?.({ code: 1006, reason: "" });
  }
}

/** A request over the socket, as it was sent. */
export interface Sent {
  readonly request_id: string;
  readonly method: string;
  readonly uri: string;
  readonly query_strings?: readonly { readonly name: string; readonly value: string }[];
  readonly message_body?: string;
}
