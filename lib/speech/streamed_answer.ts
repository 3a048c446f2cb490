/** Makes sentences and proposals of one streamed chat answer while it arrives. */
import type { ChatCompletionChunk } from "openai/resources/chat/completions";
import { MAX_SENTENCES } from "../core/limits.ts";
import { SentenceSplitter } from "../core/sentences.ts";
import { plainSpeech } from "./plain_speech.ts";
import { MAX_ARGUMENT_CHARS, MAX_TOOL_CALLS, type Proposal } from "./tools.ts";
import { proposalsOf, type ToolCall } from "./tools.ts";

/** Characters of one answer that are looked at; four long sentences are half of it. */
const MAX_ANSWER_CHARS = 4_000;
/** A sentence's end that nothing follows for this long is one: tokens come every 10 to 50 ms. */
const SETTLE_MS = 200;

export interface AnswerEars {
  /** The first piece of it, of whatever kind. */
  readonly begun: () => void;
  readonly sentence: (text: string) => void;
  /** The first sign that an answer comes: a sentence, or the beginning of a tool call. */
  readonly alive: () => void;
}

export class StreamedAnswer {
  readonly #ears: AnswerEars;
  readonly #splitter = new SentenceSplitter();
  readonly #calls = new Map<number, ToolCall>();
  #text = "";
  #begun = false;
  #chars = 0;
  #sentences = 0;
  #settling: ReturnType<typeof setTimeout> | null = null;
  #finish: string | null = null;

  constructor(ears: AnswerEars) {
    this.#ears = ears;
  }

  /** Why the model stopped ("stop", "tool_calls", "length", …); null while it has not. */
  get finish(): string | null {
    return this.#finish;
  }

  take(chunk: ChatCompletionChunk): void {
    const choice = chunk.choices?.[0]; // none in the chunk that counts tokens
    if (!choice) return;
    const { content, tool_calls: calls = [] } = choice.delta ?? {};
    if (content || calls.length > 0) this.#begin();
    if (content) this.#write(content);
    for (const piece of calls) this.#call(piece);
    if (choice.finish_reason) this.#finish = choice.finish_reason;
  }

  /** What was said and called, as the model wrote it: it is told again with what the tools say. */
  get written(): { readonly text: string; readonly calls: readonly ToolCall[] } {
    return { text: this.#text, calls: [...this.#calls.values()] };
  }

  /** The answer is complete: tells what is left, and gives what the model proposes. */
  end(): { readonly sentences: number; readonly proposals: readonly Proposal[] } {
    this.close();
    const cut = this.#finish !== "stop" && this.#finish !== "tool_calls";
    this.#tell(cut ? this.#splitter.settle() : this.#splitter.flush());
    return { sentences: this.#sentences, proposals: proposalsOf([...this.#calls.values()]) };
  }

  /** Nothing is told afterwards. */
  close(): void {
    if (this.#settling !== null) clearTimeout(this.#settling);
    this.#settling = null;
  }

  #begin(): void {
    if (!this.#begun) this.#ears.begun();
    this.#begun = true;
  }

  #write(text: string): void {
    const piece = text.slice(0, MAX_ANSWER_CHARS - this.#chars);
    this.#chars += piece.length;
    this.#text += piece;
    this.close();
    this.#tell(this.#splitter.push(piece));
    const clause = this.#sentences === 0 ? this.#splitter.clause() : null; // sooner than all of it
    if (clause !== null) this.#tell([clause]);
    this.#settling = setTimeout(() => this.#tell(this.#splitter.settle()), SETTLE_MS);
  }

  #call(piece: ChatCompletionChunk.Choice.Delta.ToolCall): void {
    if (this.#calls.size === 0) this.#tell(this.#splitter.settle()); // words first, then tools
    this.#ears.alive();
    const known = this.#calls.get(piece.index);
    if (!known && this.#calls.size >= MAX_TOOL_CALLS) return;
    const { id = "", name = "", args = "" } = known ?? {};
    this.#calls.set(piece.index, {
      id: id || (piece.id ?? ""),
      name: name + (piece.function?.name ?? ""),
      // One character over the limit makes the JSON invalid, so a cut call is never half-run.
      args: (args + (piece.function?.arguments ?? "")).slice(0, MAX_ARGUMENT_CHARS),
    });
  }

  #tell(sentences: readonly string[]): void {
    for (const sentence of sentences) {
      const text = plainSpeech(sentence);
      if (text === "" || this.#sentences >= MAX_SENTENCES) continue;
      this.#sentences++;
      this.#ears.alive();
      this.#ears.sentence(text);
    }
  }
}
