/** The tools that a model may call, and its calls as what a brain tells. */
import type { LentTool } from "../call/ports.ts";
import type { BrainEvent } from "../core/brain.ts";
import { MAX_PROPOSALS } from "../core/limits.ts";

/** What a model told besides words. */
export type Proposal = Extract<BrainEvent, { type: "proposal" | "wish" }>;

/** One tool call, put together from its pieces. `args`: JSON, if the model finished it. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly args: string;
}

/** Tool calls of one answer: our three, and some of those that plugins lend. */
export const MAX_TOOL_CALLS = 8;
/** JSON of one call: twelve answers with long quotes fit twice. */
export const MAX_ARGUMENT_CHARS = 16_000;

const WISHES = { request_person: "person", not_interested: "not_interested" } as const;

/** In OpenAI's form. `keys`: the fields that an answer may be for. */
export function toolsFor(keys: readonly string[]) {
  const answer = {
    type: "object",
    properties: {
      field: { type: "string", enum: [...keys] },
      value: { type: "string", description: "the answer in plain words" },
      quote: { type: "string", description: "verbatim from the caller's last turn" },
    },
    required: ["field", "value", "quote"],
    additionalProperties: false,
  };
  const answers = { type: "array", items: answer, maxItems: MAX_PROPOSALS };
  return [
    tool("record_answers", "The caller's last turn answers these fields", { answers }),
    tool("request_person", "The caller wants to talk to a human", {}),
    tool("not_interested", "The caller wants nothing of this and wants to end the call", {}),
  ];
}

/** A plugin's tool in the same form. */
export function lentTool({ name, about, parameters }: LentTool) {
  const form = { name, description: about, parameters: parameters as Record<string, unknown> };
  return { type: "function" as const, function: form };
}

function tool(name: string, description: string, properties: Record<string, unknown>) {
  const parameters = {
    type: "object",
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
  return { type: "function" as const, function: { name, description, parameters } };
}

/** Nothing is made of a call whose JSON was cut or has another shape. */
export function proposalsOf(calls: readonly ToolCall[]): Proposal[] {
  return calls.flatMap(({ name, args }): Proposal[] => {
    if (Object.hasOwn(WISHES, name)) {
      if (args.trim() !== "" && objectIn(args) === null) return [];
      return [{ type: "wish", wish: WISHES[name as keyof typeof WISHES] }];
    }
    const answers = name === "record_answers" ? objectIn(args)?.["answers"] : null;
    return Array.isArray(answers) ? answers.flatMap(answerOf) : [];
  }).slice(0, MAX_PROPOSALS);
}

function answerOf(answer: unknown): Proposal[] {
  if (typeof answer !== "object" || answer === null) return [];
  const { field, value, quote } = answer as Record<string, unknown>;
  if (typeof field !== "string" || typeof quote !== "string" || quote === "") return [];
  const plain = typeof value === "number" ? String(value) : value;
  if (typeof plain !== "string" || plain === "") return [];
  return [{ type: "proposal", key: field, value: plain, quote }];
}

function objectIn(json: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(json);
    const isObject = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
    return isObject ? parsed as Record<string, unknown> : null;
  } catch {
    return null; // cut, or never JSON
  }
}
