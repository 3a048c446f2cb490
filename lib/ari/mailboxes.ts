/** Mailboxes: how many messages wait, for the lamp on the telephone. */
import type { Mailbox } from "./models.gen.ts";
import type { Asking, Call, Options } from "./operation.ts";

export class Mailboxes {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** GET /mailboxes */
  list(asking?: Asking): Promise<readonly Mailbox[]> {
    return this.#call("mailboxes.list", {}, asking);
  }

  /** GET /mailboxes/{mailboxName} */
  get(mailboxName: string, asking?: Asking): Promise<Mailbox> {
    return this.#call("mailboxes.get", { mailboxName }, asking);
  }

  /** PUT /mailboxes/{mailboxName} */
  update(
    mailboxName: string,
    counts: Options<"mailboxes.update", "mailboxName">,
    asking?: Asking,
  ): Promise<void> {
    return this.#call("mailboxes.update", { mailboxName, ...counts }, asking);
  }

  /** DELETE /mailboxes/{mailboxName} */
  delete(mailboxName: string, asking?: Asking): Promise<void> {
    return this.#call("mailboxes.delete", { mailboxName }, asking);
  }
}
