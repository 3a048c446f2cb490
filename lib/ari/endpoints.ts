/** Endpoints: telephones and trunks, and messages between them. */
import type { Endpoint } from "./models.gen.ts";
import type { Asking, Call, Options } from "./operation.ts";

export class Endpoints {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** GET /endpoints, or GET /endpoints/{tech}: "PJSIP". */
  list(tech?: string, asking?: Asking): Promise<readonly Endpoint[]> {
    if (tech === undefined) return this.#call("endpoints.list", {}, asking);
    return this.#call("endpoints.listByTech", { tech }, asking);
  }

  /** GET /endpoints/{tech}/{resource}: "PJSIP", "1001". */
  get(tech: string, resource: string, asking?: Asking): Promise<Endpoint> {
    return this.#call("endpoints.get", { tech, resource }, asking);
  }

  /** PUT /endpoints/sendMessage: to an address of any technology. */
  sendMessage(options: Options<"endpoints.sendMessage">, asking?: Asking): Promise<void> {
    return this.#call("endpoints.sendMessage", options, asking);
  }

  /** PUT /endpoints/{tech}/{resource}/sendMessage */
  sendMessageTo(
    tech: string,
    resource: string,
    options: Options<"endpoints.sendMessageToEndpoint", "tech" | "resource">,
    asking?: Asking,
  ): Promise<void> {
    return this.#call("endpoints.sendMessageToEndpoint", { tech, resource, ...options }, asking);
  }

  /** POST /endpoints/refer: asks a telephone to call somebody. */
  refer(options: Options<"endpoints.refer">, asking?: Asking): Promise<void> {
    return this.#call("endpoints.refer", options, asking);
  }

  /** POST /endpoints/{tech}/{resource}/refer */
  referTo(
    tech: string,
    resource: string,
    options: Options<"endpoints.referToEndpoint", "tech" | "resource">,
    asking?: Asking,
  ): Promise<void> {
    return this.#call("endpoints.referToEndpoint", { tech, resource, ...options }, asking);
  }
}
