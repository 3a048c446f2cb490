/** How a stand-in counts tokens: roughly, as most tests want it, or as OpenAI's models do. */
import type { ChatRequest } from "./openai_chat.ts";

export interface Tokens {
  /** The text, cut where a model cuts it. */
  split(text: string): readonly string[];
  prompt(request: ChatRequest): number;
  /** Of a prompt that begins as an earlier one did. */
  cached(request: ChatRequest, earlier: readonly ChatRequest[]): number;
}

export const ROUGH_TOKENS: Tokens = {
  split: (text) => text.match(/\s*\S{1,6}/g) ?? [],
  prompt: ({ messages }) => JSON.stringify(messages).length >> 2,
  cached: () => 0,
};

/** OpenAI caches prompts from this many tokens on, in steps of the other. */
const CACHED_FROM = 1_024;
const CACHED_STEP = 128;

export async function exactTokens(): Promise<Tokens> {
  const { encode, decode } = await import("gpt-tokenizer/encoding/o200k_base");
  const plain = { allowedSpecial: new Set<string>(), disallowedSpecial: new Set<string>() };
  const count = (text: string) => encode(text, plain).length;
  return {
    split: (text) => encode(text, plain).map((token) => decode([token])),
    prompt: ({ messages, tools = [] }) => {
      const words = messages.reduce((sum, { content }) => sum + 4 + count(content ?? ""), 3);
      const forms = tools.reduce(
        (sum, tool) => sum + 9 + Math.floor(count(JSON.stringify(tool)) * 0.7),
        12,
      );
      return words + (tools.length === 0 ? 0 : forms);
    },
    cached: (request, earlier) => {
      const text = wholeText(request);
      const shared = Math.max(0, ...earlier.map((other) => sharedChars(text, wholeText(other))));
      const tokens = count(text.slice(0, shared));
      return tokens < CACHED_FROM ? 0 : Math.floor(tokens / CACHED_STEP) * CACHED_STEP;
    },
  };
}

function wholeText({ tools = [], messages }: ChatRequest): string {
  return JSON.stringify(tools) +
    messages.map(({ role, content }) => `\n${role}\n${content}`).join("");
}

function sharedChars(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return at;
}
