/** What an answer of a service means for a delivery: it is taken, tried again later, or never. */
import { type Delivery, GiveUp, type HookContext, RetryLater } from "../lib/plugin/contract.ts";

/** Where a person has to act; until then the service is asked as seldom as this. */
const PERSON_PAUSE_MS = 15 * 60_000;
/** Statuses by which a service refuses the key, and not what is sent. */
const KEY_REFUSED = [401, 403];
/** A service that wants a rest and does not say for how long. */
const PAUSE_MS = 30_000;
/** A code names what is wrong and quotes nobody: "PROPERTY_DOESNT_EXIST", "21610". */
const CODE = /^[A-Z0-9_]{2,60}$/;

/** What a delivery needs of its context. */
export type Reach<Settings> = Pick<
  HookContext<Settings>,
  "settings" | "env" | "fetch" | "signal" | "now"
>;

export interface Service {
  /** For sentences: "HubSpot". */
  readonly name: string;
  /** What a person looks at where the service refuses the key: "HUBSPOT_TOKEN and its scopes". */
  readonly key: string;
  /** The code of an error in the service's own form. */
  readonly codeOf: (body: unknown) => unknown;
  /** 401 and 403 unless given. */
  readonly keyRefused?: readonly number[];
}

export interface Answer {
  readonly status: number;
  /** Null where there is none, or no JSON. */
  readonly body: unknown;
  readonly code: string | null;
}

/** `known`: statuses and codes that the caller knows how to take; any other failure throws. */
export async function taken(
  response: Response,
  service: Service,
  known: readonly (number | string)[] = [],
): Promise<Answer> {
  const { status, headers } = response;
  const body = await response.json().catch(() => null);
  const code = codeIn(body, service);
  const isKnown = known.includes(status) || code !== null && known.includes(code);
  if (response.ok || isKnown) return { status, body, code };
  const reason = `${service.name} answered HTTP ${status}${code === null ? "" : ` ${code}`}`;
  if ((service.keyRefused ?? KEY_REFUSED).includes(status)) {
    throw untilPersonActs(`${reason}: check ${service.key}`);
  }
  if (status === 429 || status === 503 && headers.has("retry-after")) {
    throw new RetryLater({ afterMs: restMs(headers) ?? PAUSE_MS, reason, pauses: true });
  }
  if (status >= 500 || status === 408 || status === 423) throw new RetryLater({ reason });
  throw new GiveUp({ reason });
}

/** Nothing that is sent would be taken, and it goes on by itself once that is put right. */
export function untilPersonActs(reason: string): RetryLater {
  return new RetryLater({ afterMs: PERSON_PAUSE_MS, reason, pauses: true });
}

/** A key that isn't set yet is waited for as one that is refused. */
export function keyOf(env: Reach<unknown>["env"], name: string, plugin: string): string {
  const key = env[name];
  if (key) return key;
  throw untilPersonActs(`${name} is not set: ${plugin} needs it`);
}

/** Throws where a service has left out what it promises. */
export function textAt(
  body: unknown,
  path: readonly (string | number)[],
  service: Service,
): string {
  let at: unknown = body;
  for (const key of path) at = (at as Record<string | number, unknown> | null)?.[key];
  if (typeof at === "string" || typeof at === "number") return String(at);
  throw new RetryLater({ reason: `${service.name} answered without ${path.join(".")}` });
}

/** Retry-After: seconds, or a date. */
function restMs(headers: Headers): number | null {
  const text = headers.get("retry-after")?.trim() ?? "";
  if (/^\d{1,7}(\.\d+)?$/.test(text)) return Number(text) * 1_000;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : Math.max(atMs - Date.now(), 0);
}

function codeIn(body: unknown, service: Service): string | null {
  const code = body === null ? null : service.codeOf(body);
  const text = typeof code === "number" ? String(code) : code;
  return typeof text === "string" && CODE.test(text) ? text : null;
}

/** In an erasure: another call of the person, which stays, stands in the same record. */
export function isUsed(
  name: string,
  id: string,
  { callId, receipts }: Pick<Delivery<"erase_person">, "callId" | "receipts">,
): boolean {
  const erased = new Set(receipts.filter((one) => one["erased"]).map(({ call }) => call));
  return receipts.some((one) =>
    one[name] === id && one["call"] !== callId && !erased.has(one["call"])
  );
}
