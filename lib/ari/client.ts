/** Talks to Asterisk's REST interface with `fetch`, and nothing else. Usable without Parley. */

export interface AriOptions {
  /** "http://127.0.0.1:8088/ari", without a slash at the end. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** The platform's own unless a test says otherwise. */
  readonly fetch?: typeof fetch;
}

/** Asterisk answered, and the answer was no. Network failures stay as `fetch` throws them. */
export class AriError extends Error {
  override name = "AriError";
  readonly status: number;

  constructor(status: number, operation: string, reason: string) {
    super(`Cannot ${operation}: Asterisk answered ${status} "${reason}"`);
    this.status = status;
  }
}

/** Longest answer of a healthy Asterisk; a request behind a playback can take as long as that. 5 s. */
export const REQUEST_MS = 5_000;
/** Characters of Asterisk's own words that an error repeats. */
const REASON_CHARS = 200;

export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>;

export class AriClient {
  readonly #url: string;
  readonly #authorization: string;
  readonly #fetch: typeof fetch;

  constructor(options: AriOptions) {
    this.#url = options.url.replace(/\/+$/, "");
    this.#authorization = basic(options);
    this.#fetch = options.fetch ?? fetch;
  }

  /** `path`: segments of the resource, each escaped here. Throws `AriError` unless it was done. */
  async request<Answer>(
    method: "GET" | "POST" | "PUT" | "DELETE",
    path: readonly string[],
    query: Query = {},
  ): Promise<Answer> {
    const resource = path.map(encodeURIComponent).join("/");
    const response = await this.#fetch(`${this.#url}/${resource}${search(query)}`, {
      method,
      headers: { authorization: this.#authorization },
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    const text = await response.text();
    if (!response.ok) throw new AriError(response.status, `${method} ${resource}`, reason(text));
    return (text === "" ? undefined : JSON.parse(text)) as Answer;
  }

  /** As `request`; something already gone counts as done. */
  async release(path: readonly string[], query: Query = {}): Promise<void> {
    try {
      await this.request("DELETE", path, query);
    } catch (error) {
      if (error instanceof AriError && error.status === 404) return;
      throw error;
    }
  }
}

/** The value of an Authorization header. */
export function basic(options: { readonly username: string; readonly password: string }): string {
  const bytes = new TextEncoder().encode(`${options.username}:${options.password}`);
  return `Basic ${btoa(String.fromCharCode(...bytes))}`;
}

function search(query: Query): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined) continue;
    search.set(key, Array.isArray(value) ? value.join(",") : String(value));
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

/** Asterisk's own words, from `{"message": …}` where it keeps to its rule. */
function reason(text: string): string {
  try {
    const { message, error } = JSON.parse(text) as Record<string, unknown>;
    return String(message ?? error ?? text).slice(0, REASON_CHARS);
  } catch {
    return text.slice(0, REASON_CHARS);
  }
}
