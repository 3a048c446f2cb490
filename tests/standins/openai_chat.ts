/** Chat completions as OpenAI streams them: what may be asked, and the events of an answer. */
import type { Tokens } from "./openai_tokens.ts";

export interface ChatMessage {
  readonly role: string;
  /** Null only beside tool calls of the assistant. */
  readonly content: string;
  readonly tool_calls?: readonly {
    readonly id: string;
    readonly function: { readonly name: string; readonly arguments: string };
  }[];
  readonly tool_call_id?: string;
}

/** A request as it came, after its shape was checked. */
export interface ChatRequest {
  readonly model: string;
  readonly stream: true;
  readonly messages: readonly ChatMessage[];
  readonly temperature?: number;
  readonly tools?: readonly {
    readonly function: { readonly name: string; readonly description?: string };
  }[];
  readonly stream_options?: { readonly include_usage?: boolean };
}

export interface ChatCall {
  readonly name: string;
  /** A string is sent as it is, anything else as JSON. */
  readonly args: unknown;
}

/** What the model answers. */
export interface ChatReply {
  readonly text?: string;
  readonly calls?: readonly ChatCall[];
  readonly finish?: string;
}

export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
}

const PARAMETERS = new Set(
  ("model messages stream stream_options temperature top_p n stop tools tool_choice store seed user " +
    "max_tokens max_completion_tokens parallel_tool_calls presence_penalty frequency_penalty " +
    "reasoning_effort response_format metadata service_tier verbosity prompt_cache_key").split(" "),
);
const ROLES = new Set(["system", "developer", "user", "assistant", "tool"]);

/** null where the request is as OpenAI takes it. `coldModels`: those that refuse a temperature. */
export function refusalOf(body: unknown, coldModels: ReadonlySet<string>): Refusal | null {
  if (typeof body !== "object" || body === null) return invalid("We could not parse the JSON body");
  const request = body as Record<string, unknown>;
  for (const name of Object.keys(request)) {
    if (!PARAMETERS.has(name)) {
      return invalid(`Unrecognized request argument supplied: ${name}`, null, null);
    }
  }
  if (typeof request["model"] !== "string") return invalid("you must provide a model parameter");
  if (
    coldModels.has(request["model"]) && ![undefined, 1].includes(number(request["temperature"]))
  ) {
    const value = request["temperature"];
    return invalid(
      `Unsupported value: 'temperature' does not support ${value} with this model. ` +
        "Only the default (1) value is supported.",
      "temperature",
      "unsupported_value",
    );
  }
  return refusalOfMessages(request["messages"]) ?? refusalOfTools(request["tools"]);
}

function number(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function refusalOfMessages(messages: unknown): Refusal | null {
  if (!Array.isArray(messages) || messages.length === 0) {
    return invalid("Invalid 'messages': empty array", "messages", "empty_array");
  }
  for (const [at, message] of messages.entries()) {
    const { role, content } = message as Record<string, unknown>;
    if (typeof role !== "string" || !ROLES.has(role)) {
      return invalid(`Invalid value: '${role}'`, `messages[${at}].role`, "invalid_value");
    }
    const callsTools = role === "assistant" && Array.isArray((message as ChatMessage).tool_calls);
    if (typeof content !== "string" && !(content === null && callsTools)) {
      return invalid("Invalid type for content", `messages[${at}].content`, "invalid_type");
    }
  }
  return refusalOfToolMessages(messages);
}

/** Each call is answered right behind the message that makes it, and nothing else is. */
function refusalOfToolMessages(messages: readonly ChatMessage[]): Refusal | null {
  let open: readonly string[] = [];
  for (const [at, { role, tool_calls: calls = [], tool_call_id: id = "" }] of messages.entries()) {
    if (role === "tool" && !open.includes(id)) {
      return invalid(
        "Invalid parameter: messages with role 'tool' must be a response to a preceeding message " +
          "with 'tool_calls'.",
        `messages[${at}].role`,
      );
    }
    open = open.filter((each) => each !== id);
    if (role !== "tool" && open.length > 0) return unanswered(open);
    open = [...open, ...calls.map((call) => call.id)];
    for (const { id, function: { name, arguments: args } } of calls) {
      if (!id || typeof name !== "string" || typeof args !== "string") {
        return invalid("Invalid tool call", `messages[${at}].tool_calls`, "invalid_type");
      }
    }
  }
  return open.length > 0 ? unanswered(open) : null;
}

function unanswered(ids: readonly string[]): Refusal {
  return invalid(
    "An assistant message with 'tool_calls' must be followed by tool messages responding to each " +
      `'tool_call_id'. The following tool_call_ids did not have response messages: ${
        ids.join(", ")
      }`,
    "messages",
  );
}

function refusalOfTools(tools: unknown): Refusal | null {
  if (tools === undefined) return null;
  if (!Array.isArray(tools) || tools.length === 0) {
    return invalid("Invalid 'tools': empty array", "tools", "empty_array");
  }
  for (const [at, tool] of tools.entries()) {
    const name: unknown = tool?.type === "function" ? tool.function?.name : null;
    if (typeof name !== "string" || !/^[a-zA-Z0-9_-]{1,64}$/.test(name)) {
      return invalid("Invalid tool", `tools[${at}].function.name`, "invalid_value");
    }
    const { type } = tool.function.parameters ?? {};
    if (type !== "object") {
      return invalid(
        `Invalid schema for function '${name}': schema must be a JSON Schema of 'type: "object"', ` +
          `got 'type: "${type ?? "None"}"'.`,
        `tools[${at}].function.parameters`,
        "invalid_function_parameters",
      );
    }
  }
  return null;
}

function invalid(message: string, param: string | null = null, code: string | null = null) {
  return { status: 400, message, type: "invalid_request_error", param, code };
}

export interface Answering {
  readonly id: string;
  readonly tokens: Tokens;
  /** Of the prompt. */
  readonly cachedTokens: number;
}

/** The data of the answer's events, in order, without `[DONE]`. Sent one by one. */
export function chatEvents(
  request: ChatRequest,
  reply: ChatReply,
  { id, tokens, cachedTokens }: Answering,
): string[] {
  const base = {
    id,
    object: "chat.completion.chunk",
    created: Math.floor(Date.now() / 1_000),
    model: request.model,
    system_fingerprint: "fp_standin",
  };
  const usage = request.stream_options?.include_usage ? { usage: null } : {};
  const event = (delta: unknown, finish: string | null = null) =>
    JSON.stringify({
      ...base,
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      ...usage,
    });
  const words = tokens.split(reply.text ?? "");
  const calls = reply.calls ?? [];
  const events = [
    event({ role: "assistant", content: calls.length > 0 && words.length === 0 ? null : "" }),
    ...words.map((content) => event({ content })),
    ...calls.flatMap((call, index) => callDeltas(call, index, id).map((delta) => event(delta))),
    event({}, reply.finish ?? (calls.length > 0 ? "tool_calls" : "stop")),
  ];
  if (request.stream_options?.include_usage) {
    const prompt = tokens.prompt(request);
    const answer = answerTokens(events, tokens);
    const counts = { prompt_tokens: prompt, completion_tokens: answer };
    const details = { prompt_tokens_details: { cached_tokens: cachedTokens } };
    const total = { ...counts, ...details, total_tokens: prompt + answer };
    events.push(JSON.stringify({ ...base, choices: [], usage: total }));
  }
  return events;
}

/** Of what these events tell: words, and the tools that are called. */
export function answerTokens(events: readonly string[], tokens: Tokens): number {
  const deltas = events.map((data) => JSON.parse(data).choices[0]?.delta ?? {});
  const words = deltas.map(({ content }) => content ?? "").join("");
  const calls = deltas.flatMap(({ tool_calls = [] }) =>
    tool_calls.map((call: { function: { name?: string; arguments?: string } }) =>
      [
        call.function.name ?? "",
        call.function.arguments ?? "",
      ].join("")
    )
  ).join("");
  return tokens.split(words).length + tokens.split(calls).length;
}

function callDeltas({ name, args }: ChatCall, index: number, id: string): unknown[] {
  const json = typeof args === "string" ? args : JSON.stringify(args);
  const head = { index, id: `call_${id}_${index}`, type: "function" };
  return [
    { tool_calls: [{ ...head, function: { name, arguments: "" } }] },
    ...(json.match(/[\s\S]{1,9}/g) ?? []).map((piece) => ({
      tool_calls: [{ index, function: { arguments: piece } }],
    })),
  ];
}

/** Seven bytes at a time: through lines, JSON and letters. */
export function cutAnywhere(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const count = Math.ceil(bytes.length / 7);
  return Array.from({ length: count }, (_, at) => bytes.slice(at * 7, at * 7 + 7));
}
