/** Sounds: the prompts that Asterisk has. */
import type { Sound } from "./models.gen.ts";
import type { Asking, Call, Options } from "./operation.ts";

export class Sounds {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** GET /sounds */
  list(only: Options<"sounds.list"> = {}, asking?: Asking): Promise<readonly Sound[]> {
    return this.#call("sounds.list", only, asking);
  }

  /** GET /sounds/{soundId} */
  get(soundId: string, asking?: Asking): Promise<Sound> {
    return this.#call("sounds.get", { soundId }, asking);
  }
}
