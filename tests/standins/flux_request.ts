/** What `/v2/listen` may be asked, and how it refuses. */
import type { AudioEncoding } from "../../lib/call/ports.ts";
import { ENCODINGS, type ListenRefusal, refusalOf } from "./deepgram_request.ts";

export interface FluxRequest {
  readonly encoding: AudioEncoding;
  /** How sure it must be to tell that a turn is likely over; null: it is not told. */
  readonly eagerThreshold: number | null;
  readonly threshold: number;
  readonly timeoutMs: number;
}

const MODELS = /^flux-general-(en|multi)$/;
const OTHERS = new Set(
  ("model encoding sample_rate keyterm language_hint profanity_filter numerals redact mip_opt_out tag " +
    "eager_eot_threshold eot_threshold eot_timeout_ms").split(" "),
);
/** Least and most, and what holds where nothing is said. */
const EAGER = [0.3, 0.9] as const;
const THRESHOLD = [0.5, 1, 0.7] as const;
const TIMEOUT_MS = [500, 60_000, 5_000] as const;

export function readFlux(query: URLSearchParams): FluxRequest | ListenRefusal {
  const wrong = wrongParameter(query);
  if (wrong !== null) return { ...refusalOf(400), message: wrong };
  const eager = query.get("eager_eot_threshold");
  return {
    encoding: ENCODINGS[query.get("encoding")!]!,
    eagerThreshold: eager === null ? null : Number(eager),
    threshold: Number(query.get("eot_threshold") ?? THRESHOLD[2]),
    timeoutMs: Number(query.get("eot_timeout_ms") ?? TIMEOUT_MS[2]),
  };
}

function wrongParameter(query: URLSearchParams): string | null {
  for (const name of query.keys()) {
    if (!OTHERS.has(name)) return `Unknown query parameter: ${name}`;
  }
  const model = query.get("model") ?? "";
  if (!MODELS.test(model)) return "No such model/language/tier combination found.";
  if (query.has("language_hint") && !model.endsWith("multi")) {
    return "language_hint is for flux-general-multi";
  }
  if (!Object.hasOwn(ENCODINGS, query.get("encoding") ?? "")) {
    return "Bad encoding for this stand-in";
  }
  if (query.get("sample_rate") !== "8000") return "This stand-in hears 8000 Hz";
  return wrongNumber(query, "eager_eot_threshold", EAGER) ??
    wrongNumber(query, "eot_threshold", THRESHOLD) ??
    wrongNumber(query, "eot_timeout_ms", TIMEOUT_MS);
}

function wrongNumber(
  query: URLSearchParams,
  name: string,
  [least, most]: readonly [number, number, number?],
): string | null {
  const value = query.get(name);
  if (value === null || (Number(value) >= least && Number(value) <= most)) return null;
  return `${name} must be from ${least} to ${most}`;
}
