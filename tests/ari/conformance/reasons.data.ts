/** Why something can't be tried on the lab, or not by that way. Everything else is tried. */
import type { EventName, OperationName } from "../../../lib/ari/mod.ts";

const MAILBOXES = "Debian's package has no res_ari_mailboxes; 404 is the answer, and that is tried";

export const UNTRIED_OPERATIONS: Partial<Record<OperationName, string>> = {
  "events.eventWebsocket": "connecting is this operation",
};

/** Operations whose module isn't there: each must be answered "Resource not found". */
export const ABSENT_OPERATIONS: Partial<Record<OperationName, string>> = {
  "mailboxes.list": MAILBOXES,
  "mailboxes.get": MAILBOXES,
  "mailboxes.update": MAILBOXES,
  "mailboxes.delete": MAILBOXES,
};

/** Must be refused before anything is sent. */
export const HTTP_ONLY: Partial<Record<OperationName, string>> = {
  "recordings.getStoredFile": "files come by HTTP only",
};

/** Described refusals that no trial brings about. */
export const UNREFUSED: Partial<Record<OperationName, string>> = {};

export const UNPROVOKED: Partial<Record<EventName, string>> = {
  ChannelToneDetected: "TONE_DETECT hears the tone without telling it",
};
