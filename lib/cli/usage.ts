/** A command line that can't be run: its message is the one sentence that the user is shown. */
export class UsageError extends Error {
  override name = "UsageError";
}
