/** Everything that this library throws on purpose. No message holds a password or a parameter. */

/** Asterisk answered, and the answer was no. */
export class AriError extends Error {
  override name = "AriError";
  readonly status: number;
  /** "POST channels/1.2/answer" */
  readonly operation: string;
  /** Asterisk's own words. */
  readonly reason: string;

  constructor(status: number, operation: string, reason: string) {
    super(`Cannot ${operation}: Asterisk answered ${status} "${reason}"`);
    this.status = status;
    this.operation = operation;
    this.reason = reason;
  }
}

/** No answer came: the operation may or may not have been done. Ids of our own make it safe to ask. */
export class OutcomeUnknown extends Error {
  override name = "OutcomeUnknown";
  readonly operation: string;

  constructor(operation: string, why: string) {
    super(`Cannot tell whether ${operation} was done: ${why}`);
    this.operation = operation;
  }
}

/** Nothing was sent: there is no connection that it could go over. */
export class NotConnected extends Error {
  override name = "NotConnected";

  constructor(operation: string) {
    super(`Cannot ${operation}: there is no connection to Asterisk`);
  }
}

/** Nothing was sent: Asterisk would refuse it, cut it, or do something else. */
export class AriLimit extends RangeError {
  override name = "AriLimit";
}

/** How a wait for something that will no longer come has ended. */
export type EndedHow =
  /** The channel has left our application (StasisEnd) or is gone (ChannelDestroyed). */
  | "left"
  | "destroyed"
  /** Asterisk says that it went wrong. */
  | "failed"
  /** The connection was cut; what happened meanwhile nobody told. */
  | "disconnected"
  /** Another program has taken the application's name. */
  | "replaced"
  /** The caller's own signal. */
  | "aborted"
  | "late"
  /** `close()` of this library. */
  | "closed";

/** What was waited for will not come. A call's script ends with this when the caller hangs up. */
export class AriEnded extends Error {
  override name = "AriEnded";
  readonly how: EndedHow;
  /** Q.850 cause of a channel that is gone: 16 hung up, 17 busy, 19 no answer. */
  readonly causeCode: number | null;

  constructor(what: string, how: EndedHow, why: string, causeCode: number | null = null) {
    super(`Cannot wait for ${what}: ${why}`);
    this.how = how;
    this.causeCode = causeCode;
  }
}

/** The socket was lost again, or Asterisk is still starting: the next one helps. */
export function isPassing(error: unknown): boolean {
  if (error instanceof AriError) return error.status === 503;
  return error instanceof NotConnected || error instanceof OutcomeUnknown;
}
