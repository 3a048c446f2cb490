/** The text of each generated file. */
import { type Description, type Operation, sinceText, typeText } from "./generate.ts";

/** File name in `lib/ari` → text, not yet formatted. */
export function generatedFiles(description: Description): Record<string, string> {
  return {
    "models.gen.ts": modelsText(description),
    "operations.gen.ts": operationsText(description),
    "shapes.gen.ts": shapesText(description),
  };
}

function head(version: string, what: string): string {
  return `/** ${what} Made by generate.ts from Asterisk ${version}'s description of itself. */\n`;
}

function modelsText({ version, models, events }: Description): string {
  const plain = [...models].filter(([name]) => !isEnvelope(name) && !events.includes(name));
  const parts = plain.map(([name, fields]) => interfaceText(name, fields));
  const told = events.map((name) => interfaceText(name, models.get(name)!, name));
  const map = events.map((name) => `readonly ${name}: ${name};`).join("\n");
  return `${head(version, "What Asterisk answers and tells.")}
${EXTRA_MODELS}
${[...parts, ...told].join("\n")}
/** Every event by its name. */
export interface Events {\n${map}\n}
`;
}

/** Parents of events, whose fields every event has. */
function isEnvelope(name: string): boolean {
  return name === "Event" || name === "Message";
}

/** Types that the description only tells in words. */
const EXTRA_MODELS = `
export interface EventType {
  readonly type: string;
}

/** An empty filter lets everything through; \`disallowed\` wins; what is left out stays as it is. */
export interface EventFilter {
  readonly allowed?: readonly EventType[] | undefined;
  readonly disallowed?: readonly EventType[] | undefined;
}

/** \`report_events\`: from now on events of the channel or bridge carry the variable. */
export type SetVariable =
  | string
  | { readonly value: string; readonly report_events?: boolean | undefined };
`;

function interfaceText(
  name: string,
  fields: Description["models"] extends ReadonlyMap<string, infer Fields> ? Fields : never,
  eventName?: string,
): string {
  const lines = Object.entries(fields).map(([field, { type, required, allowableValues }]) => {
    if (field === "type" && eventName) return `readonly type: ${JSON.stringify(eventName)};`;
    const text = typeText(type, allowableValues);
    return `${sinceText(`${name}.${field}`)}readonly ${field}${required ? "" : "?"}: ${text};`;
  });
  if (lines.length === 0) return `export type ${name} = Readonly<Record<string, unknown>>;\n`;
  return `${sinceText(name)}export interface ${name} {\n${lines.join("\n")}\n}\n`;
}

function operationsText({ version, operations, models }: Description): string {
  const params = operations.map((operation) =>
    `${sinceText(operation.name, operation.since)}"${operation.name}": ${paramsText(operation)};`
  );
  const results = operations.map(({ name, responseClass }) =>
    `"${name}": ${typeText(responseClass)};`
  );
  const table = operations.map((operation) => `"${operation.name}": ${entryText(operation)},`);
  const used = [...models.keys(), "EventFilter", "SetVariable"].filter((name) =>
    new RegExp(`\\b${name}\\b[^"]`).test(
      [...params, ...results].join("\n").replaceAll(/"[^"]*"/g, ""),
    )
  );
  return `${head(version, "Every operation: what it takes, where that goes, what it answers.")}
import type { ${used.toSorted().join(", ")} } from "./models.gen.ts";
import type { OperationEntry } from "./operation.ts";

/** Release whose operations these are. */
export const DESCRIBED_VERSION = "${version}";

/** Parameters by operation. */
export interface OperationParams {\n${params.join("\n")}\n}

/** Answers by operation. */
export interface OperationResults {\n${results.join("\n")}\n}

export const OPERATIONS: { readonly [Name in keyof OperationParams]: OperationEntry } = {
${table.join("\n")}
};
`;
}

function paramsText({ name, parameters }: Operation): string {
  const resource = name.split(".")[0];
  if (parameters.length === 0) return "Record<never, never>";
  const lines = parameters.map((param) => {
    const type = typeText(param.dataType, param.allowableValues);
    const one = type.includes("|") ? `(${type})` : type;
    const many = param.allowMultiple ? `${type} | readonly ${one}[]` : type;
    // The description forgets that what stands in a path can't be left out.
    const mark = param.required || param.paramType === "path" ? ": " : "?: undefined | ";
    return `${sinceText(`${resource}.${param.name}`)}readonly ${param.name}${mark}${many};`;
  });
  return `{\n${lines.join("\n")}\n}`;
}

function entryText(operation: Operation): string {
  const named = (where: string) =>
    operation.parameters.filter(({ paramType }) => paramType === where).map(({ name }) => name);
  const query = operation.parameters.filter(({ paramType }) => paramType === "query")
    .map(({ name, dataType, allowMultiple }) => {
      return [name, allowMultiple ? "list" : dataType === "long" ? "int" : dataType];
    });
  const errors = (operation.errorResponses ?? []).map(({ code }) => Number(code));
  const required = operation.parameters.filter((param) => param.required).map(({ name }) => name);
  return JSON.stringify({
    method: operation.httpMethod,
    path: operation.path,
    query: Object.fromEntries(query),
    body: named("body")[0] ?? null,
    required: [...new Set([...named("path"), ...required])],
    result: operation.responseClass,
    errors: errors.toSorted((a, b) => a - b),
    since: operation.since,
    ...(operation.upgrade ? { upgrade: true } : {}),
  });
}

function shapesText({ version, models, events }: Description): string {
  const shapes = [...models].filter(([name]) => !isEnvelope(name)).map(([name, fields]) => {
    const lines = Object.entries(fields).map(([field, { type, required, allowableValues }]) => {
      const values = allowableValues?.values ? `=${allowableValues.values.join("|")}` : "";
      return `${JSON.stringify(field)}: "${type}${required ? "" : "?"}${values}",`;
    });
    return `${name}: {\n${lines.join("\n")}\n},`;
  });
  return `${head(version, "What models look like at run time, for checking; see shapes.ts.")}
/** Model → field → "type", with "?" when it may be missing and "=a|b" when these are all values. */
export const SHAPES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
EventType: { type: "string" },
${shapes.join("\n")}
};

/** Models that are events. */
export const EVENT_NAMES = ${JSON.stringify(events)} as const;
`;
}
