/** What `/v1/listen` may be asked, and how it refuses. */
import type { AudioEncoding } from "../../lib/call/ports.ts";

export interface ListenRequest {
  readonly encoding: AudioEncoding;
  readonly model: string;
  readonly interimResults: boolean;
  /** A pause that ends speech; null: none does. */
  readonly endpointingMs: number | null;
  /** null: `UtteranceEnd` is not told. */
  readonly utteranceEndMs: number | null;
  readonly vadEvents: boolean;
  readonly punctuate: boolean;
}

export interface ListenRefusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export const ENCODINGS: Readonly<Record<string, AudioEncoding>> = { mulaw: "ulaw", alaw: "alaw" };
const MODELS =
  /^(nova-3|nova-2|nova|enhanced|base)(-(general|phonecall|medical|meeting|finance))?$/;
const LANGUAGE = /^(multi|[a-z]{2}(-[A-Z0-9]{2,3})?)$/;
const SWITCHES = new Set(
  ("interim_results vad_events punctuate smart_format numerals diarize multichannel dictation " +
    "profanity_filter mip_opt_out detect_entities filler_words no_delay").split(" "),
);
const OTHERS = new Set(
  ("model language encoding sample_rate channels endpointing utterance_end_ms keyterm keywords " +
    "redact replace search tag extra version callback callback_method diarize_model").split(" "),
);
const ENDPOINTING_MS = 10;
const UTTERANCE_END_MIN_MS = 1_000;

const REFUSALS: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ["Bad Request", "The request can't be understood."],
  401: ["INVALID_AUTH", "Invalid credentials."],
  402: ["ASR_PAYMENT_REQUIRED", "Project does not have enough credits for an ASR request."],
  403: ["INSUFFICIENT_PERMISSIONS", "Project does not have access to the requested model."],
  404: ["NOT_FOUND", "Not found."],
  429: ["TOO_MANY_REQUESTS", "Too many requests. Please try again later."],
  503: ["SERVICE_UNAVAILABLE", "No capacity for this model at the moment."],
};

export function refusalOf(status: number): ListenRefusal {
  const [code, message] = REFUSALS[status] ?? ["INTERNAL_SERVER_ERROR", "Something went wrong."];
  return { status, code, message };
}

/** A refused handshake in Deepgram's form. */
export function refused({ status, code, message }: ListenRefusal, requestId: string): Response {
  return Response.json({ err_code: code, err_msg: message, request_id: requestId }, {
    status,
    headers: { "dg-error": message, "dg-request-id": requestId },
  });
}

export function readListen(query: URLSearchParams): ListenRequest | ListenRefusal {
  const wrong = wrongParameter(query);
  if (wrong !== null) return { ...refusalOf(400), message: wrong };
  const endpointing = query.get("endpointing") ?? "true";
  const pauseMs = endpointing === "true" ? ENDPOINTING_MS : Number(endpointing);
  const utteranceEnd = query.get("utterance_end_ms");
  return {
    encoding: ENCODINGS[query.get("encoding")!]!,
    model: query.get("model") ?? "base",
    interimResults: query.get("interim_results") === "true",
    endpointingMs: endpointing === "false" ? null : pauseMs,
    utteranceEndMs: utteranceEnd === null ? null : Number(utteranceEnd),
    vadEvents: query.get("vad_events") === "true",
    punctuate: query.get("punctuate") === "true" || query.get("smart_format") === "true",
  };
}

function wrongParameter(query: URLSearchParams): string | null {
  for (const [name, value] of query) {
    if (SWITCHES.has(name)) {
      if (value !== "true" && value !== "false") return `${name} must be true or false`;
    } else if (!OTHERS.has(name)) return `Unknown query parameter: ${name}`;
  }
  const model = query.get("model") ?? "base";
  if (!MODELS.test(model) || !LANGUAGE.test(query.get("language") ?? "en")) {
    return "No such model/language/tier combination found.";
  }
  if (/^nova-3/.test(model) && query.has("keywords")) {
    return "Keywords are not supported: use keyterm";
  }
  if (!Object.hasOwn(ENCODINGS, query.get("encoding") ?? "")) {
    return "Bad encoding for this stand-in";
  }
  if (query.get("sample_rate") !== "8000") return "This stand-in hears 8000 Hz";
  if ((query.get("channels") ?? "1") !== "1") return "This stand-in hears one channel";
  return wrongPause(query);
}

function wrongPause(query: URLSearchParams): string | null {
  if (!/^(true|false|\d+)$/.test(query.get("endpointing") ?? "true")) return "Bad endpointing";
  const utteranceEnd = query.get("utterance_end_ms");
  if (utteranceEnd === null) return null;
  if (query.get("interim_results") !== "true") return "utterance_end_ms needs interim_results";
  const isLongEnough = Number(utteranceEnd) >= UTTERANCE_END_MIN_MS;
  return isLongEnough ? null : `utterance_end_ms must be at least ${UTTERANCE_END_MIN_MS}`;
}
