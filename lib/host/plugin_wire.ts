/** What Parley and a plugin's own process tell each other: JSON, one object a line, by stdin and stdout. */
import type { CallInfo, SpokenTurn } from "../plugin/contract.ts";

export type ToPlugin =
  | {
    readonly type: "start";
    readonly settings: unknown;
    readonly env: Readonly<Record<string, string | undefined>>;
  }
  | {
    readonly type: "ask";
    readonly id: number;
    readonly hook: string;
    readonly value: unknown;
    readonly call: CallInfo | null;
    readonly said: SpokenTurn | null;
  }
  | { readonly type: "ping" }
  /** Nobody waits for this answer any more. */
  | { readonly type: "abort"; readonly id: number }
  | { readonly type: "fetched"; readonly id: number; readonly response: WireResponse }
  /** `name` is that of the error: "GiveUp", "RetryLater". */
  | {
    readonly type: "unreachable";
    readonly id: number;
    readonly name: string;
    readonly reason: string;
  };

export type FromPlugin =
  | { readonly type: "ready"; readonly name: string; readonly hooks: readonly string[] }
  /** It can't run by these settings. */
  | { readonly type: "unfit"; readonly reason: string }
  | { readonly type: "pong" }
  | { readonly type: "answer"; readonly id: number; readonly value: unknown }
  | {
    readonly type: "threw";
    readonly id: number;
    readonly name: string;
    readonly message: string;
    readonly afterMs?: number;
    readonly pauses?: boolean;
  }
  | {
    readonly type: "log";
    readonly message: string;
    readonly fields?: Readonly<Record<string, unknown>>;
  }
  | { readonly type: "measure"; readonly metric: string; readonly value: number }
  | { readonly type: "fetch"; readonly id: number; readonly request: WireRequest };

export interface WireRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | null;
  readonly redirect: RequestRedirect;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  /** Base64. */
  readonly body: string;
}
