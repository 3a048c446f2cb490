/** The brain behind OpenAI's chat completions, or behind any server that speaks the same. */
import OpenAI, { APIError } from "openai";
import type { ChatCompletionChunk } from "openai/resources/chat/completions";
import type { ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions";
import type { ChatCompletionMessageParam } from "openai/resources/chat/completions";
import type { Account, Brain, BrainTold, LentTool, Toolbox } from "../call/ports.ts";
import type { BrainRequest } from "../core/brain.ts";
import type { FallibleBrain, Told } from "./brain_chain.ts";
import { ChatMeter } from "./chat_meter.ts";
import { type OpenAiAccount, openAiClient, openAiTrouble } from "./openai_client.ts";
import { looksUp, lookUp, LOOKUP_ROUNDS } from "./lookups.ts";
import { BRAIN_DEADLINES, type BrainDeadlines, Patience } from "./patience.ts";
import { ProviderError } from "./provider_error.ts";
import { answerKeys, promptOf } from "./prompt.ts";
import { StreamedAnswer } from "./streamed_answer.ts";
import { lentTool, toolsFor } from "./tools.ts";

/**
 * Small, quick and current (March 2026); without `reasoning_effort` it answers at once, and with it
 * chat completions refuse tools.
 */
export const DEFAULT_MODEL = "gpt-5.4-mini";
export const DEFAULT_TEMPERATURE = 0.7;

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

const NO_TOOLS: Toolbox = {
  offers: [],
  call: () => Promise.resolve(""),
};

/** What the model is asked: once, or again with what tools said. */
interface Chat {
  readonly request: BrainRequest;
  readonly messages: readonly ChatCompletionMessageParam[];
  readonly offers: readonly LentTool[];
}

interface Listening {
  readonly tell: (told: Told) => void;
  readonly signal: AbortSignal;
  readonly patience: Patience;
  readonly account: Account | undefined;
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
  /** A plugin's schema may be none: the others' answers are not to be lost by it. */
  readonly #refusedOffers = new WeakSet<readonly LentTool[]>();

  constructor(options: OpenAiBrainOptions) {
    this.#model = options.model ?? DEFAULT_MODEL;
    this.name = `openai ${this.#model}`;
    this.#temperature = options.temperature ?? DEFAULT_TEMPERATURE;
    this.#deadlines = options.deadlines ?? BRAIN_DEADLINES;
    this.#meter = new ChatMeter(this.#model);
    this.#client = openAiClient(options);
  }

  answer(
    request: BrainRequest,
    tell: (told: BrainTold) => void,
    signal: AbortSignal,
    account?: Account,
    tools?: Toolbox,
  ): void {
    const done = () => signal.aborted || tell({ type: "done", by: this.name });
    this.think(request, tell, signal, account, tools).then(done, done);
  }

  /** Rejects with a ProviderError; sentences told before that stand. Resolves when `signal` aborts. */
  async think(
    request: BrainRequest,
    tell: (told: Told) => void,
    signal: AbortSignal,
    account?: Account,
    tools: Toolbox = NO_TOOLS,
  ): Promise<void> {
    const patience = new Patience(this.#deadlines, this.name);
    let begun = false;
    const hear = (told: Told) => {
      if (patience.over || signal.aborted || told.type === "first_token" && begun) return;
      begun ||= told.type === "first_token";
      tell(told);
    };
    const listening = { tell: hear, signal, patience, account };
    try {
      let messages: readonly ChatCompletionMessageParam[] = promptOf(request, lends(tools));
      for (let round = 0; account?.maySpend !== false || round === 0; round++) {
        const offers = round < LOOKUP_ROUNDS ? tools.offers : [];
        const answer = await this.#ask({ request, messages, offers }, listening);
        if (signal.aborted || !looksUp(answer, offers)) return;
        const lookedUp = await patience.hold(() => lookUp(answer.written, tools, signal));
        if (signal.aborted) return;
        messages = [...messages, ...lookedUp];
      }
    } catch (error) {
      if (signal.aborted) return;
      patience.check();
      throw openAiTrouble(`answer with ${this.#model}`, error, Date.now());
    } finally {
      patience.end();
    }
  }

  /** One request and its answer, whole: it tells what there is to tell. */
  async #ask(
    asked: Chat,
    { tell, signal, patience, account }: Listening,
  ): Promise<StreamedAnswer> {
    const answer = new StreamedAnswer({
      begun: () => tell({ type: "first_token" }),
      sentence: (text) => tell({ type: "sentence", text }),
      alive: () => patience.alive(),
    });
    try {
      const enough = AbortSignal.any([signal, patience.signal]);
      await this.#read(asked, enough, account, (chunk) => {
        patience.goOn();
        answer.take(chunk);
      });
      patience.check();
      if (!signal.aborted) finish(answer, tell, this.name, asked.offers);
      return answer;
    } finally {
      answer.close();
    }
  }

  /** The SDK ends the stream silently when `signal` aborts; what was sent by then is paid all the same. */
  async #read(
    asked: Chat,
    signal: AbortSignal,
    account: Account | undefined,
    take: (chunk: ChatCompletionChunk) => void,
  ): Promise<void> {
    const use = this.#meter.begin(this.#body(asked));
    let isPaid = true;
    try {
      const stream = await this.#open(asked, signal).catch((error) => {
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

  async #open(asked: Chat, signal: AbortSignal) {
    const body = this.#body(asked);
    try {
      return await this.#client.chat.completions.create(body, { signal });
    } catch (error) {
      const refused = OPTIONAL.find((name) => body[name] !== undefined && refuses(error, name));
      if (refused !== undefined) this.#refused.add(refused);
      else if (asked.offers.length > 0 && refuses(error, "tools")) {
        this.#refusedOffers.add(asked.offers);
      } else throw error;
      return await this.#client.chat.completions.create(this.#body(asked), { signal });
    }
  }

  #body({ request, messages, offers }: Chat): ChatCompletionCreateParamsStreaming {
    const lent = this.#refusedOffers.has(offers) ? [] : offers.map(lentTool);
    const body: ChatCompletionCreateParamsStreaming = {
      model: this.#model,
      stream: true,
      messages: [...messages],
      tools: [...toolsFor(answerKeys(request.campaign)), ...lent],
      temperature: this.#temperature,
      max_completion_tokens: MAX_ANSWER_TOKENS,
      store: false, // what callers say is not kept by the provider
      stream_options: { include_usage: true },
    };
    for (const name of this.#refused) delete body[name];
    return body;
  }
}

function lends({ offers }: Toolbox): boolean {
  return offers.length > 0;
}

/** Throws where the answer is none; else tells what the model proposes. */
function finish(
  answer: StreamedAnswer,
  tell: (told: Told) => void,
  name: string,
  offers: readonly LentTool[],
): void {
  if (answer.finish === null) throw new ProviderError(`Cannot answer with ${name}: it broke off`);
  const { sentences, proposals } = answer.end();
  if (sentences === 0 && proposals.length === 0 && !looksUp(answer, offers)) {
    throw new ProviderError(`Cannot answer with ${name}: it said nothing (${answer.finish})`);
  }
  for (const proposal of proposals) tell(proposal);
}

/** OpenAI: 400 with the parameter's name; other servers name it only in their prose. */
function refuses(error: unknown, name: Optional | "tools"): boolean {
  if (!(error instanceof APIError) || (error.status !== 400 && error.status !== 422)) return false;
  return error.param ? error.param.split(/[.[]/)[0] === name : error.message.includes(name);
}
