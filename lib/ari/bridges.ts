/** Bridges: where legs hear each other. */
import { gone } from "./gone.ts";
import type { Bridge, LiveRecording, Playback } from "./models.gen.ts";
import type { Asking, Call, Options } from "./operation.ts";

export class Bridges {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** GET /bridges */
  list(asking?: Asking): Promise<readonly Bridge[]> {
    return this.#call("bridges.list", {}, asking);
  }

  /** GET /bridges/{bridgeId} */
  get(bridgeId: string, asking?: Asking): Promise<Bridge> {
    return this.#call("bridges.get", { bridgeId }, asking);
  }

  /**
   * POST /bridges: `type` is "mixing", "holding" and more, with commas. Variables are set in a
   * second step: sent along, 22.10 and 22.11-rc1 make the bridge, answer 400 and leave it behind.
   */
  async create(options: Options<"bridges.create"> = {}, asking?: Asking): Promise<Bridge> {
    const { variables, ...rest } = options;
    const bridge = await this.#create(rest, asking);
    if (variables === undefined) return bridge;
    try {
      await this.setVariables(bridge.id, variables, asking);
      return await this.get(bridge.id, asking);
    } catch (error) {
      await this.destroy(bridge.id).catch(() => {});
      throw error;
    }
  }

  #create(options: Options<"bridges.create", "variables">, asking?: Asking): Promise<Bridge> {
    const { bridgeId, ...rest } = options;
    if (bridgeId === undefined) return this.#call("bridges.create", rest, asking);
    return this.#call("bridges.createWithId", { bridgeId, ...rest }, asking);
  }

  /** DELETE /bridges/{bridgeId}: its channels stay. A bridge already gone counts as destroyed. */
  destroy(bridgeId: string, asking?: Asking): Promise<void> {
    return gone(this.#call("bridges.destroy", { bridgeId }, asking));
  }

  /** POST /bridges/{bridgeId}/addChannel: takes a channel out of the bridge that it is in. */
  add(
    bridgeId: string,
    channel: string | readonly string[],
    options: Options<"bridges.addChannel", "bridgeId" | "channel"> = {},
    asking?: Asking,
  ): Promise<void> {
    return this.#call("bridges.addChannel", { bridgeId, channel, ...options }, asking);
  }

  /** POST /bridges/{bridgeId}/removeChannel */
  remove(bridgeId: string, channel: string | readonly string[], asking?: Asking): Promise<void> {
    return this.#call("bridges.removeChannel", { bridgeId, channel }, asking);
  }

  /** POST /bridges/{bridgeId}/videoSource/{channelId} */
  setVideoSource(bridgeId: string, channelId: string, asking?: Asking): Promise<void> {
    return this.#call("bridges.setVideoSource", { bridgeId, channelId }, asking);
  }

  /** DELETE /bridges/{bridgeId}/videoSource */
  clearVideoSource(bridgeId: string, asking?: Asking): Promise<void> {
    return this.#call("bridges.clearVideoSource", { bridgeId }, asking);
  }

  /** POST /bridges/{bridgeId}/moh */
  startMusic(bridgeId: string, mohClass?: string, asking?: Asking): Promise<void> {
    return this.#call("bridges.startMoh", { bridgeId, mohClass }, asking);
  }

  /** DELETE /bridges/{bridgeId}/moh */
  stopMusic(bridgeId: string, asking?: Asking): Promise<void> {
    return this.#call("bridges.stopMoh", { bridgeId }, asking);
  }

  /** POST /bridges/{bridgeId}/play: everybody in it hears it. */
  play(
    bridgeId: string,
    options: Options<"bridges.play", "bridgeId">,
    asking?: Asking,
  ): Promise<Playback> {
    const { playbackId, ...rest } = options;
    if (playbackId === undefined) return this.#call("bridges.play", { bridgeId, ...rest }, asking);
    return this.#call("bridges.playWithId", { bridgeId, playbackId, ...rest }, asking);
  }

  /** POST /bridges/{bridgeId}/record: what everybody in it says, mixed. */
  record(
    bridgeId: string,
    options: Options<"bridges.record", "bridgeId">,
    asking?: Asking,
  ): Promise<LiveRecording> {
    return this.#call("bridges.record", { bridgeId, ...options }, asking);
  }

  /** GET /bridges/{bridgeId}/variable */
  async variable(bridgeId: string, variable: string, asking?: Asking): Promise<string> {
    return (await this.#call("bridges.getBridgeVar", { bridgeId, variable }, asking)).value;
  }

  /** POST /bridges/{bridgeId}/variable */
  setVariable(
    bridgeId: string,
    variable: string,
    value: string,
    options: Options<"bridges.setBridgeVar", "bridgeId" | "variable" | "value"> = {},
    asking?: Asking,
  ): Promise<void> {
    return this.#call("bridges.setBridgeVar", { bridgeId, variable, value, ...options }, asking);
  }

  /** GET /bridges/{bridgeId}/variables */
  async variables(
    bridgeId: string,
    variables: readonly string[],
    asking?: Asking,
  ): Promise<Readonly<Record<string, string>>> {
    return (await this.#call("bridges.getBridgeVars", { bridgeId, variables }, asking)).variables;
  }

  /** POST /bridges/{bridgeId}/variables */
  setVariables(
    bridgeId: string,
    variables: Options<"bridges.setBridgeVars">["variables"],
    asking?: Asking,
  ): Promise<void> {
    return this.#call("bridges.setBridgeVars", { bridgeId, variables }, asking);
  }
}
