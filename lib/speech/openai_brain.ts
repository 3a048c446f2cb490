/** The brain behind OpenAI's chat completions, or behind any server that speaks the same. */
import OpenAI, { APIError } from "openai";
import type { ChatCompletionChunk } from "openai/resources/chat/completions";
import type { ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions";
import type { Account, Brain, BrainTold } from "../call/ports.ts";
import type { BrainRequest } from "../core/brain.ts";
import type { FallibleBrain, Told } from "./brain_chain.ts";
import { ChatMeter } from "./chat_meter.ts";
import { type OpenAiAccount, openAiClient, openAiTrouble } from "./openai_client.ts";
import { ProviderError } from "./provider_error.ts";
import { answerKeys, promptOf } from "./prompt.ts";
import { StreamedAnswer } from "./streamed_answer.ts";
import { toolsFor } from "./tools.ts";

/**
 * Small, quick and current (March 2026); without `reasoning_effort` it answers at once, and with it
 * chat completions refuse tools.
 */
export const DEFAULT_MODEL = "gpt-5.4-mini";
export const DEFAULT_TEMPERATURE = 0.7;

export interface BrainDeadlines {
  /** From the question to the first sentence or tool call. */
  readonly firstSentenceMs: number;
  /** After that: from one piece of the answer to the next. */
  readonly stallMs: number;
  /** To the end of the answer. */
  readonly totalMs: number;
}

/**
 * Beyond 1.5 s a pause sounds like a dead line. A stall is found while the caller still hears the
 * sentence before it. The core passes over any brain at 8 s.
 */
export const BRAIN_DEADLINES: BrainDeadlines = {
  firstSentenceMs: 1_500,
  stallMs: 1_000,
  totalMs: 6_000,
};

/** Two sentences and twelve answers need some 500; also bounds what a runaway answer costs. */
const MAX_ANSWER_TOKENS = 800;
/** What a model or another server may refuse, and the answer does without. */
const OPTIONAL = ["temperature", "max_completion_tokens", "store", "stream_options"] as const;
type Optional = typeof OPTIONAL[number];

export interface OpenAiBrainOptions extends OpenAiAccount {
  readonly model?: string;
  readonly temperature?: number;
  readonly deadlines?: BrainDeadlines;
}

export class OpenAiBrain implements Brain, FallibleBrain {
  readonly name: string;
  readonly #client: OpenAI;
  readonly #model: string;
  readonly #temperature: number;
  readonly #deadlines: BrainDeadlines;
  readonly #meter: ChatMeter;
  /** Learned from refusals; as long as the process lives. */
  readonly #refused = new Set<Optional>();

  constructor(options: OpenAiBrainOptions) {
    this.#model = options.model ?? DEFAULT_MODEL;
    this.name = `openai ${this.#model}`;
    this.#temperature = options.temperature ?? DEFAULT_TEMPERATURE;
    this.#deadlines = options.deadlines ?? BRAIN_DEADLINES;
    this.#meter = new ChatMeter(this.#model);
    this.#client = openAiClient(options, this.#deadlines.totalMs);
  }

  answer(
    request: BrainRequest,
    tell: (told: BrainTold) => void,
    signal: AbortSignal,
    account?: Account,
  ): void {
    const done = () => signal.aborted || tell({ type: "done", by: this.name });
    this.think(request, tell, signal, account).then(done, done);
  }

  /** Rejects with a ProviderError; sentences told before that stand. Resolves when `signal` aborts. */
  async think(
    request: BrainRequest,
    tell: (told: Told) => void,
    signal: AbortSignal,
    account?: Account,
  ): Promise<void> {
    const patience = new Patience(this.#deadlines, this.name);
    const answer = new StreamedAnswer({
      begun: () => tell({ type: "first_token" }),
      sentence: (text) => patience.over || signal.aborted || tell({ type: "sentence", text }),
      alive: () => patience.alive(),
    });
    try {
      const enough = AbortSignal.any([signal, patience.signal]);
      await this.#read(request, enough, account, (chunk) => {
        patience.goOn();
        answer.take(chunk);
      });
      patience.check();
      if (!signal.aborted) finish(answer, tell, this.name);
    } catch (error) {
      if (signal.aborted) return;
      patience.check();
      throw openAiTrouble(`answer with ${this.#model}`, error, Date.now());
    } finally {
      answer.close();
      patience.end();
    }
  }

  /** The SDK ends the stream silently when `signal` aborts; what was sent by then is paid all the same. */
  async #read(
    request: BrainRequest,
    signal: AbortSignal,
    account: Account | undefined,
    take: (chunk: ChatCompletionChunk) => void,
  ): Promise<void> {
    const use = this.#meter.begin(this.#body(request));
    let isPaid = true;
    try {
      const stream = await this.#open(request, signal).catch((error) => {
        isPaid = signal.aborted; // else it was refused, or nobody was there
        throw error;
      });
      for await (const chunk of stream) {
        use.take(chunk);
        if (signal.aborted) return;
        take(chunk);
      }
    } finally {
      if (isPaid) account?.used(use.usage);
    }
  }

  async #open(request: BrainRequest, signal: AbortSignal) {
    const body = this.#body(request);
    try {
      return await this.#client.chat.completions.create(body, { signal });
    } catch (error) {
      const refused = OPTIONAL.find((name) => body[name] !== undefined && refuses(error, name));
      if (refused === undefined) throw error;
      this.#refused.add(refused);
      return await this.#client.chat.completions.create(this.#body(request), { signal });
    }
  }

  #body(request: BrainRequest): ChatCompletionCreateParamsStreaming {
    const body: ChatCompletionCreateParamsStreaming = {
      model: this.#model,
      stream: true,
      messages: promptOf(request),
      tools: toolsFor(answerKeys(request.campaign)),
      temperature: this.#temperature,
      max_completion_tokens: MAX_ANSWER_TOKENS,
      store: false, // what callers say is not kept by the provider
      stream_options: { include_usage: true },
    };
    for (const name of this.#refused) delete body[name];
    return body;
  }
}

/** Throws where the answer is none; else tells what the model proposes. */
function finish(answer: StreamedAnswer, tell: (told: Told) => void, name: string): void {
  if (answer.finish === null) throw new ProviderError(`Cannot answer with ${name}: it broke off`);
  const { sentences, proposals } = answer.end();
  if (sentences === 0 && proposals.length === 0) {
    throw new ProviderError(`Cannot answer with ${name}: it said nothing (${answer.finish})`);
  }
  for (const proposal of proposals) tell(proposal);
}

/** OpenAI: 400 with the parameter's name; other servers name it only in their prose. */
function refuses(error: unknown, name: Optional): boolean {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return false;
  return error.param ? error.param.split(".")[0] === name : error.message.includes(name);
}

/** How long an answer may take: `signal` aborts when it is too long. */
class Patience {
  readonly #abort = new AbortController();
  readonly #deadlines: BrainDeadlines;
  readonly #name: string;
  readonly #total: ReturnType<typeof setTimeout>;
  #next: ReturnType<typeof setTimeout>;
  #alive = false;

  constructor(deadlines: BrainDeadlines, name: string) {
    this.#deadlines = deadlines;
    this.#name = name;
    this.#total = this.#giveUp("the answer did not end", deadlines.totalMs);
    this.#next = this.#giveUp("no sentence came", deadlines.firstSentenceMs);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get over(): boolean {
    return this.#abort.signal.aborted;
  }

  /** Throws why it is over. */
  check(): void {
    this.#abort.signal.throwIfAborted();
  }

  /** The first sentence or tool call has come. */
  alive(): void {
    this.#alive = true;
    this.goOn();
  }

  /** A piece of the answer has come. */
  goOn(): void {
    if (!this.#alive) return;
    clearTimeout(this.#next);
    this.#next = this.#giveUp("nothing more came", this.#deadlines.stallMs);
  }

  end(): void {
    clearTimeout(this.#total);
    clearTimeout(this.#next);
  }

  #giveUp(what: string, ms: number): ReturnType<typeof setTimeout> {
    const message = `Cannot answer with ${this.#name}: ${what} within ${ms} ms`;
    return setTimeout(() => this.#abort.abort(new ProviderError(message)), ms);
  }
}
