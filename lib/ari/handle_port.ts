/** What a handle needs of the connection that it belongs to. */
import type { Playback } from "./playback.ts";
import type { Recording } from "./recording.ts";
import type { Channel } from "./channel.ts";
import type * as Models from "./models.gen.ts";
import type { Nouns } from "./nouns.ts";
import type { Options } from "./operation.ts";

export interface Home {
  readonly nouns: Nouns;
  /** Where channels enter that are made without saying so. */
  readonly app: string;
  readonly trouble: (error: unknown) => void;
  /** Follows it from before `send` on; forgets it when Asterisk refuses. */
  playback(target: string, id: string, send: () => Promise<Models.Playback>): Promise<Playback>;
  recording(
    target: string,
    name: string,
    send: () => Promise<Models.LiveRecording>,
  ): Promise<Recording>;
  channel(id: string, send: () => Promise<Models.Channel>): Promise<Channel>;
}

/** Of an operation that makes something: our own id unless there is one. */
export function newId(id?: string): string {
  return id ?? crypto.randomUUID();
}

/** Enters our own application unless another is named. */
export type InOurApp<Name extends "channels.create" | "channels.externalMedia"> =
  & Options<Name, "app">
  & { readonly app?: string | undefined };
