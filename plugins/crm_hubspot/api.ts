/** The few requests to HubSpot's CRM that the plugin makes; each may be made twice. */
import { GiveUp } from "../../lib/plugin/contract.ts";
import { type Answer, type Reach, type Service, taken, textAt } from "../destination.ts";

export const SERVICE: Service = {
  name: "HubSpot",
  codeOf: (body) => {
    const { category, errors } = body as { category?: unknown; errors?: { code?: unknown }[] };
    return errors?.[0]?.code ?? category;
  },
};

export type Kind = "contacts" | "deals" | "notes";

export interface Stored {
  readonly id: string;
  readonly isNew: boolean;
  readonly createdAtMs: number;
}

export interface Api {
  /** Made or changed by a property with unique values: never found by the search, which lags. */
  upsert(
    kind: Kind,
    idProperty: string,
    id: string,
    properties: Readonly<Record<string, string>>,
  ): Promise<Stored>;
  /** Null where it is gone. */
  update(path: string, properties: Readonly<Record<string, string>>): Promise<Stored | null>;
  /** By a property with unique values; null where there is none. */
  find(kind: Kind, idProperty: string, id: string): Promise<string | null>;
  link(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** For good, as the GDPR asks; what is gone already counts as success. */
  forget(contact: string): Promise<void>;
}

export function hubspotApi(context: Reach<{ readonly baseUrl: string }>): Api {
  const ask = asking(context);
  return {
    async upsert(kind, idProperty, id, properties) {
      const inputs = [{ id, idProperty, properties: { ...properties, [idProperty]: id } }];
      const { body } = await ask("POST", `/crm/v3/objects/${kind}/batch/upsert`, { inputs });
      return storedOf((body as { results?: unknown[] } | null)?.results?.[0]);
    },
    async update(path, properties) {
      const { status, body } = await ask("PATCH", `/crm/v3/objects/${path}`, { properties }, [404]);
      return status === 404 ? null : storedOf(body);
    },
    async find(kind, idProperty, id) {
      const path = `/crm/v3/objects/${kind}/${encodeURIComponent(id)}?idProperty=${idProperty}`;
      const { status, body } = await ask("GET", path, null, [404]);
      return status === 404 ? null : textAt(body, ["id"], SERVICE);
    },
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

type Ask = (
  method: string,
  path: string,
  body: unknown,
  known?: readonly number[],
) => Promise<Answer>;

function asking({ settings, env, fetch, signal }: Reach<{ readonly baseUrl: string }>): Ask {
  const token = env["HUBSPOT_TOKEN"];
  if (!token) throw new GiveUp({ reason: "HUBSPOT_TOKEN is not set: crm_hubspot needs it" });
  const headers = { "authorization": `Bearer ${token}`, "content-type": "application/json" };
  return async (method, path, body, known) => {
    const how = { method, headers, ...(body !== null && { body: JSON.stringify(body) }), signal };
    return await taken(await fetch(`${settings.baseUrl}${path}`, how), SERVICE, known);
  };
}

function storedOf(result: unknown): Stored {
  const createdAtMs = Date.parse(textAt(result, ["createdAt"], SERVICE));
  const isNew = (result as { new?: unknown }).new === true;
  return { id: textAt(result, ["id"], SERVICE), isNew, createdAtMs };
}
