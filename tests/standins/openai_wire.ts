/** Sends an answer piece by piece, or goes wrong on the way. */
import { type Fault, pause, untilAborted } from "./faults.ts";
import type { Refusal } from "./openai_chat.ts";
import type { Ending, Seen } from "./openai.ts";

/** What was sent before a reset arrives and is read in this time, also on a busy machine. */
const ARRIVES_MS = 150;

export interface Pieces {
  readonly type: string;
  readonly pieces: readonly Uint8Array<ArrayBuffer>[];
  readonly firstMs: number;
  /** When a piece is due, counted from the first one. */
  readonly dueMs: (at: number) => number;
  /** What comes where JSON breaks off, and the answer with it. */
  readonly cutJson: Uint8Array<ArrayBuffer>;
  /** What is sent instead where the protocol is to be broken. */
  readonly garbage: Uint8Array<ArrayBuffer>;
}

export interface Sending {
  readonly refusal: Refusal | null;
  readonly fault: Fault | null;
  readonly seen: Seen;
  readonly ended: (how: Ending) => void;
  readonly farPort: number;
  /** Aborts when the stand-in closes. */
  readonly signal: AbortSignal;
  readonly cut: () => void;
  /** No new connection is taken. */
  readonly refuse: () => void;
  readonly hold: () => void;
  /** +1 when an answer begins to be sent, -1 when it ended. */
  readonly opened: (by: 1 | -1) => void;
}

const ERRORS: Readonly<Record<number, readonly [message: string, type: string, code: string]>> = {
  401: ["Incorrect API key provided: test-***.", "invalid_request_error", "invalid_api_key"],
  404: ["Invalid URL", "invalid_request_error", "unknown_url"],
  429: ["Rate limit reached for requests", "requests", "rate_limit_exceeded"],
  500: ["The server had an error while processing your request", "server_error", "server_error"],
  503: ["The engine is currently overloaded", "server_error", "overloaded"],
};

/** An error in OpenAI's form. */
export function failed(status: number, retryAfterSeconds?: number): Response {
  const [message, type, code] = ERRORS[status] ?? ["Not allowed", "invalid_request_error", null];
  const headers: Record<string, string> = { "x-request-id": "req_standin" };
  if (retryAfterSeconds !== undefined) headers["retry-after"] = String(retryAfterSeconds);
  return Response.json({ error: { message, type, param: null, code } }, { status, headers });
}

export async function streamed(answer: Pieces, sending: Sending): Promise<Response> {
  const { refusal, fault, ended } = sending;
  if (fault?.type === "status") {
    ended("refused");
    return failed(fault.status, fault.retryAfterSeconds);
  }
  if (refusal) {
    ended("refused");
    const { status, ...error } = refusal;
    return Response.json({ error }, { status });
  }
  if (isAt(fault, "reset", "before")) return broken(sending, sending.cut);
  if (isAt(fault, "refuse", "before")) return broken(sending, sending.refuse);
  if (isAt(fault, "stall", "before")) {
    await stall(sending);
    return failed(500);
  }
  if (isAt(fault, "garbage", "before")) {
    ended("broken");
    return new Response("<html><body>Bad gateway</body></html>", {
      headers: { "content-type": "text/html" },
    });
  }
  return new Response(bodyOf(answer, sending), { headers: { "content-type": answer.type } });
}

function broken({ ended }: Sending, how: () => void): Response {
  ended("broken");
  how();
  return failed(500); // nobody is there to read it
}

async function stall({ ended, hold, signal }: Sending): Promise<void> {
  ended("broken");
  hold();
  await untilAborted(signal);
}

function bodyOf(answer: Pieces, sending: Sending): ReadableStream<Uint8Array<ArrayBuffer>> {
  const stop = new AbortController();
  const signal = AbortSignal.any([stop.signal, sending.signal]);
  return new ReadableStream({
    start(body) {
      sending.opened(1);
      pump(answer, sending, body, signal).catch(() => "broken" as const).then((how) => {
        sending.ended(signal.aborted ? "cancelled" : how);
        sending.opened(-1);
      });
    },
    cancel: () => stop.abort(),
  });
}

async function pump(
  answer: Pieces,
  sending: Sending,
  body: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal,
): Promise<Ending> {
  const { fault, seen } = sending;
  const startsAtMs = performance.now() + answer.firstMs;
  const dripMs = fault?.type === "drip" ? fault.pieceMs : 0;
  if (isAt(fault, "cut_json", "before")) return cutJson(answer, body);
  for (const [at, piece] of answer.pieces.entries()) {
    const dueAtMs = startsAtMs + answer.dueMs(at) + at * dripMs;
    await pause(dueAtMs - performance.now(), signal);
    if (signal.aborted) return "cancelled";
    const when = phaseOf(at, answer.pieces.length);
    if (when && await goWrong(when, answer, sending, body, signal)) return "broken";
    body.enqueue(piece);
    seen.sent++;
    seen.sentAtMs.push(performance.now());
  }
  body.close();
  return "complete";
}

/** "during": two thirds of the way; "after": the last piece is all that is missing. */
function phaseOf(at: number, length: number): "during" | "after" | null {
  if (at === length - 1) return "after";
  return at === Math.floor(length * 2 / 3) ? "during" : null;
}

function cutJson(
  answer: Pieces,
  body: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>,
): Ending {
  body.enqueue(answer.cutJson);
  body.close();
  return "broken";
}

/** True where the answer ends here. */
async function goWrong(
  when: "during" | "after",
  answer: Pieces,
  sending: Sending,
  body: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal,
): Promise<boolean> {
  const { fault } = sending;
  if (isAt(fault, "cut", when)) {
    body.close();
    return true;
  }
  if (isAt(fault, "cut_json", when)) return cutJson(answer, body) === "broken";
  if (isAt(fault, "garbage", when)) body.enqueue(answer.garbage);
  if (isAt(fault, "reset", when) || isAt(fault, "refuse", when)) {
    await pause(ARRIVES_MS, signal);
    if (fault?.type === "reset") sending.cut();
    else sending.refuse();
    return true;
  }
  if (isAt(fault, "stall", when)) {
    await untilAborted(signal);
    return true;
  }
  return false;
}

function isAt(fault: Fault | null, type: Fault["type"], when: string): boolean {
  return fault !== null && fault.type === type && "when" in fault && fault.when === when;
}
