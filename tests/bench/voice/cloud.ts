/** Deepgram and OpenAI of the bench, as seen from its main thread. */
import type { Spread } from "./delays.ts";
import type { Saying } from "./sayings.ts";
import type { Stamp } from "./stamps.ts";

export interface CloudSettings {
  readonly spread: Spread;
  /** "tones" are told apart by who hears them; "flite" is for people. */
  readonly voice: "tones" | "flite";
  /** How fast the agent speaks. */
  readonly pace: "natural" | "brisk";
  /** Speech comes at once: while a program renders its phrases. */
  readonly hurry: boolean;
}

export type CloudOrder =
  | { readonly type: "settings"; readonly settings: CloudSettings }
  | { readonly type: "sayings"; readonly sayings: ReadonlyMap<string, readonly Saying[]> }
  | { readonly type: "stamps" };

type Answer =
  | { readonly type: "ready"; readonly openAiUrl: string; readonly deepgramUrl: string }
  | { readonly type: "stamps"; readonly stamps: readonly Stamp[] };

export class Cloud implements Disposable {
  readonly #thread: Worker;
  /** For the program. */
  readonly env: Readonly<Record<string, string>>;

  private constructor(thread: Worker, { openAiUrl, deepgramUrl }: Answer & { type: "ready" }) {
    this.#thread = thread;
    this.env = {
      DEEPGRAM_URL: deepgramUrl,
      DEEPGRAM_API_KEY: "test-key",
      OPENAI_BASE_URL: openAiUrl,
      OPENAI_API_KEY: "test-key",
    };
  }

  static async start(): Promise<Cloud> {
    const thread = new Worker(import.meta.resolve("./cloud_thread.ts"), { type: "module" });
    return new Cloud(thread, await told(thread, "ready"));
  }

  set(settings: CloudSettings): void {
    this.#order({ type: "settings", settings });
  }

  /** What will be said to the ears from the next line on. */
  learn(sayings: ReadonlyMap<string, readonly Saying[]>): void {
    this.#order({ type: "sayings", sayings });
  }

  /** What happened since the last time that this was asked. */
  async stamps(): Promise<readonly Stamp[]> {
    this.#order({ type: "stamps" });
    return (await told(this.#thread, "stamps")).stamps;
  }

  [Symbol.dispose](): void {
    this.#thread.terminate();
  }

  #order(order: CloudOrder): void {
    this.#thread.postMessage(order);
  }
}

function told<Type extends Answer["type"]>(
  thread: Worker,
  type: Type,
): Promise<Extract<Answer, { type: Type }>> {
  return new Promise((resolve, reject) => {
    thread.onmessage = ({ data }: MessageEvent<Answer>) => {
      if (data.type === type) resolve(data as Extract<Answer, { type: Type }>);
    };
    thread.onerror = ({ message }) => reject(new Error(`The stand-ins have failed: ${message}`));
  });
}
