/** The few requests to Salesforce's REST API that the plugin makes. */
import { RetryLater } from "../../lib/plugin/contract.ts";
import { type Answer, type Reach, type Service, taken, textAt } from "../destination.ts";
import type { Named } from "../identity.ts";
import type { Login, LoginSettings } from "./login.ts";

const SERVICE: Service = {
  name: "Salesforce",
  key: "the app's rights, and what requests are left of the day",
  codeOf: (body) => (body as { errorCode?: unknown }[])[0]?.errorCode,
};
/** A duplicate rule of the organisation's has found a record like this one. */
const LOOKS_ALIKE = "DUPLICATES_DETECTED";
/** A value that has to be unique is another record's: two requests met. */
const SAME_VALUE = "DUPLICATE_VALUE";
const CONVERTED = "CANNOT_UPDATE_CONVERTED_LEAD";
/** What SOQL would take for the end of a text. */
const UNSAFE = /[^\w.-]/g;

export interface Upserted {
  readonly id: string;
  /** It was there, and isn't Parley's: a duplicate rule has named it. */
  readonly wasThere: boolean;
}

export interface Api {
  /** By an external id; a record that a duplicate rule finds is taken instead, and gets `changes` only. */
  upsert(
    object: string,
    by: { readonly field: string; readonly id: string },
    how: { readonly fields: object; readonly changes: object },
  ): Promise<Upserted>;
  create(object: string, fields: object): Promise<string>;
  /** Null where it is gone. */
  lead(id: string): Promise<Named | null>;
  /** False where it is gone, or was made into a contact. */
  update(path: string, fields: object): Promise<boolean>;
  /** Queries see what was committed; searches lag. */
  findBy(object: string, field: string, value: string): Promise<string | null>;
  findWhere(object: string, condition: string): Promise<string | null>;
  remove(path: string): Promise<void>;
}

type Context = Reach<LoginSettings & { readonly apiVersion: string }>;

export async function salesforceApi(context: Context, login: Login): Promise<Api> {
  await login.session(context);
  const ask = asking(context, login);
  const update: Api["update"] = async (path, fields) => {
    const request = { method: "PATCH", path: `sobjects/${path}`, body: fields, mayBeAlike: true };
    const { status } = await ask(request, [404, CONVERTED]);
    return status < 300;
  };
  return {
    upsert: upserting(ask, update),
    async create(object, fields) {
      const request = { method: "POST", path: `sobjects/${object}`, body: fields };
      const { body, code } = await ask(request, [SAME_VALUE]);
      if (code !== SAME_VALUE) return textAt(body, ["id"], SERVICE);
      throw new RetryLater({ reason: `Salesforce has the same ${object} since a moment ago` });
    },
    update,
    ...queries(ask),
    async remove(path) {
      await ask({ method: "DELETE", path: `sobjects/${path}` }, [404]);
    },
  };
}

function upserting(ask: ReturnType<typeof asking>, update: Api["update"]): Api["upsert"] {
  return async (object, { field, id }, { fields, changes }) => {
    const path = `sobjects/${object}/${field}/${encodeURIComponent(id)}`;
    const request = { method: "PATCH", path, body: fields };
    const first = await ask(request, [300, LOOKS_ALIKE, SAME_VALUE]);
    const isRace = first.code === SAME_VALUE;
    const answer = isRace ? await ask(request, [300, LOOKS_ALIKE]) : first;
    const wasThere = answer.code === LOOKS_ALIKE;
    const other = wasThere ? alikeIn(answer.body, object) : severalIn(answer);
    const isTaken = other !== null && await update(`${object}/${other}`, changes);
    if (isTaken) return { id: other, wasThere };
    const made = wasThere ? await ask({ ...request, mayBeAlike: true }) : answer; // like no other Lead
    return { id: textAt(made.body, ["id"], SERVICE), wasThere: false };
  };
}

function queries(ask: ReturnType<typeof asking>): Pick<Api, "findBy" | "findWhere" | "lead"> {
  const findWhere: Api["findWhere"] = async (object, condition) => {
    const query = `SELECT Id FROM ${object} WHERE ${condition} LIMIT 1`;
    const path = `query?q=${encodeURIComponent(query)}`;
    const { body } = await ask({ method: "GET", path });
    const [record] = (body as { records?: { Id?: string }[] } | null)?.records ?? [];
    return record?.Id ?? null;
  };
  return {
    findWhere,
    async lead(id) {
      const path = `sobjects/Lead/${id}?fields=FirstName,LastName,Email`;
      const { status, body } = await ask({ method: "GET", path }, [404]);
      if (status === 404) return null;
      const { FirstName = null, LastName = null, Email = null } = body as Fields;
      return { firstName: FirstName, lastName: LastName, email: Email };
    },
    findBy: (object, field, value) =>
      findWhere(object, `${field} = '${value.replace(UNSAFE, "")}'`),
  };
}

type Fields = Readonly<Record<string, string | null>>;

interface Request {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  /** Where a duplicate rule only warns, it is stored all the same. */
  readonly mayBeAlike?: boolean;
}

/** A session that has ended is made anew, once. */
function asking(context: Context, login: Login) {
  const { settings, fetch, signal } = context;
  const send = async ({ method, path, body, mayBeAlike }: Request) => {
    const { token, instanceUrl } = await login.session(context);
    return await fetch(`${instanceUrl}/services/data/v${settings.apiVersion}/${path}`, {
      method,
      headers: {
        "authorization": `Bearer ${token}`,
        "content-type": "application/json",
        ...(mayBeAlike && { "sforce-duplicate-rule-header": "allowSave=true" }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal,
    });
  };
  return async (request: Request, known: readonly (number | string)[] = []): Promise<Answer> => {
    const first = await send(request);
    if (first.status !== 401) return await taken(first, SERVICE, known);
    await first.body?.cancel();
    login.forget();
    return await taken(await send(request), SERVICE, known);
  };
}

interface Alike {
  readonly matchResults?: readonly {
    readonly entityType?: string;
    readonly matchRecords?: readonly { readonly record?: { readonly Id?: string } }[];
  }[];
}

/** The first record of the object that the rule names. Salesforce has misspelt its own field. */
function alikeIn(body: unknown, object: string): string | null {
  const [first] = body as { duplicateResult?: Alike; duplicateResut?: Alike }[];
  const { matchResults = [] } = first?.duplicateResult ?? first?.duplicateResut ?? {};
  const records = matchResults.filter(({ entityType }) => entityType === object)
    .flatMap(({ matchRecords = [] }) => matchRecords);
  return records.map(({ record }) => record?.Id).find((id) => id !== undefined) ?? null;
}

/** The oldest of several records with one external id, where the field was not made unique. */
function severalIn({ status, body }: Answer): string | null {
  if (status !== 300 || !Array.isArray(body)) return null;
  return body.map((path) => String(path).split("/").at(-1)!).sort()[0] ?? null;
}
