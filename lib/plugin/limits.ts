/** What a plugin may take. Each limit is named where it is refused, and each is for one plugin. */
import type { HookId, HookKind } from "./hook_names.ts";

/** Nobody waits for the told: it is long, so that a plugin may ask another machine. */
const NOTIFY_MS = 5_000;
/** The caller hears ringing meanwhile; a local look-up takes a tenth of it. */
const DECIDE_MS = 200;
/** Beside a turn's gap of some 700 ms it isn't heard. */
const CHANGE_MS = 50;
/** Of one attempt; the queue tries again. */
const DELIVER_MS = 60_000;
/** The service that has called waits for so long, and is told no more than "heard". */
const HEAR_MS = 5_000;
/** The caller waits, with a filler in the ear. */
const TOOL_MS = 2_000;
/** A person looks at a list. */
const COLUMN_MS = 1_000;

const LIMITS_MS: Readonly<Record<HookKind, number>> = {
  notify: NOTIFY_MS,
  decide: DECIDE_MS,
  change: CHANGE_MS,
  deliver: DELIVER_MS,
  hear: HEAR_MS,
  tools: TOOL_MS,
  columns: COLUMN_MS,
};

export function limitMsOf(hook: HookId): number {
  return LIMITS_MS[hook.slice(0, hook.indexOf(".")) as HookKind];
}

/** All plugins together, where one is asked after the other: so many times the limit of one. */
export const CHAIN_LIMITS = 3;
/** Time in which a plugin of this process holds it up; beyond it, it rests: 5 % of ten seconds. */
export const BUSY_BUDGET = { ms: 500, everyMs: 10_000 } as const;
/** Lines that it may log; the rest is counted. */
export const LOG_BUDGET = { lines: 100, everyMs: 10_000 } as const;
/** Failures that are logged one by one; the rest is counted. */
export const REPORT_BUDGET = { lines: 10, everyMs: 10_000 } as const;
export const LOG_LINE_CHARS = 2_000;
/** Failures kept for `plugin list`. */
export const LAST_ERRORS = 5;
/** Told and not yet taken by the plugins; what comes on top is dropped, and counted. */
export const NOTICES_MAX = 5_000;
/** What a plugin may put before the brain. */
export const CONTEXT_LINES = 8;
export const CONTEXT_CHARS = 500;
/** A word like "sequel" for "SQL" makes a sentence longer, and not without end. */
export const TEXT_CHARS = 800;
export const TONE_CHARS = 300;
export const TOOL_ANSWER_CHARS = 4_000;
/** What the model reads where a tool threw, was late or answered nonsense. */
export const NOT_AVAILABLE = "not available";
/** … and where the model called it with what its parameters don't allow, which is no plugin's fault. */
export const WRONG_ARGUMENTS = "not available: the arguments are not as the tool's parameters say";
/** Of all plugins together: each costs tokens in every turn, and a model loses its way among many. */
export const TOOLS_LENT = 24;
/** OpenAI's limit for the name of a tool: the plugin's, "_" and the tool's own. */
export const TOOL_NAME_CHARS = 64;
/** JSON of a tool's parameters. */
export const TOOL_SCHEMA_CHARS = 4_000;
export const CELL_CHARS = 500;
/** Remote ids of one delivery. */
export const RECEIPT_IDS = 20;
export const RECEIPT_CHARS = 500;
