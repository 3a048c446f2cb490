/** Made-up arguments for a plugin's tool, for `plugin test`: the simplest that its schema may take. */

/** Objects inside objects that are filled in. */
const DEPTH_MAX = 4;

interface Schema {
  readonly type?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

export function sampleOf(schema: unknown, depth = 0): unknown {
  const { type, enum: choices, examples, minimum, properties = {}, required, ...given } =
    (schema ?? {}) as Schema;
  const [first = given.default ?? given.const] = examples ?? choices ?? [];
  if (first !== undefined) return first;
  switch (type) {
    case "number":
    case "integer":
      return minimum ?? 1;
    case "boolean":
      return true;
    case "array":
      return [];
    case "object":
      return depth >= DEPTH_MAX ? {} : Object.fromEntries(
        (required ?? []).map((key) => [key, sampleOf(properties[key], depth + 1)]),
      );
    default:
      return "example";
  }
}
