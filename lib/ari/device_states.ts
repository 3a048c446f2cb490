/** Device states: lamps of telephones. Only devices called "Stasis:…" can be changed from here. */
import type { DeviceState } from "./models.gen.ts";
import type { Asking, Call, Options } from "./operation.ts";

export class DeviceStates {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** GET /deviceStates */
  list(asking?: Asking): Promise<readonly DeviceState[]> {
    return this.#call("deviceStates.list", {}, asking);
  }

  /** GET /deviceStates/{deviceName} */
  get(deviceName: string, asking?: Asking): Promise<DeviceState> {
    return this.#call("deviceStates.get", { deviceName }, asking);
  }

  /** PUT /deviceStates/{deviceName} */
  update(
    deviceName: string,
    deviceState: Options<"deviceStates.update">["deviceState"],
    asking?: Asking,
  ): Promise<void> {
    return this.#call("deviceStates.update", { deviceName, deviceState }, asking);
  }

  /** DELETE /deviceStates/{deviceName} */
  delete(deviceName: string, asking?: Asking): Promise<void> {
    return this.#call("deviceStates.delete", { deviceName }, asking);
  }
}
