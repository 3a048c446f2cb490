/** `call --batch FILE.jsonl`: many rehearsed calls in one process, one JSON line each, in order. */
import type { Campaign } from "../core/campaign.ts";
import { rehearse } from "../core/conversation/rehearsal.ts";
import { SILENCE_MS } from "../core/conversation/speaking.ts";
import type { Fact } from "../core/facts.ts";
import type { CallId } from "../core/ids.ts";
import { type Summary, summaryOf } from "../core/summary.ts";
import { momentOf } from "../core/understand/wall_clock.ts";

/** Caller lines of one call; more is no conversation. */
const LINES_MAX = 1_000;
/** Characters of one line of the file: it is held in memory whole. */
const JSON_LINE_MAX = 1_000_000;

export interface BatchOptions {
  readonly campaign: Campaign;
  /** IANA name, where a line names none. */
  readonly timeZone: string;
  readonly nowMs: () => number;
  readonly newId: () => CallId;
  /** Takes the facts of one call; resolves when more may come. */
  readonly keep: (facts: readonly Fact[]) => Promise<void> | void;
}

type Outcome = ({ readonly id: unknown } & Summary) | {
  readonly id: unknown;
  readonly error: string;
};

interface Job {
  readonly id: unknown;
  readonly lines: readonly string[];
  readonly nowMs: number;
  readonly timeZone: string;
}

/** One line of the file to one line of the answer; null for an empty line. */
export async function runBatchLine(text: string, options: BatchOptions): Promise<Outcome | null> {
  if (text.trim() === "") return null;
  let id: unknown = null;
  try {
    const raw = parse(text);
    id = raw.id ?? null;
    const job = readJob(raw, options);
    return { id, ...await run(job, options) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

async function run(job: Job, options: BatchOptions): Promise<Summary> {
  const setting = { campaign: options.campaign, timeZone: job.timeZone, silenceMs: SILENCE_MS };
  const call = {
    call: options.newId(),
    callerNumber: null,
    startedAtMs: job.nowMs,
    earsDown: false,
  };
  const { state, facts } = rehearse(setting, call, job.lines);
  await options.keep(facts);
  const ending = facts.findLast((fact) => fact.type === "call_ended")!;
  return summaryOf(state, options.campaign, { endedBy: ending.endedBy, endedAtMs: ending.atMs });
}

function parse(text: string): Record<string, unknown> {
  if (text.length > JSON_LINE_MAX) {
    throw new Error(`Cannot read this line: it has over ${JSON_LINE_MAX} characters`);
  }
  const raw: unknown = parseJson(text);
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    throw new Error('Cannot read this line: it is not an object such as {"id":"1","lines":["…"]}');
  }
  return raw as Record<string, unknown>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('Cannot read this line: it is not JSON such as {"id":"1","lines":["…"]}');
  }
}

function readJob(raw: Record<string, unknown>, options: BatchOptions): Job {
  const { id = null, lines, now, timeZone } = raw;
  if (!Array.isArray(lines) || !lines.every((line) => typeof line === "string")) {
    throw new Error('Cannot run this call: "lines" must be a list of texts');
  }
  if (lines.length > LINES_MAX) {
    throw new Error(`Cannot run this call: it has ${lines.length} lines, ${LINES_MAX} is the most`);
  }
  const zone = timeZone === undefined || timeZone === null
    ? options.timeZone
    : readTimeZone(timeZone);
  return {
    id,
    lines: lines.filter((line) => line.trim() !== ""),
    nowMs: now === undefined || now === null ? options.nowMs() : readNow(now, zone),
    timeZone: zone,
  };
}

/** Epoch ms, or ISO 8601; without an offset it is local time in the call's own time zone. */
function readNow(now: unknown, timeZone: string): number {
  const local = typeof now === "string" && /^\d{4}-\d\d-\d\d(T[\d:.]+)?$/.test(now);
  const iso = local && !now.includes("T") ? `${now}T00:00` : now;
  const atMs = typeof iso === "number"
    ? iso
    : typeof iso === "string" && /^\d{4}-\d\d-\d\dT/.test(iso)
    ? Date.parse(local ? `${iso}Z` : iso)
    : NaN;
  if (!Number.isNaN(new Date(atMs).getTime())) return local ? inZone(atMs, timeZone) : atMs;
  throw new Error(
    `Cannot run this call: "now" is ${
      JSON.stringify(now)
    }, it must be a time such as "2026-05-04T10:00:00Z"`,
  );
}

function inZone(utcMs: number, timeZone: string): number {
  const shown = new Date(utcMs);
  return momentOf({
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
  }, timeZone);
}

function readTimeZone(timeZone: unknown): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: String(timeZone) }).resolvedOptions().timeZone;
  } catch {
    throw new Error(
      `Cannot run this call: "timeZone" is ${JSON.stringify(timeZone)}, ` +
        `it must be a name such as "Europe/Berlin"`,
    );
  }
}
