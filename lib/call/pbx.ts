/** What joining a call needs of the PBX. An ARI client and a media leg fit it; app.ts joins them. */
import type { AudioEncoding, MediaEvent, MediaLeg } from "./ports.ts";

export interface Pbx {
  /** What the channel sends: nothing is transcoded on the default path. */
  encodingOf(channel: string): Promise<AudioEncoding>;
  answer(channel: string): Promise<void>;
  /** The dialplan's absolute limit: until this is set, the caller is taken away within seconds. */
  limit(channel: string, seconds: number): Promise<void>;
  /** Makes a leg that enters our application, and opens its socket. */
  openLeg(
    channel: string,
    encoding: AudioEncoding,
    tell: (event: MediaEvent) => void,
  ): Promise<MediaLeg>;
  createBridge(bridge: string): Promise<void>;
  addToBridge(bridge: string, channels: readonly string[]): Promise<void>;
  /** What is already gone counts as gone. */
  destroyBridge(bridge: string): Promise<void>;
  hangUp(channel: string): Promise<void>;
  /** To the one place in the dialplan where a person is, with these variables. */
  putThrough(channel: string, variables: Readonly<Record<string, string>>): Promise<void>;
  /** Back to the dialplan, at the priority after Stasis. */
  continueInDialplan(channel: string): Promise<void>;
}
