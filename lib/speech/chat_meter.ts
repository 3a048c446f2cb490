/** What chat answers used: by the provider's own count, and where that never came, by ours. */
import type { ChatCompletionChunk } from "openai/resources/chat/completions";
import type { ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions";
import type { Usage } from "../core/cost.ts";
import { tokenizer } from "./tokenizer.ts";

/** OpenAI frames each message with so many tokens, and begins the answer with the others. */
const MESSAGE_TOKENS = 4;
const ANSWER_TOKENS = 3;

type Counted = NonNullable<ChatCompletionChunk["usage"]>;

/** One for each model: it learns from complete answers what stands around the words of a request. */
export class ChatMeter {
  readonly #model: string;
  /** Of the tools, whose form in the prompt is not public. */
  #toolTokens: number | null = null;
  /** Of the last complete answer: the next request begins with the same words. */
  #cachedTokens = 0;

  constructor(model: string) {
    this.#model = model;
  }

  begin(body: ChatCompletionCreateParamsStreaming): ChatUse {
    return new ChatUse((counted, answer) => {
      return counted ? this.#byProvider(counted, body) : this.#byUs(answer, body);
    });
  }

  #byProvider(counted: Counted, body: ChatCompletionCreateParamsStreaming): Usage {
    const { prompt_tokens: prompt, completion_tokens: answer } = counted;
    const cached = counted.prompt_tokens_details?.cached_tokens ?? 0;
    this.#toolTokens = Math.max(0, prompt - wordTokens(body));
    this.#cachedTokens = cached;
    return this.#usage(prompt, cached, answer, false);
  }

  #byUs(answer: string, body: ChatCompletionCreateParamsStreaming): Usage {
    this.#toolTokens ??= tokenizer().count(JSON.stringify(body.tools ?? []));
    const prompt = wordTokens(body) + this.#toolTokens;
    const answered = tokenizer().count(answer);
    return this.#usage(prompt, Math.min(this.#cachedTokens, prompt), answered, true);
  }

  #usage(prompt: number, cached: number, answer: number, estimated: boolean): Usage {
    const units = {
      prompt_tokens: whole(prompt - cached),
      cached_tokens: whole(cached),
      answer_tokens: whole(answer),
    };
    return { provider: "openai", model: this.#model, units, estimated };
  }
}

/** Of one request. */
export class ChatUse {
  readonly #measure: (counted: Counted | null, answer: string) => Usage;
  readonly #pieces: string[] = [];
  #counted: Counted | null = null;

  constructor(measure: (counted: Counted | null, answer: string) => Usage) {
    this.#measure = measure;
  }

  take({ usage, choices }: ChatCompletionChunk): void {
    if (usage) this.#counted = usage;
    const { content, tool_calls: calls = [] } = choices?.[0]?.delta ?? {};
    if (content) this.#pieces.push(content);
    for (const { function: called } of calls) {
      this.#pieces.push(called?.name ?? "", called?.arguments ?? "");
    }
  }

  get usage(): Usage {
    return this.#measure(this.#counted, this.#pieces.join(""));
  }
}

function wordTokens({ messages }: ChatCompletionCreateParamsStreaming): number {
  const contents = messages.map((message) => {
    const calls = "tool_calls" in message ? JSON.stringify(message.tool_calls) : "";
    return (typeof message.content === "string" ? message.content : "") + calls;
  });
  return contents.reduce(
    (sum, content) => sum + MESSAGE_TOKENS + tokenizer().count(content),
    ANSWER_TOKENS,
  );
}

/** Servers may count as they like; money is counted in whole numbers. */
function whole(count: number): number {
  return Number.isFinite(count) ? Math.max(0, Math.round(count)) : 0;
}
