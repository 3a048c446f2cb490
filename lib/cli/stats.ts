/** `stats`: how calls went, for a person or as JSON. */
import { inWords, MICROS, type PriceTable } from "../core/cost.ts";
import { isoAt } from "../core/understand/wall_clock.ts";
import { type Period, type Spread, type Statistics, statisticsOf } from "../store/statistics.ts";
import { command } from "./command.ts";
import type { Config } from "./config.ts";
import { withDatabase } from "./database.ts";
import { flag, type Moment, moment, momentMs } from "./options.ts";
import { type Column, tableLines } from "./table.ts";
import { type Screen, thisScreen } from "./terminal.ts";
import { unpricedOf, unpricedText } from "./unpriced.ts";
import { wrappedText } from "./wrapped_text.ts";

export const statsCommand = command({
  about: "Show how calls went: completion, duration, leads, response times, cost",
  more: "A call counts by when it began.",
  options: {
    since: moment("Calls that began then or later, such as 7d; else all there are"),
    until: moment("Calls that began before"),
    json: flag("One JSON object instead of a table"),
  },
  run: stats,
});

const MICROS_A_CENT = MICROS / 100;

interface StatsTyped {
  readonly since: Moment | null;
  readonly until: Moment | null;
  readonly json: boolean;
}

async function stats({ since, until, json }: StatsTyped, config: Config): Promise<number> {
  const nowMs = Date.now();
  const at = (typed: Moment | null) =>
    typed === null ? null : new Date(momentMs(typed, config.timeZone, nowMs));
  const period = { since: at(since), until: at(until) };
  const found = await withDatabase(config, (sql) => statisticsOf(sql, period));
  if (json) console.log(JSON.stringify(statsJson(found, period, config.costs.prices)));
  else {for (const line of statsLines(found, period, config, thisScreen())) {
      console.log(line);
    }}
  return 0;
}

export function statsJson(found: Statistics, { since, until }: Period, prices: PriceTable) {
  const { calls, durationSeconds, leads, responseMs, cost } = found;
  return {
    since: since?.toISOString() ?? null,
    until: until?.toISOString() ?? null,
    calls: {
      ...calls,
      completionRate: rate(calls.completed, calls.ended),
      failureRate: rate(calls.failed, calls.ended),
    },
    durationSeconds,
    leads: { ...leads, qualificationRate: rate(leads.qualified, calls.ended) },
    responseMs,
    cost: {
      ...{ currency: cost.currency, micros: cost.micros, unpriced: cost.unpriced },
      unpricedUnits: unpricedOf(cost.units, prices),
      microsPerCall: each(cost.micros, calls.ended),
      microsPerQualifiedLead: each(cost.micros, leads.qualified),
    },
  };
}

interface Line {
  readonly what: string;
  readonly value: string;
  readonly more: string;
}

const COLUMNS: readonly Column<Line>[] = [
  { title: "", cell: ({ what }) => what, rank: 0 },
  { title: "", cell: ({ value }) => value, rank: 0, isNumber: true },
  { title: "", cell: ({ more }) => more, rank: 1, min: 12 },
];

export function statsLines(
  found: Statistics,
  period: Period,
  { timeZone, costs: { prices } }: Pick<Config, "timeZone"> & { costs: { prices: PriceTable } },
  screen: Screen,
): string[] {
  const [, ...lines] = tableLines(linesOf(found), COLUMNS, screen);
  const unpriced = unpricedOf(found.cost.units, prices).flatMap((each) =>
    wrappedText(`No price: ${unpricedText(each)}`, screen, 10)
  );
  return [heading(period, timeZone), "", ...lines, ...unpriced.length > 0 ? ["", ...unpriced] : []];
}

function linesOf({ calls, durationSeconds, leads, responseMs, cost }: Statistics): Line[] {
  const ofEnded = (count: number) => percent(rate(count, calls.ended), "of those that ended");
  return [
    { what: "Calls", value: number(calls.began), more: `${number(calls.live)} are live now` },
    { what: "Completed", value: number(calls.completed), more: ofEnded(calls.completed) },
    { what: "Failed", value: number(calls.failed), more: ofEnded(calls.failed) },
    { what: "Put through", value: number(calls.handedOver), more: ofEnded(calls.handedOver) },
    {
      what: "Duration",
      value: minutes(durationSeconds.mean),
      more: spread(durationSeconds, minutes),
    },
    { what: "Qualified", value: number(leads.qualified), more: ofEnded(leads.qualified) },
    { what: "Incomplete", value: number(leads.incomplete), more: "" },
    { what: "Not interested", value: number(leads.not_interested), more: "" },
    { what: "Asked for a person", value: number(leads.human_requested), more: "" },
    {
      what: "Response time",
      value: milliseconds(responseMs.mean),
      more: spread(responseMs, milliseconds),
    },
    costLine(cost, calls.ended, leads.qualified),
  ];
}

function costLine(cost: Statistics["cost"], ended: number, qualified: number): Line {
  const paid = (micros: number | null) => micros === null ? null : inWords(toCents(micros));
  const parts = [
    [paid(each(cost.micros, ended)), "a call"],
    [paid(each(cost.micros, qualified)), "a qualified lead"],
  ].filter(([amount]) => amount !== null).map((part) => part.join(" "));
  if (cost.unpriced > 0) parts.push(`${number(cost.unpriced)} uses without a known price`);
  const value = `${paid(cost.micros)} ${cost.currency ?? ""}`.trim();
  return { what: "Cost", value, more: parts.join(", ") };
}

function toCents(micros: number): number {
  return Math.round(micros / MICROS_A_CENT) * MICROS_A_CENT;
}

function each(micros: number, count: number): number | null {
  return count === 0 ? null : Math.round(micros / count);
}

function heading({ since, until }: Period, timeZone: string): string {
  const at = (moment: Date) => isoAt(moment.getTime(), timeZone).slice(0, 16).replace("T", " ");
  const from = since === null ? "" : ` from ${at(since)}`;
  const to = until === null ? "" : ` to ${at(until)}`;
  return since === null && until === null ? "All calls" : `Calls${from}${to}, ${timeZone}`;
}

function rate(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round(part / whole * 10_000) / 10_000;
}

function percent(share: number | null, of: string): string {
  return share === null ? "" : `${(share * 100).toFixed(1)} % ${of}`;
}

function spread({ p50, p95 }: Spread, inWords: (value: number | null) => string): string {
  return p50 === null ? "" : `half within ${inWords(p50)}, 95 % within ${inWords(p95)}`;
}

function number(value: number): string {
  return value.toLocaleString("en");
}

function minutes(seconds: number | null): string {
  if (seconds === null) return "-";
  return `${Math.floor(seconds / 60)}:${String(Math.round(seconds) % 60).padStart(2, "0")}`;
}

function milliseconds(ms: number | null): string {
  return ms === null ? "-" : `${number(ms)} ms`;
}
