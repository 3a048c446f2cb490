/** Limits of a connection that several files share; each says what happens at it. */

/** Frames that come at once, or are held while Asterisk is looked at, and their characters. */
export const INBOX_FRAMES_MAX = 20_000;
export const INBOX_CHARS_MAX = 32 * 1024 * 1024;
/** Bytes that wait to leave: Asterisk has stopped reading. */
export const OUTBOX_BYTES_MAX = 1024 * 1024;
/** Requests over one socket without an answer yet. */
export const PENDING_MAX = 1_000;
/** Asterisk closes on a frame of more than 65,535 bytes with its header. */
export const FRAME_BYTES_MAX = 65_500;
/** Asterisk up to 22.10 never pings, and a cut wire is silent. */
export const HEARTBEAT_MS = 2_000;
/** Beats without any sign of life until a connection counts as cut. */
export const MISSED_MAX = 2;
/** An upgrade takes milliseconds; a peer that hangs in it is as good as gone. */
export const OPENS_WITHIN_MS = 1_000;
/** First longest wait after a cut, doubled up to the last; each is spread over its whole length. */
export const RETRY_FIRST_MS = 50;
/** Grows with the outage, to a hundredth of it: a short one costs no call, a long one no peace. */
export const RETRY_LAST_MS = { least: 500, most: 10_000, ofOutage: 0.01 } as const;
/** A gap that lasts longer ends everything that was live before it. */
export const GAP_MS_MAX = 600_000;
/** How often what is waited for is looked at: events get lost, and some Asterisk never sends. */
export const LOOK_EVERY_MS = 10_000;
/** An event that we send to ourselves is here within milliseconds of its answer. */
export const TOLD_WITHIN_MS = 700;
/** A try to connect that was given up may still reach Asterisk, and take our name from us. */
export const GHOST_MS_MAX = 60_000;
/** What was in Asterisk before us is offered after this, unless its StasisStart was on its way. */
export const ORPHAN_GRACE_MS = 100;
/** Things of one kind that are followed at a time. */
export const FOLLOWED_MAX = 10_000;
/** An Asterisk that is still starting answers 503: asked again so often, and so many times. */
export const START_LOOK_EVERY_MS = 200;
export const START_LOOKS_MAX = 150;
