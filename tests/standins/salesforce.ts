/** Salesforce: OAuth for servers, records with an external id, and queries. */
import { HttpService } from "./http_service.ts";

type ObjectName = "Lead" | "Task" | "CampaignMember";
type Fields = Record<string, unknown>;

export interface SalesforceOptions {
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** For assertions: who may be named, and the key that their signature is checked with. */
  readonly username?: string;
  readonly publicKey?: CryptoKey;
  /** A duplicate rule that finds records of the kind by e-mail: it warns, or blocks. */
  readonly alike?: { readonly entity: "Lead" | "Contact"; readonly blocks: boolean };
}

const FIELDS: Readonly<Record<ObjectName, { known: string; required: string }>> = {
  Lead: {
    known:
      "FirstName LastName Company Email Phone LeadSource OwnerId Status Description Budget__c Parley_Call_Id__c",
    required: "LastName Company",
  },
  Task: {
    known:
      "WhoId Subject Status Priority TaskSubtype CallType CallObject ActivityDate CallDurationInSeconds Description OwnerId",
    required: "",
  },
  CampaignMember: { known: "CampaignId LeadId Status", required: "CampaignId LeadId" },
};
const PREFIX: Readonly<Record<ObjectName, string>> = {
  Lead: "00Q",
  Task: "00T",
  CampaignMember: "00v",
};
const EXTERNAL_ID = "Parley_Call_Id__c";
const JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

export class SalesforceStandIn extends HttpService {
  readonly records: Readonly<Record<ObjectName, Map<string, Fields>>> = {
    Lead: new Map(),
    Task: new Map(),
    CampaignMember: new Map(),
  };
  /** Ids of records that were deleted. */
  readonly deleted: string[] = [];
  readonly #options: SalesforceOptions;
  readonly #tokens = new Set<string>();
  #lastId = 0;

  constructor(options: SalesforceOptions = {}) {
    super();
    this.#options = options;
  }

  /** As after two hours. */
  endSessions(): void {
    this.#tokens.clear();
  }

  protected failed(status: number): unknown {
    const errorCode = status === 503 ? "SERVER_UNAVAILABLE" : "UNKNOWN_EXCEPTION";
    return [{ message: "An error occurred", errorCode }];
  }

  protected async answer(request: Request, url: URL): Promise<Response> {
    if (url.pathname === "/services/oauth2/token") return await this.#logIn(request);
    const token = request.headers.get("authorization")?.replace(/^Bearer /, "") ?? "";
    if (!this.#tokens.has(token)) {
      return refused(401, "INVALID_SESSION_ID", "Session expired or invalid");
    }
    const [, services, data, version, kind, ...path] = url.pathname.split("/");
    if (services !== "services" || data !== "data" || !/^v\d\d\.0$/.test(version ?? "")) {
      return refused(404, "NOT_FOUND", "The requested resource does not exist");
    }
    if (kind === "query" && request.method === "GET") return this.#query(url.searchParams.get("q"));
    const body = request.method === "GET" || request.method === "DELETE"
      ? {}
      : await request.json().catch(() => null) as Fields | null;
    if (body === null) return refused(400, "JSON_PARSER_ERROR", "Unexpected character");
    const [object = "", ...rest] = path;
    if (kind !== "sobjects" || !Object.hasOwn(FIELDS, object)) {
      return refused(404, "NOT_FOUND", "The requested resource does not exist");
    }
    if (request.method === "GET") return this.#read(object as ObjectName, rest[0] ?? "", url);
    const mayBeAlike = request.headers.get("sforce-duplicate-rule-header") === "allowSave=true";
    const alike = request.method === "DELETE" ? null : this.#alike(object, rest, body);
    if (alike !== null && !(mayBeAlike && !this.#options.alike!.blocks)) return alike;
    return this.#record(request.method, object as ObjectName, rest.map(decodeURIComponent), body);
  }

  async #logIn(request: Request): Promise<Response> {
    const form = new URLSearchParams(await request.text());
    const { clientId = "test-client", clientSecret = "test-secret" } = this.#options;
    const isKnown = form.get("grant_type") === JWT_GRANT
      ? await this.#isAssertion(form.get("assertion") ?? "")
      : form.get("grant_type") === "client_credentials" &&
        form.get("client_id") === clientId && form.get("client_secret") === clientSecret;
    if (request.method !== "POST" || !isKnown) {
      const error = { error: "invalid_grant", error_description: "authentication failure" };
      return Response.json(error, { status: 400 });
    }
    const token = `00D!${crypto.randomUUID()}`;
    this.#tokens.add(token);
    return Response.json({ access_token: token, instance_url: this.url, token_type: "Bearer" });
  }

  async #isAssertion(assertion: string): Promise<boolean> {
    const { publicKey, username, clientId = "test-client" } = this.#options;
    const [head, claims, signature] = assertion.split(".");
    if (!publicKey || !head || !claims || !signature) return false;
    const { iss, sub, aud, exp } = JSON.parse(new TextDecoder().decode(bytesOf(claims)));
    const nowS = Date.now() / 1_000;
    const isMeant = iss === clientId && sub === username && exp > nowS && exp < nowS + 180 &&
      aud === "https://login.salesforce.com";
    const text = new TextEncoder().encode(`${head}.${claims}`);
    return isMeant &&
      await crypto.subtle.verify("RSASSA-PKCS1-v1_5", publicKey, bytesOf(signature), text);
  }

  #read(object: ObjectName, id: string, url: URL): Response {
    const record = this.records[object].get(id);
    if (record === undefined) return refused(404, "NOT_FOUND", "The requested resource is gone");
    const names = (url.searchParams.get("fields") ?? FIELDS[object].known).split(/[, ]/);
    const wrong = this.#wrongField(object, Object.fromEntries(names.map((name) => [name, null])));
    if (wrong !== null) return wrong;
    const fields = names.map((name) => [name, record[name] ?? null]);
    return Response.json({ attributes: { type: object }, Id: id, ...Object.fromEntries(fields) });
  }

  #record(method: string, object: ObjectName, path: string[], body: Fields): Response {
    const wrong = this.#wrongField(object, body);
    if (wrong !== null) return wrong;
    if (method === "POST" && path.length === 0) return this.#create(object, body);
    const [first = "", second] = path;
    if (second !== undefined) return this.#byExternalId(method, object, first, second, body);
    const record = this.records[object].get(first);
    if (record === undefined) return refused(404, "ENTITY_IS_DELETED", "entity is deleted");
    if (method === "DELETE") {
      this.#remove(object, first);
      return new Response(null, { status: 204 });
    }
    if (method !== "PATCH") return refused(405, "METHOD_NOT_ALLOWED", "HTTP Method not allowed");
    Object.assign(record, body);
    return new Response(null, { status: 204 });
  }

  #byExternalId(
    method: string,
    object: ObjectName,
    field: string,
    value: string,
    body: Fields,
  ): Response {
    if (object !== "Lead" || field !== EXTERNAL_ID) {
      return refused(404, "NOT_FOUND", "Provided external ID field does not exist");
    }
    if (method !== "PATCH") return refused(405, "METHOD_NOT_ALLOWED", "HTTP Method not allowed");
    if (EXTERNAL_ID in body) {
      return refused(400, "INVALID_FIELD", "The external ID field must not be in the body");
    }
    const all = [...this.records.Lead].filter(([, fields]) => fields[EXTERNAL_ID] === value);
    if (all.length > 1) {
      const paths = all.map(([id]) => `/services/data/v62.0/sobjects/Lead/${id}`);
      return Response.json(paths, { status: 300 });
    }
    const [found] = all;
    if (found === undefined) return this.#create(object, { ...body, [EXTERNAL_ID]: value });
    Object.assign(found[1], body);
    return Response.json({ id: found[0], success: true, errors: [], created: false });
  }

  #create(object: ObjectName, body: Fields): Response {
    const missing = FIELDS[object].required.split(" ").filter((name) => name && !body[name]);
    if (missing.length > 0) {
      return refused(400, "REQUIRED_FIELD_MISSING", `Required fields are missing: [${missing}]`);
    }
    const isMember = object === "CampaignMember" && [...this.records.CampaignMember.values()]
      .some((one) => one["LeadId"] === body["LeadId"] && one["CampaignId"] === body["CampaignId"]);
    if (isMember) return refused(400, "DUPLICATE_VALUE", "Already a campaign member.");
    const id = `${PREFIX[object]}5e${String(++this.#lastId).padStart(10, "0")}AAA`;
    this.records[object].set(id, { ...body });
    return Response.json({ id, success: true, errors: [] }, { status: 201 });
  }

  /** As for a record that is made, not for one that is known by its id. */
  #alike(object: string, path: readonly string[], { Email }: Fields): Response | null {
    const { alike } = this.#options;
    if (!alike || object !== "Lead" || path.length === 1 || Email === undefined) return null;
    const known = [...this.records.Lead].filter(([, fields]) => fields[EXTERNAL_ID] === path[1]);
    const same = [...this.records.Lead].filter(([, fields]) => fields["Email"] === Email);
    const ids = alike.entity === "Lead" ? same.map(([id]) => id) : ["0035e0000000001AAA"];
    if (known.length > 0 || ids.length === 0) return null;
    const matchRecords = ids.map((Id) => ({ record: { attributes: { type: alike.entity }, Id } }));
    const matchResults = [{ entityType: alike.entity, matchRecords, success: true }];
    const duplicateResut = { allowSave: !alike.blocks, matchResults };
    const told = { errorCode: "DUPLICATES_DETECTED", message: "Use one of these records?" };
    return Response.json([{ duplicateResut, ...told }], { status: 400 });
  }

  #remove(object: ObjectName, id: string): void {
    this.records[object].delete(id);
    this.deleted.push(id);
    if (object !== "Lead") return;
    for (const [member, { LeadId }] of this.records.CampaignMember) {
      if (LeadId === id) this.records.CampaignMember.delete(member);
    }
  }

  /** `SELECT Id FROM x WHERE a = 'b' AND c = 'd' LIMIT 1`, and nothing else of SOQL. */
  #query(text: string | null): Response {
    const query = /^SELECT Id FROM (\w+) WHERE (.+) LIMIT 1$/.exec(text ?? "");
    const conditions = (query?.[2] ?? "").split(" AND ")
      .map((one) => /^(\w+) = '([^']*)'$/.exec(one));
    if (!query || !Object.hasOwn(FIELDS, query[1]!) || conditions.some((one) => one === null)) {
      return refused(400, "MALFORMED_QUERY", "unexpected token");
    }
    const found = [...this.records[query[1] as ObjectName]].filter(([, fields]) =>
      conditions.every((one) => fields[one![1]!] === one![2])
    ).slice(0, 1);
    const records = found.map(([Id]) => ({ attributes: { type: query[1] }, Id }));
    return Response.json({ totalSize: records.length, done: true, records });
  }

  #wrongField(object: ObjectName, body: Fields): Response | null {
    const known = FIELDS[object].known.split(" ");
    const wrong = Object.keys(body).find((name) => !known.includes(name));
    if (wrong === undefined) return null;
    return refused(400, "INVALID_FIELD", `No such column '${wrong}' on sobject of type ${object}`);
  }
}

function refused(status: number, errorCode: string, message: string): Response {
  return Response.json([{ message, errorCode, fields: [] }], { status });
}

function bytesOf(base64Url: string): Uint8Array<ArrayBuffer> {
  const base64 = base64Url.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
