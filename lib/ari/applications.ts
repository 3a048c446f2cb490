/** Applications: who hears what. Subscriptions and filters vanish with the application's object. */
import type { Application, EventFilter } from "./models.gen.ts";
import type { Asking, Call } from "./operation.ts";

export class Applications {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** GET /applications: also names that nobody is connected to. */
  list(asking?: Asking): Promise<readonly Application[]> {
    return this.#call("applications.list", {}, asking);
  }

  /** GET /applications/{applicationName} */
  get(applicationName: string, asking?: Asking): Promise<Application> {
    return this.#call("applications.get", { applicationName }, asking);
  }

  /**
   * POST /applications/{applicationName}/subscription: "channel:ID", "bridge:ID", "endpoint:PJSIP".
   * Subscriptions to "deviceState:" can lock Asterisk up when a session ends (asterisk/asterisk#2170).
   */
  subscribe(
    applicationName: string,
    eventSource: string | readonly string[],
    asking?: Asking,
  ): Promise<Application> {
    return this.#call("applications.subscribe", { applicationName, eventSource }, asking);
  }

  /** DELETE /applications/{applicationName}/subscription */
  unsubscribe(
    applicationName: string,
    eventSource: string | readonly string[],
    asking?: Asking,
  ): Promise<Application> {
    return this.#call("applications.unsubscribe", { applicationName, eventSource }, asking);
  }

  /** PUT /applications/{applicationName}/eventFilter: with no filter everything comes. */
  filter(
    applicationName: string,
    filter: EventFilter = {},
    asking?: Asking,
  ): Promise<Application> {
    return this.#call("applications.filter", { applicationName, filter }, asking);
  }
}
