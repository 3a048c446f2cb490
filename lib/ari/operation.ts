/** One operation on its way: parameters are checked and escaped here, the answer is read here. */
import { AriError, AriLimit } from "./errors.ts";
import { type OperationParams, type OperationResults, OPERATIONS } from "./operations.gen.ts";

export type Method = "GET" | "POST" | "PUT" | "DELETE";
export type OperationName = keyof OperationParams;

/** A row of the generated table. */
export interface OperationEntry {
  readonly method: Method;
  /** "channels/{channelId}/play" */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The parameter that only a JSON body can carry. */
  readonly body: string | null;
  readonly required: readonly string[];
  readonly result: string;
  /** Statuses that the description knows. */
  readonly errors: readonly number[];
  readonly since: readonly string[];
  /** Answered by a socket. */
  readonly upgrade?: boolean;
}

export interface Asking {
  /** Gives up waiting for the answer; what was sent may still be done. */
  readonly signal?: AbortSignal | undefined;
}

/** Asks Asterisk to do one operation. Rejects with `AriError`, `OutcomeUnknown` or `AriLimit`. */
export type Call = <Name extends OperationName>(
  name: Name,
  params: OperationParams[Name],
  asking?: Asking,
) => Promise<OperationResults[Name]>;

/** Parameters of an operation without those that the method takes by itself. */
export type Options<Name extends OperationName, Taken extends string = never> = Omit<
  OperationParams[Name],
  Taken
>;

export interface RestRequest {
  readonly method: Method;
  /** Escaped, without a slash at its beginning and without the query. */
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  /** JSON */
  readonly body: string | null;
  /** Waits for the channel's own thread: behind a playback for as long as that takes. */
  readonly blocking: boolean;
  /** The channels whose threads these are. */
  readonly channels: readonly string[];
  /** The answer is bytes. */
  readonly binary: boolean;
  readonly signal: AbortSignal | undefined;
}

export interface RestAnswer {
  readonly status: number;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** A way to Asterisk's REST interface: by HTTP, or over a socket of events. */
export interface Rest {
  send(request: RestRequest): Promise<RestAnswer>;
}

/** Asterisk reads 4,096 bytes of request line and of each header; "POST /ari/ HTTP/1.1" is in it. */
export const ADDRESS_BYTES_MAX = 4_000;
/** A longer query goes into the body, if the operation can have one. */
const QUERY_BYTES_MAX = 2_000;
/** Asterisk's own limit of a body. */
export const BODY_BYTES_MAX = 40_960;
/** AST_MAX_PUBLIC_UNIQUEID */
export const ID_CHARS_MAX = 149;
/** Ids of channels and playbacks that we choose. */
const CHOSEN_IDS = new Set(["channelId", "otherChannelId", "snoopId"]);
/** `POST /channels/create` is an operation, not a channel. */
const ROUTES = new Set(["create", "externalMedia"]);
/** Characters of Asterisk's own words that an error repeats. */
const REASON_CHARS_MAX = 200;

/** The worker waits until the channel's thread has done it (res/stasis/control.c). */
const BLOCKING: ReadonlySet<string> = new Set<OperationName>([
  "channels.answer",
  "channels.setChannelVar",
  "channels.setChannelVars",
  "bridges.addChannel",
  "bridges.removeChannel",
  "bridges.setVideoSource",
]);

export function callOver(rest: Rest): Call {
  return async (name, params, asking) => {
    const request = requestOf(name, params, asking);
    return answerOf(name, request, await rest.send(request));
  };
}

/** Throws `AriLimit` for what Asterisk would misread. */
export function requestOf<Name extends OperationName>(
  name: Name,
  params: OperationParams[Name],
  asking: Asking = {},
): RestRequest {
  const entry: OperationEntry = OPERATIONS[name];
  const given = Object.entries(params as Record<string, unknown>)
    .filter(([, value]) => value !== undefined);
  checkNames(name, entry, given);
  const values = Object.fromEntries(given);
  const path = entry.path.replaceAll(/\{(\w+)\}/g, (_, key: string) => segment(name, key, values));
  const query = given.filter(([key]) => Object.hasOwn(entry.query, key))
    .map(([key, value]) => [key, checked(name, key, value, entry.query[key]!)] as const);
  if (entry.method === "GET" && query.some(([, value]) => hasComma(value))) {
    throw new AriLimit(`Cannot ask for ${name}: ask alone for what has a comma in it`);
  }
  const body = bodyText(entry, query, values);
  const request: RestRequest = {
    method: entry.method,
    path,
    query: body === null ? query.map(([key, value]) => [key, String(value)]) : [],
    body,
    blocking: BLOCKING.has(name),
    channels: BLOCKING.has(name) ? [values.channelId ?? values.channel].flat().map(String) : [],
    binary: entry.result === "binary",
    signal: asking.signal,
  };
  return withinLimits(name, request);
}

/** "POST channels/1.2/answer": the operation as errors name it. */
export function titleOf({ method, path }: RestRequest): string {
  return `${method} ${path}`;
}

/** "?a=1&b=2", or nothing. */
export function searchOf({ query }: RestRequest): string {
  const search = new URLSearchParams(query.map(([key, value]) => [key, value])).toString();
  return search === "" ? "" : `?${search}`;
}

function checkNames(
  name: string,
  entry: OperationEntry,
  given: readonly (readonly [string, unknown])[],
): void {
  for (const [key] of given) {
    const known = Object.hasOwn(entry.query, key) || key === entry.body ||
      entry.path.includes(`{${key}}`);
    if (!known) throw new AriLimit(`Cannot ask for ${name}: it has no parameter "${key}"`);
  }
  const missing = entry.required.find((key) => !given.some(([had]) => had === key));
  if (missing) throw new AriLimit(`Cannot ask for ${name}: it needs "${missing}"`);
}

/** An id in a path: never empty, and never a step up that `fetch` would take. */
function segment(name: string, key: string, values: Record<string, unknown>): string {
  const value = checkedText(name, key, values[key]);
  if (value === "" || value === "." || value === "..") {
    throw new AriLimit(`Cannot ask for ${name}: "${value}" is no ${key}`);
  }
  if (key === "channelId" && ROUTES.has(value)) {
    throw new AriLimit(`Cannot ask for ${name}: a channel called "${value}" can't be reached`);
  }
  return encodeURIComponent(value);
}

/** As Asterisk's JSON readers want it: an integer in quotes would silently be 0. */
function checked(name: string, key: string, value: unknown, type: string): unknown {
  if (type === "list") {
    return (Array.isArray(value) ? value : [value]).map((one) => checkedText(name, key, one));
  }
  if (type === "string") return checkedText(name, key, value);
  if (type === "int" ? Number.isSafeInteger(value) : typeof value === "boolean") return value;
  const wanted = type === "int" ? "a whole number" : "true or false";
  throw new AriLimit(`Cannot ask for ${name}: ${key} must be ${wanted}`);
}

function checkedText(name: string, key: string, value: unknown): string {
  if (typeof value !== "string") throw new AriLimit(`Cannot ask for ${name}: ${key} must be text`);
  if (value.includes("\0") || !value.isWellFormed()) {
    throw new AriLimit(`Cannot ask for ${name}: ${key} holds what no text may hold`);
  }
  if (CHOSEN_IDS.has(key) && value.length > ID_CHARS_MAX) {
    throw new AriLimit(`Cannot ask for ${name}: ${key} has over ${ID_CHARS_MAX} characters`);
  }
  return value;
}

/** Null where everything fits into the query, which every operation understands. */
function bodyText(
  entry: OperationEntry,
  query: readonly (readonly [string, unknown])[],
  values: Record<string, unknown>,
): string | null {
  const own = entry.body === null ? undefined : values[entry.body];
  // The filter is the body itself; everything else stands under its name.
  if (entry.body === "filter") return JSON.stringify(own ?? {});
  if (own !== undefined) {
    return JSON.stringify({ ...Object.fromEntries(query), [entry.body!]: own });
  }
  if (entry.method === "GET" || !needsBody(query)) return null;
  return JSON.stringify(Object.fromEntries(query));
}

/** In a query a comma parts the elements of a list. */
function needsBody(query: readonly (readonly [string, unknown])[]): boolean {
  const length = query.reduce((sum, [key, value]) => sum + key.length + String(value).length, 0);
  return length > QUERY_BYTES_MAX || query.some(([, value]) => hasComma(value));
}

function hasComma(value: unknown): boolean {
  return Array.isArray(value) && value.some((one) => String(one).includes(","));
}

function withinLimits(name: string, request: RestRequest): RestRequest {
  const { method, path, body } = request;
  const address = bytesOf(`${method} ${path}${searchOf(request)}`);
  if (address > ADDRESS_BYTES_MAX) {
    throw new AriLimit(`Cannot ask for ${name}: its address has over ${ADDRESS_BYTES_MAX} bytes`);
  }
  if (body !== null && bytesOf(body) > BODY_BYTES_MAX) {
    throw new AriLimit(`Cannot ask for ${name}: its body has over ${BODY_BYTES_MAX} bytes`);
  }
  return request;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Looks at the status before the body: a refusal has another form. */
export function answerOf<Name extends OperationName>(
  name: Name,
  request: RestRequest,
  answer: RestAnswer,
): OperationResults[Name] {
  const { status, body } = answer;
  if (status < 200 || status > 299) throw new AriError(status, titleOf(request), reasonOf(body));
  const { result } = OPERATIONS[name];
  if (result === "void") return undefined as OperationResults[Name];
  if (result === "binary") return body as OperationResults[Name];
  const value = parsed(body);
  if (value !== undefined) return value as OperationResults[Name];
  throw new AriError(status, titleOf(request), "what came is no JSON");
}

function reasonOf(body: string | Uint8Array): string {
  const text = typeof body === "string" ? body : new TextDecoder().decode(body);
  const value = parsed(text);
  if (typeof value !== "object" || value === null) return text.slice(0, REASON_CHARS_MAX);
  const { message, error } = value as Record<string, unknown>;
  return String(message ?? error ?? text).slice(0, REASON_CHARS_MAX);
}

function parsed(body: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof body === "string" ? body : "");
  } catch {
    return undefined;
  }
}
