/**
 * Writes the types, the table of operations and the shapes of `lib/ari` from Asterisk's own
 * description of its interface. Only names, types and numbers are taken, no text. Run it with
 * `deno run -A tests/ari/generate.ts`.
 */
import {
  CORRECTED_TYPES,
  CORRECTED_VALUES,
  OPTIONAL,
  REQUIRED,
  SINCE,
} from "./generate_corrections.data.ts";

/** Reads one page below `/ari/`: "api-docs/channels.json". */
export type ReadPage = (path: string) => Promise<unknown>;

export interface Values {
  readonly valueType: string;
  readonly values?: readonly string[];
}

export interface DescribedParam {
  readonly name: string;
  readonly paramType: "path" | "query" | "body";
  readonly required?: boolean;
  readonly allowMultiple?: boolean;
  readonly dataType: string;
  readonly allowableValues?: Values;
}

export interface DescribedOperation {
  readonly httpMethod: "GET" | "POST" | "PUT" | "DELETE";
  readonly nickname: string;
  readonly responseClass: string;
  readonly since?: readonly string[];
  readonly upgrade?: string;
  readonly parameters?: readonly DescribedParam[];
  readonly errorResponses?: readonly { readonly code: number | string }[];
}

export interface DescribedField {
  readonly type: string;
  readonly required?: boolean;
  readonly allowableValues?: Values;
}

interface DescribedModel {
  readonly id: string;
  readonly properties: Readonly<Record<string, DescribedField>>;
  readonly subTypes?: readonly string[];
}

interface Page {
  readonly apis: readonly {
    readonly path: string;
    readonly operations: readonly DescribedOperation[];
  }[];
  readonly models?: Readonly<Record<string, DescribedModel>>;
}

export interface Operation extends DescribedOperation {
  /** "channels.play" */
  readonly name: string;
  /** "channels/{channelId}/play" */
  readonly path: string;
  readonly parameters: readonly DescribedParam[];
}

/** Everything that one Asterisk says about itself, put in an order that doesn't change. */
export interface Description {
  /** "22.10.1" */
  readonly version: string;
  readonly operations: readonly Operation[];
  readonly models: ReadonlyMap<string, Readonly<Record<string, DescribedField>>>;
  /** Names of models that are events. */
  readonly events: readonly string[];
}

export async function readDescription(read: ReadPage): Promise<Description> {
  const index = await read("api-docs/resources.json") as { apis: readonly { path: string }[] };
  const names = index.apis.map(({ path }) => path.split("/").at(-1)!.replace(".{format}", ""));
  const pages = await Promise.all(
    names.toSorted().map(async (name) => {
      return [name, await read(`api-docs/${name}.json`) as Page] as const;
    }),
  );
  const info = await read("asterisk/info?only=system") as { system: { version: string } };
  const models = new Map(pages.flatMap(([, page]) => Object.entries(page.models ?? {})));
  const events = models.get("Event")?.subTypes ?? [];
  return {
    version: /^\d+\.\d+\.\d+/.exec(info.system.version)?.[0] ?? info.system.version,
    operations: pages.flatMap(([name, page]) => operationsOf(name, page)),
    models: new Map([...models].map(([name, model]) => [name, fieldsOf(name, model, models)])),
    events: events.toSorted(),
  };
}

function operationsOf(resource: string, page: Page): Operation[] {
  return page.apis.flatMap(({ path, operations }) =>
    operations.map((operation) => {
      const name = `${resource}.${operation.nickname}`;
      return {
        ...operation,
        name,
        path: path.slice(1),
        // What an upgrade answers is a socket.
        responseClass: operation.upgrade ? "void" : operation.responseClass,
        since: SINCE[name] ?? operation.since ?? [],
        parameters: (operation.parameters ?? []).map((param) => corrected(name, param)),
      };
    })
  );
}

/** What the description gets wrong about a parameter is put right. */
function corrected(operation: string, param: DescribedParam): DescribedParam {
  const key = `${operation}.${param.name}`;
  const values = CORRECTED_VALUES[key];
  const type = CORRECTED_TYPES[key] ?? (param.name === "variables" ? "Record[string]" : undefined);
  const required = param.required === true || REQUIRED.has(key);
  const isBody = type && param.paramType === "body";
  const found = { ...param, required, dataType: isBody ? type : param.dataType };
  return values ? { ...found, allowableValues: { valueType: "LIST", values } } : found;
}

/** With what it inherits: every event has the fields of `Event`, and that those of `Message`. */
function fieldsOf(
  name: string,
  model: DescribedModel,
  models: ReadonlyMap<string, DescribedModel>,
): Readonly<Record<string, DescribedField>> {
  const parent = [...models.values()].find(({ subTypes }) => subTypes?.includes(name));
  const inherited = parent ? fieldsOf(parent.id, parent, models) : {};
  const own = Object.entries(model.properties).map(([field, described]) => {
    const type = CORRECTED_TYPES[`${name}.${field}`] ?? described.type;
    const required = described.required === true && !OPTIONAL.has(`${name}.${field}`);
    return [field, { ...described, type, required }] as const;
  });
  return { ...inherited, ...Object.fromEntries(own) };
}

/** The TypeScript of a type that the description names. */
export function typeText(type: string, values?: Values): string {
  if (values?.values) return values.values.map((value) => JSON.stringify(value)).join(" | ");
  const list = /^List\[(.+)\]$/.exec(type);
  if (list) return `readonly ${typeText(list[1]!)}[]`;
  const record = /^Record\[(.+)\]$/.exec(type);
  if (record) return `Readonly<Record<string, ${typeText(record[1]!)}>>`;
  return PRIMITIVES[type] ?? type;
}

const PRIMITIVES: Readonly<Record<string, string>> = {
  string: "string",
  Date: "string",
  int: "number",
  long: "number",
  double: "number",
  boolean: "boolean",
  object: "Readonly<Record<string, unknown>>",
  void: "void",
  binary: "Uint8Array<ArrayBuffer>",
};

/** "Since 20.20.0, 22.10.0, 23.4.0." where that is later than the oldest supported release. */
export function sinceText(name: string, since: readonly string[] = SINCE[name] ?? []): string {
  const late = since.filter((version) => Number(version.split(".")[0]) >= 20);
  return late.length === 0 ? "" : `/** Since ${late.toSorted().join(", ")}. */\n`;
}
