/** The few requests to HubSpot's CRM that the plugin makes; each may be made twice. */
import { GiveUp, RetryLater } from "../../lib/plugin/contract.ts";
import { type Answer, keyOf, type Reach, type Service, taken, textAt } from "../destination.ts";
import type { Named } from "../identity.ts";

/** A value that has to be unique is another object's. */
const CONFLICTS = ["CONFLICT", "CONFLICTING_UNIQUE_VALUE"];

interface Problem {
  readonly category?: unknown;
  readonly message?: unknown;
  readonly errors?: readonly { readonly code?: unknown; readonly category?: unknown }[];
}

const SERVICE: Service = {
  name: "HubSpot",
  key: "HUBSPOT_TOKEN and its scopes",
  codeOf: (body) => {
    const { category, message, errors: [first] = [] } = body as Problem;
    const inside = CONFLICTS.find((code) => code !== "CONFLICT" && String(message).includes(code));
    return inside ?? first?.code ?? first?.category ?? category;
  },
};

export type Kind = "contacts" | "deals" | "notes";

export interface Stored {
  readonly id: string;
  readonly isNew: boolean;
  readonly createdAtMs: number;
}

export interface Api {
  /**
   * Made or changed by a property with unique values: never found by the search, which lags. Where
   * another object has one of these values already, it is taken, and keeps what is unique of it.
   */
  upsert(
    kind: Kind,
    idProperty: string,
    id: string,
    properties: Readonly<Record<string, string>>,
  ): Promise<Stored>;
  /** Null where it is gone, or another object has a value that has to be unique. */
  update(path: string, properties: Readonly<Record<string, string>>): Promise<Stored | null>;
  /** Null where it is gone. */
  contact(id: string): Promise<Named | null>;
  /** By a property with unique values; null where there is none. */
  find(kind: Kind, idProperty: string, id: string): Promise<Stored | null>;
  link(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** For good, as the GDPR asks; what is gone already counts as success. */
  forget(contact: string): Promise<void>;
}

interface HubspotSettings {
  readonly baseUrl: string;
  readonly idProperty: string;
}

export function hubspotApi(context: Reach<HubspotSettings>): Api {
  const ask = asking(context);
  const mark = context.settings.idProperty;
  const { update, find, contact } = known(ask);
  return {
    async upsert(kind, idProperty, id, properties) {
      const all = { ...properties, [idProperty]: id };
      const inputs = [{ id, idProperty, properties: all }];
      const path = `/crm/v3/objects/${kind}/batch/upsert`;
      const answer = await ask("POST", path, { inputs }, CONFLICTS);
      const [stored] = (answer.body as { results?: unknown[] } | null)?.results ?? [];
      if (stored !== undefined) return storedOf(stored);
      const { email: _email, [mark]: call = id, ...rest } = all;
      const holder = holderIn(answer) ?? (await find(kind, mark, call))?.id ?? null;
      const taken = holder === null ? null : await update(`${kind}/${holder}`, rest);
      if (taken !== null) return taken;
      throw new RetryLater({
        reason: `HubSpot answered ${answer.code}, and does not tell by what`,
      });
    },
    ...{ update, find, contact },
    async link(from, to) {
      const [kind, id] = to.split("/");
      await ask("PUT", `/crm/v4/objects/${from}/associations/default/${kind}/${id}`, null);
    },
    async remove(path) {
      await ask("DELETE", `/crm/v3/objects/${path}`, null, [404]);
    },
    async forget(contact) {
      const path = "/crm/v3/objects/contacts/gdpr-delete";
      await ask("POST", path, { objectId: contact }, [404]);
    },
  };
}

/** By the id, or by a value that has to be unique. */
function known(ask: Ask): Pick<Api, "update" | "find" | "contact"> {
  const update: Api["update"] = async (path, properties) => {
    const refusals = [404, ...CONFLICTS];
    const way = `/crm/v3/objects/${path}`;
    const { status, body } = await ask("PATCH", way, { properties }, refusals);
    return status < 300 ? storedOf(body) : null;
  };
  const find: Api["find"] = async (kind, idProperty, id) => {
    const path = `/crm/v3/objects/${kind}/${encodeURIComponent(id)}?idProperty=${idProperty}`;
    const { status, body } = await ask("GET", path, null, [404]);
    return status === 404 ? null : storedOf(body);
  };
  const contact: Api["contact"] = async (id) => {
    const path = `/crm/v3/objects/contacts/${id}?properties=firstname,lastname,email`;
    const { status, body } = await ask("GET", path, null, [404]);
    if (status === 404) return null;
    const { firstname, lastname, email } = (body as { properties?: Properties }).properties ?? {};
    return { firstName: firstname ?? null, lastName: lastname ?? null, email: email ?? null };
  };
  return { update, find, contact };
}

type Properties = Readonly<Record<string, string | null>>;

type Ask = (
  method: string,
  path: string,
  body: unknown,
  known?: readonly (number | string)[],
) => Promise<Answer>;

function asking({ settings, env, fetch, signal }: Reach<HubspotSettings>): Ask {
  const token = keyOf(env, "HUBSPOT_TOKEN", "crm_hubspot");
  const headers = { "authorization": `Bearer ${token}`, "content-type": "application/json" };
  return async (method, path, body, known) => {
    const how = { method, headers, ...(body !== null && { body: JSON.stringify(body) }), signal };
    return await taken(await fetch(`${settings.baseUrl}${path}`, how), SERVICE, known);
  };
}

/** "Contact already exists. Existing ID: 151"; null where it doesn't say whose the value is. */
function holderIn({ status, body, code }: Answer): string | null {
  if (code === null || !CONFLICTS.includes(code)) {
    throw new GiveUp({ reason: `HubSpot answered HTTP ${status} ${code ?? "and no object"}` });
  }
  return /Existing ID: (\d{1,20})/.exec(JSON.stringify(body) ?? "")?.[1] ?? null;
}

function storedOf(result: unknown): Stored {
  const createdAtMs = Date.parse(textAt(result, ["createdAt"], SERVICE));
  const isNew = (result as { new?: unknown }).new === true;
  return { id: textAt(result, ["id"], SERVICE), isNew, createdAtMs };
}
