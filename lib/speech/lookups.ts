/** What a model asked of plugins' tools and what they said, as the next messages of its chat. */
import type { ChatCompletionMessageParam } from "openai/resources/chat/completions";
import type { LentTool, Toolbox } from "../call/ports.ts";
import type { StreamedAnswer } from "./streamed_answer.ts";
import type { ToolCall } from "./tools.ts";

/** Times in one turn that a model may look things up before it answers: each is a wait for the caller. */
export const LOOKUP_ROUNDS = 2;
/** Called side by side; the caller asked one thing. */
const LOOKUPS_AT_ONCE = 4;
/** What our own tools say: nothing comes back from them, and each call must have an answer. */
const NOTED = "noted";
const NOT_AVAILABLE = "not available";

/** False where it calls none of those offered, or its answer was cut. */
export function looksUp({ finish, written }: StreamedAnswer, offers: readonly LentTool[]): boolean {
  return finish === "tool_calls" &&
    written.calls.some(({ name }) => offers.some((offer) => offer.name === name));
}

/** Takes as long as the slowest tool; never rejects. */
export async function lookUp(
  { text, calls }: StreamedAnswer["written"],
  tools: Toolbox,
  signal: AbortSignal,
): Promise<ChatCompletionMessageParam[]> {
  const lookups = calls.filter((call) => isLent(call, tools)).slice(0, LOOKUPS_AT_ONCE);
  const answers = await Promise.all(calls.map(async (call) => {
    if (!isLent(call, tools)) return NOTED;
    return lookups.includes(call) ? await answerOf(call, tools, signal) : NOT_AVAILABLE;
  }));
  return [
    {
      role: "assistant",
      content: text === "" ? null : text,
      tool_calls: calls.map(({ id, name, args }) => {
        return { id, type: "function" as const, function: { name, arguments: args } };
      }),
    },
    ...calls.map(({ id }, at) => {
      return { role: "tool" as const, tool_call_id: id, content: answers[at]! };
    }),
  ];
}

function isLent({ name }: ToolCall, { offers }: Toolbox): boolean {
  return offers.some((offer) => offer.name === name);
}

async function answerOf({ name, args }: ToolCall, tools: Toolbox, signal: AbortSignal) {
  let read: unknown;
  try {
    read = JSON.parse(args || "{}");
  } catch {
    return NOT_AVAILABLE; // the model wrote no JSON
  }
  return await tools.call(name, read, signal);
}
