/** Plain questions to Asterisk's REST interface, with its answers as they are: also the refusals. */
import { basic } from "../ari/mod.ts";
import type { AriConfig } from "./config.ts";

/** Asterisk answers a question about itself in a few milliseconds. */
const ANSWER_WITHIN_MS = 5_000;
/** The list of modules is the longest answer: 60 KB. */
const BODY_BYTES_MAX = 2 * 1024 * 1024;

export interface AriAnswer {
  readonly status: number;
  /** null where it isn't JSON. */
  readonly json: unknown;
}

/** Rejects when nobody answers. `path` has no slash at its beginning. */
export async function askAri(
  ari: AriConfig,
  method: "GET" | "DELETE",
  path: string,
  signal: AbortSignal,
): Promise<AriAnswer> {
  const response = await fetch(`${ari.url}/${path}`, {
    method,
    headers: { authorization: basic(ari) },
    redirect: "manual",
    signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
  });
  return { status: response.status, json: parsed(await bodyOf(response)) };
}

async function bodyOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > BODY_BYTES_MAX) throw new Error(`the answer is over ${BODY_BYTES_MAX} bytes long`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
