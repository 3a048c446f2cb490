/** Events that we cause: our own, and the claim of a call that was offered to many. */
import type { Asking, Call, Options } from "./operation.ts";

export class UserEvents {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** POST /events/user/{eventName}: comes as `ChannelUserevent`. */
  send(
    eventName: string,
    options: Options<"events.userEvent", "eventName">,
    asking?: Asking,
  ): Promise<void> {
    return this.#call("events.userEvent", { eventName, ...options }, asking);
  }

  /** POST /events/claim: takes a call that came as `CallBroadcast`; 409 when another was faster. */
  claim(channelId: string, application: string, asking?: Asking): Promise<void> {
    return this.#call("events.claimChannel", { channelId, application }, asking);
  }
}
