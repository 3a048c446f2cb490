/** Checks at run time that what Asterisk sent is what its description of itself says. */
import { SHAPES } from "./shapes.gen.ts";

export interface Misfit {
  /** "Channel.caller.number" */
  readonly at: string;
  /** `unknown`: a field that the description doesn't have; normal with a newer Asterisk. */
  readonly problem: "missing" | "wrong" | "unknown";
}

/** Deeper than any model nests; a longer way down is a value made to hurt. */
const DEPTH_MAX = 8;
/** A value that is wrong everywhere needs no complete list. */
const MISFITS_MAX = 100;

/** `type` as the description writes it: "Channel", "List[Channel]", "string", "void". */
export function misfitsOf(type: string, value: unknown): readonly Misfit[] {
  return look(type, value, type, 0).take(MISFITS_MAX).toArray();
}

function* look(type: string, value: unknown, at: string, depth: number): Generator<Misfit> {
  const inner = /^(?:List|Record)\[(.+)\]$/.exec(type)?.[1];
  if (inner !== undefined) yield* lookInside(type, inner, value, at, depth);
  else if (Object.hasOwn(SHAPES, type)) yield* lookAtModel(SHAPES[type]!, value, at, depth);
  else if (!fits(type, value)) yield { at, problem: "wrong" };
}

function* lookInside(
  type: string,
  inner: string,
  value: unknown,
  at: string,
  depth: number,
): Generator<Misfit> {
  const holds = type.startsWith("List") ? Array.isArray(value) : isRecord(value);
  if (!holds || depth >= DEPTH_MAX) return yield { at, problem: "wrong" };
  for (const one of Object.values(value as object)) yield* look(inner, one, `${at}[]`, depth + 1);
}

function* lookAtModel(
  shape: Readonly<Record<string, string>>,
  value: unknown,
  at: string,
  depth: number,
): Generator<Misfit> {
  if (!isRecord(value) || depth >= DEPTH_MAX) return yield { at, problem: "wrong" };
  for (const [field, spec] of Object.entries(shape)) {
    const { type, optional, values } = specOf(spec);
    const here = `${at}.${field}`;
    if (!Object.hasOwn(value, field)) {
      if (!optional) yield { at: here, problem: "missing" };
      continue;
    }
    yield* look(type, value[field], here, depth + 1);
    if (values && !values.includes(String(value[field]))) yield { at: here, problem: "wrong" };
  }
  for (const field of Object.keys(value)) {
    if (!Object.hasOwn(shape, field)) yield { at: `${at}.${field}`, problem: "unknown" };
  }
}

/** "string?=a|b" in its parts. */
function specOf(spec: string): {
  readonly type: string;
  readonly optional: boolean;
  readonly values: readonly string[] | null;
} {
  const [, type, mark, values] = /^(.+?)(\?)?(?:=(.*))?$/.exec(spec)!;
  return { type: type!, optional: mark === "?", values: values?.split("|") ?? null };
}

function fits(type: string, value: unknown): boolean {
  switch (type) {
    case "string":
      return typeof value === "string";
    case "Date":
      return typeof value === "string" && !Number.isNaN(ariTimeMs(value));
    case "int":
    case "long":
      return Number.isInteger(value);
    case "double":
      return typeof value === "number";
    case "boolean":
      return typeof value === "boolean";
    case "object":
      return isRecord(value);
    case "binary":
      return value instanceof Uint8Array;
    case "void":
      return value === undefined;
    default:
      return false;
  }
}

/** Epoch ms of "2025-03-17T08:32:35.709-0600", whose offset has no colon; NaN for what isn't one. */
export function ariTimeMs(text: string): number {
  if (text.length > 40) return NaN;
  return Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, "$1:$2"));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
