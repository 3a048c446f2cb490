/** The OpenAI client as brain and voice use it, and its errors as sentences. */
import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError } from "openai";
import { ProviderError } from "./provider_error.ts";

export interface OpenAiAccount {
  readonly apiKey: string;
  /** Another server that speaks the same protocol; with its path: "https://…/v1". */
  readonly baseUrl?: string;
}

/** Longest that a provider's own words are quoted in an error. */
const MAX_QUOTE_CHARS = 200;
/** After a key was refused: a person has to change it first. */
const REFUSED_REST_MS = 60_000;
/** Those who ask judge sooner, and know of our own standstills; this only ends what nobody ended. */
const FORGOTTEN_MS = 30_000;

/**
 * Retries are off: a caller waits, and a second try at the same place comes too late. The log is off:
 * the SDK writes prompts and answers to it.
 */
export function openAiClient(account: OpenAiAccount): OpenAI {
  return new OpenAI({
    apiKey: account.apiKey,
    baseURL: account.baseUrl ?? "https://api.openai.com/v1",
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: FORGOTTEN_MS,
    logLevel: "off",
  });
}

/** `doing`: "answer with gpt-5.4-mini". The message holds no key and nothing that was sent. */
export function openAiTrouble(doing: string, error: unknown, nowMs: number): ProviderError {
  if (error instanceof ProviderError) return error;
  const what = `Cannot ${doing}`;
  if (error instanceof APIConnectionTimeoutError) {
    return new ProviderError(`${what}: OpenAI did not answer in time`, { cause: error });
  }
  if (error instanceof APIConnectionError) {
    return new ProviderError(`${what}: OpenAI can't be reached`, { cause: error });
  }
  if (!(error instanceof APIError)) {
    return new ProviderError(`${what}: ${wordsOf(error)}`, { cause: error });
  }
  const { status } = error;
  if (status === undefined) {
    return new ProviderError(`${what}: OpenAI broke off with ${codeOf(error)}`, { cause: error });
  }
  const restMs = status === 401 || status === 403 ? REFUSED_REST_MS : retryAfterMs(error, nowMs);
  const message = `${what}: OpenAI answered ${status} (${codeOf(error)})${cureOf(status)}`;
  return new ProviderError(message, { cause: error, restMs });
}

function cureOf(status: number): string {
  if (status === 401 || status === 403) return "; look at OPENAI_API_KEY";
  if (status === 404) return "; look at the model's name and OPENAI_BASE_URL";
  return status === 429 ? "; it asks for fewer requests, or the account is used up" : "";
}

/** The machine's word, never the prose: OpenAI quotes part of the key in it. */
function codeOf(error: APIError): string {
  return String(error.code ?? error.type ?? "no code").slice(0, MAX_QUOTE_CHARS);
}

function wordsOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, MAX_QUOTE_CHARS);
}

/** Seconds or an HTTP date, as RFC 9110 allows; null where there is none. `nowMs`: epoch. */
function retryAfterMs(error: APIError, nowMs: number): number | null {
  const exact = Number(error.headers?.get("retry-after-ms") ?? "");
  if (Number.isFinite(exact) && exact > 0) return exact;
  const after = error.headers?.get("retry-after") ?? null;
  if (after === null) return null;
  const seconds = Number(after);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const date = Date.parse(after);
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs);
}
