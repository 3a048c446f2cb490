/** HubSpot's CRM: objects with unique properties, associations, and a search that lags behind. */
import { HttpService } from "./http_service.ts";

type Kind = "contacts" | "deals" | "notes";

export interface CrmObject {
  readonly id: string;
  readonly createdAt: string;
  readonly createdAtMs: number;
  readonly properties: Record<string, string>;
  readonly links: Set<string>;
}

export interface HubspotOptions {
  readonly token?: string;
  /** Properties that the account has beside HubSpot's own, by kind. */
  readonly properties?: Partial<Record<Kind, readonly string[]>>;
  /** How it says that a unique value is another object's; it has said so in each of these ways. */
  readonly conflicts?: 400 | 409 | 207;
}

/** How far the search is behind what was written. */
export const SEARCH_LAG_MS = 10_000;
const UNIQUE: Readonly<Record<Kind, readonly string[]>> = {
  contacts: ["email", "parley_lead_id"],
  deals: ["parley_lead_id"],
  notes: ["parley_lead_id"],
};
const OWN: Readonly<Record<Kind, readonly string[]>> = {
  contacts: ["firstname", "lastname", "email", "phone", "hubspot_owner_id", "parley_lead_id"],
  deals: (
    "dealname pipeline dealstage amount deal_currency_code hubspot_owner_id parley_lead_id"
  ).split(" "),
  notes: ["hs_note_body", "hs_timestamp", "hubspot_owner_id", "parley_lead_id"],
};
const BATCH_MAX = 100;

export class HubspotStandIn extends HttpService {
  readonly objects: Readonly<Record<Kind, Map<string, CrmObject>>> = {
    contacts: new Map(),
    deals: new Map(),
    notes: new Map(),
  };
  /** Ids of contacts that were deleted for good. */
  readonly forgotten: string[] = [];
  readonly #options: HubspotOptions;
  #lastId = 100;

  constructor(options: HubspotOptions = {}) {
    super();
    this.#options = options;
  }

  /** A contact that was there before. */
  add(kind: Kind, properties: Record<string, string>): CrmObject {
    const createdAtMs = this.now();
    const createdAt = new Date(createdAtMs).toISOString();
    const id = String(++this.#lastId);
    const made = { id, createdAt, createdAtMs, properties, links: new Set<string>() };
    this.objects[kind].set(id, made);
    return made;
  }

  protected failed(status: number): unknown {
    return problem(status === 429 ? "RATE_LIMITS" : "INTERNAL_ERROR", "Something failed");
  }

  protected async answer(request: Request, url: URL): Promise<Response> {
    const token = this.#options.token ?? "test-token";
    if (request.headers.get("authorization") !== `Bearer ${token}`) {
      return refused(401, "INVALID_AUTHENTICATION", "Authentication credentials not found");
    }
    const text = await request.text();
    const body = text === "" ? null : JSON.parse(text);
    const [, crm, version, ...path] = url.pathname.split("/");
    if (crm !== "crm") return refused(404, "OBJECT_NOT_FOUND", "No such path");
    if (version === "v4") return this.#associate(request.method, path);
    const [objects, kind, ...rest] = path;
    if (version !== "v3" || objects !== "objects" || !isKind(kind)) {
      return refused(404, "OBJECT_NOT_FOUND", "No such path");
    }
    const way = `${request.method} ${rest.join("/")}`;
    if (way === "POST batch/upsert") return this.#upsert(kind, body);
    if (way === "POST search") return this.#search(kind, body);
    if (way === "POST gdpr-delete" && kind === "contacts") return this.#forget(body);
    return this.#one(request.method, kind, rest[0] ?? "", url, body);
  }

  #upsert(kind: Kind, body: { inputs?: Input[] } | null): Response {
    const inputs = body?.inputs ?? [];
    if (inputs.length === 0 || inputs.length > BATCH_MAX) {
      return refused(400, "VALIDATION_ERROR", "inputs must have 1 to 100 members");
    }
    const results = [];
    for (const { id, idProperty, properties } of inputs) {
      if (!idProperty || !UNIQUE[kind].includes(idProperty)) {
        return refused(400, "VALIDATION_ERROR", `${idProperty} has no unique values`);
      }
      const wrong = this.#wrongProperty(kind, properties);
      if (wrong !== null) return wrong;
      const found = this.#byUnique(kind, idProperty, id);
      const clash = this.#clash(kind, properties, found?.id);
      if (clash !== null) return clash;
      const made = found ?? this.add(kind, {});
      Object.assign(made.properties, properties, { [idProperty]: id });
      results.push({ ...shown(made), new: found === undefined });
    }
    return Response.json({ status: "COMPLETE", results });
  }

  #one(
    method: string,
    kind: Kind,
    id: string,
    url: URL,
    body: { properties?: Record<string, string> } | null,
  ) {
    const idProperty = url.searchParams.get("idProperty");
    const found = idProperty === null
      ? this.objects[kind].get(id)
      : this.#byUnique(kind, idProperty, decodeURIComponent(id));
    if (method === "DELETE") {
      this.objects[kind].delete(id); // archived, whether it was there or not
      return new Response(null, { status: 204 });
    }
    if (found === undefined) return refused(404, "OBJECT_NOT_FOUND", "resource not found");
    if (method === "GET") return Response.json(shown(found, url.searchParams.get("properties")));
    if (method !== "PATCH") return refused(405, "METHOD_NOT_ALLOWED", "Not allowed");
    const properties = body?.properties ?? {};
    const wrong = this.#wrongProperty(kind, properties) ?? this.#clash(kind, properties, found.id);
    if (wrong !== null) return wrong;
    Object.assign(found.properties, properties);
    return Response.json(shown(found));
  }

  #search(kind: Kind, body: { filterGroups?: { filters: Filter[] }[] } | null): Response {
    const filters = body?.filterGroups?.[0]?.filters ?? [];
    const visible = [...this.objects[kind].values()]
      .filter(({ createdAtMs }) => createdAtMs <= this.now() - SEARCH_LAG_MS);
    const results = visible.filter(({ properties }) =>
      filters.every(({ propertyName, value }) => properties[propertyName] === value)
    );
    return Response.json({ total: results.length, results: results.map((one) => shown(one)) });
  }

  #forget(body: { objectId?: string } | null): Response {
    const { objectId } = body ?? {};
    if (typeof objectId !== "string") {
      return refused(400, "VALIDATION_ERROR", "objectId is missing");
    }
    if (this.objects.contacts.delete(objectId)) this.forgotten.push(objectId);
    return new Response(null, { status: 204 });
  }

  #associate(method: string, path: readonly string[]): Response {
    const [objects, from, fromId, associations, kind, to, toId] = path;
    const isWay = method === "PUT" && objects === "objects" && associations === "associations" &&
      kind === "default";
    if (!isWay || !isKind(from) || !isKind(to)) {
      return refused(404, "OBJECT_NOT_FOUND", "No such path");
    }
    const [left, right] = [this.objects[from].get(fromId!), this.objects[to].get(toId!)];
    if (!left || !right) return refused(404, "OBJECT_NOT_FOUND", "resource not found");
    left.links.add(`${to}/${toId}`);
    right.links.add(`${from}/${fromId}`);
    return Response.json({
      status: "COMPLETE",
      results: [{ from: { id: fromId }, to: { id: toId } }],
    });
  }

  #byUnique(kind: Kind, property: string, value: string): CrmObject | undefined {
    return [...this.objects[kind].values()].find(({ properties }) =>
      properties[property] === value
    );
  }

  #wrongProperty(kind: Kind, properties: unknown): Response | null {
    if (typeof properties !== "object" || properties === null) {
      return refused(400, "VALIDATION_ERROR", "properties are missing");
    }
    const known = [...OWN[kind], ...this.#options.properties?.[kind] ?? []];
    for (const [name, value] of Object.entries(properties)) {
      if (!known.includes(name)) {
        return refused(400, "VALIDATION_ERROR", name, "PROPERTY_DOESNT_EXIST");
      }
      if (typeof value !== "string") {
        return refused(400, "VALIDATION_ERROR", name, "INVALID_STRING");
      }
    }
    const email = (properties as Record<string, string>)["email"];
    if (email === undefined || /^\S+@\S+\.\S+$/.test(email)) return null;
    return refused(400, "VALIDATION_ERROR", "email", "INVALID_EMAIL");
  }

  #clash(kind: Kind, properties: Record<string, string>, id: string | undefined): Response | null {
    for (const name of UNIQUE[kind]) {
      const value = properties[name];
      if (!value) continue;
      const other = this.#byUnique(kind, name, value);
      if (other !== undefined && other.id !== id) return this.#conflict(other.id);
    }
    return null;
  }

  #conflict(id: string): Response {
    const message = `Contact already exists. Existing ID: ${id}`;
    const wrong = '[{"error":"CONFLICTING_UNIQUE_VALUE","name":"parley_lead_id"}]';
    switch (this.#options.conflicts) {
      case 400:
        return refused(400, "VALIDATION_ERROR", `Property values were not valid: ${wrong}`);
      case 207: {
        const errors = [problem("CONFLICT", message)];
        return Response.json({ status: "COMPLETE", results: [], errors }, { status: 207 });
      }
      default:
        return refused(409, "CONFLICT", message);
    }
  }
}

interface Input {
  readonly id: string;
  readonly idProperty?: string;
  readonly properties: Record<string, string>;
}

interface Filter {
  readonly propertyName: string;
  readonly operator: string;
  readonly value: string;
}

function isKind(text: string | undefined): text is Kind {
  return text === "contacts" || text === "deals" || text === "notes";
}

/** `asked`: names of properties; HubSpot leaves others out, and says null for what is not set. */
function shown({ id, createdAt, properties: all }: CrmObject, asked: string | null = null) {
  const properties = asked === null
    ? all
    : Object.fromEntries(asked.split(",").map((name) => [name, all[name] || null]));
  return { id, properties, createdAt, updatedAt: createdAt, archived: false };
}

function problem(category: string, message: string, code?: string) {
  const errors = code === undefined ? {} : { errors: [{ message, code }] };
  return { status: "error", message, correlationId: crypto.randomUUID(), category, ...errors };
}

function refused(status: number, category: string, message: string, code?: string): Response {
  return Response.json(problem(category, message, code), { status });
}
