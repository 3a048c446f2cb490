/** The log: LogTape's records, redacted, as JSON lines or for a person's eyes. */
import { configureSync, getLogger, type Logger, type LogRecord, resetSync } from "@logtape/logtape";
import { type Redact, redaction, type RedactionOptions } from "./redaction.ts";
import { LogLines } from "./log_lines.ts";

export interface LogOptions extends RedactionOptions {
  readonly level: "trace" | "debug" | "info" | "warning" | "error" | "fatal";
  readonly format: "json" | "pretty";
  /** Writes all bytes, to standard error and never to standard output. */
  readonly write: (bytes: Uint8Array) => Promise<void>;
}

/** The rooms that log; each is a category below "parley". */
export type LogRoom =
  | "start"
  | "call"
  | "ari"
  | "media"
  | "speech"
  | "store"
  | "costs"
  | "web"
  | "plugin"
  | "retention";

/**
 * The logger of one room. The message is a constant sentence; data goes into fields, personal data
 * into fields named `pii.*` and nowhere else.
 */
export function logger(room: LogRoom): Logger {
  return getLogger(["parley", room]);
}

export interface Log {
  /** Writes what waits and stops logging. Idempotent. */
  close(): Promise<void>;
}

/** Sends all logging of the process through the redaction to `write`; a second start replaces it. */
export function startLog(options: LogOptions): Log {
  const lines = new LogLines(options.write);
  const redact = redaction(options);
  const format = options.format === "json" ? jsonLine : prettyLine;
  const sink = (record: LogRecord) => {
    const dropped = lines.takeDropped();
    if (dropped > 0) lines.add(format(droppedRecord(record, dropped), redact));
    lines.add(format(record, redact));
  };
  configureSync({
    reset: true,
    sinks: { lines: sink },
    loggers: [
      { category: [], sinks: ["lines"], lowestLevel: options.level },
      { category: ["logtape", "meta"], sinks: ["lines"], lowestLevel: "warning" },
    ],
  });
  return {
    async close() {
      resetSync();
      await lines.flush();
    },
  };
}

function droppedRecord(after: LogRecord, dropped: number): LogRecord {
  const rawMessage = "Log lines were dropped because nobody read them in time";
  return {
    ...after,
    category: ["parley", "log"],
    level: "warning",
    rawMessage,
    message: [rawMessage],
    properties: { dropped },
  };
}

/** One JSON object: time, level, category, message and, where there are any, fields. */
function jsonLine(record: LogRecord, redact: Redact): string {
  const hasFields = Object.keys(record.properties).length > 0;
  return JSON.stringify({
    time: new Date(record.timestamp).toISOString(),
    level: record.level,
    category: record.category.join("."),
    message: redact(sentence(record)),
    ...(hasFields ? { fields: redact(record.properties) } : {}),
  });
}

/** "12:00:01.250 info call Call started call=…": local to nobody, the time is UTC. */
function prettyLine(record: LogRecord, redact: Redact): string {
  const time = new Date(record.timestamp).toISOString().slice(11, 23);
  const room = record.category.filter((part) => part !== "parley").join(".");
  const fields = Object.entries(redact(record.properties) as Record<string, unknown>)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  const line = `${time} ${record.level.padEnd(7)} ${room}: ${redact(sentence(record))}`;
  return onOneLine(line + fields.join(""));
}

/** The message without its values: what was put between its words is data and stays out. */
function sentence(record: LogRecord): string {
  return typeof record.rawMessage === "string" ? record.rawMessage : record.rawMessage.join("…");
}

/** A field must not be able to write a second line, or colour the terminal. */
function onOneLine(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
}
