/** The few requests to Salesforce's REST API that the plugin makes. */
import { type Answer, type Reach, type Service, taken, textAt } from "../destination.ts";
import type { Login, LoginSettings } from "./login.ts";

const SERVICE: Service = {
  name: "Salesforce",
  codeOf: (body) => (body as { errorCode?: unknown }[])[0]?.errorCode,
};
/** What SOQL would take for the end of a text. */
const UNSAFE = /[^\w.-]/g;

export interface Api {
  /** Made or changed by an external id; resolves with the record's id. */
  upsert(object: string, field: string, id: string, fields: object): Promise<string>;
  create(object: string, fields: object): Promise<string>;
  /** False where it is gone, or was made into a contact. */
  update(path: string, fields: object): Promise<boolean>;
  /** Queries see what was committed; searches lag. */
  findBy(object: string, field: string, value: string): Promise<string | null>;
  findWhere(object: string, condition: string): Promise<string | null>;
  remove(path: string): Promise<void>;
}

export async function salesforceApi(
  context: Reach<LoginSettings & { readonly apiVersion: string }>,
  login: Login,
): Promise<Api> {
  await login.session(context);
  const ask = asking(context, login);
  const findWhere = async (object: string, condition: string) => {
    const query = `SELECT Id FROM ${object} WHERE ${condition} LIMIT 1`;
    const { body } = await ask("GET", `query?q=${encodeURIComponent(query)}`, null);
    const [record] = (body as { records?: { Id?: string }[] } | null)?.records ?? [];
    return record?.Id ?? null;
  };
  return {
    async upsert(object, field, id, fields) {
      const path = `sobjects/${object}/${field}/${encodeURIComponent(id)}`;
      return textAt((await ask("PATCH", path, fields)).body, ["id"], SERVICE);
    },
    async create(object, fields) {
      return textAt((await ask("POST", `sobjects/${object}`, fields)).body, ["id"], SERVICE);
    },
    async update(path, fields) {
      const { status, code } = await ask("PATCH", `sobjects/${path}`, fields, [400, 404]);
      if (status !== 400) return status !== 404;
      if (code === "CANNOT_UPDATE_CONVERTED_LEAD") return false;
      await ask("PATCH", `sobjects/${path}`, fields);
      return true;
    },
    findWhere,
    findBy: (object, field, value) =>
      findWhere(object, `${field} = '${value.replace(UNSAFE, "")}'`),
    async remove(path) {
      await ask("DELETE", `sobjects/${path}`, null, [404]);
    },
  };
}

/** A session that has ended is made anew, once. */
function asking(
  context: Reach<LoginSettings & { readonly apiVersion: string }>,
  login: Login,
) {
  const { settings, fetch, signal } = context;
  return async (
    method: string,
    path: string,
    body: object | null,
    known: readonly number[] = [],
  ): Promise<Answer> => {
    const send = async () => {
      const { token, instanceUrl } = await login.session(context);
      return await fetch(`${instanceUrl}/services/data/v${settings.apiVersion}/${path}`, {
        method,
        headers: { "authorization": `Bearer ${token}`, "content-type": "application/json" },
        ...(body === null ? {} : { body: JSON.stringify(body) }),
        signal,
      });
    };
    const first = await send();
    if (first.status !== 401) return await taken(first, SERVICE, known);
    await first.body?.cancel();
    login.forget();
    return await taken(await send(), SERVICE, known);
  };
}
