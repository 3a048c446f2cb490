/** The bench's figures as tables for a README. */
import { figuresOf, type Row, table } from "../figures.ts";
import type { Loaded } from "./load.ts";
import { isAhead } from "./sayings.ts";
import type { Turn } from "./turns.ts";

/** Of a load in which some calls ask their brain ahead. */
export interface Run {
  readonly title: string;
  readonly loaded: Loaded;
}

/** What a caller waits for, and whose time it is; whose can't be told where the brain is asked ahead. */
export function turnTable(runs: readonly Run[]): string {
  return table(runs.flatMap(({ title, loaded: { turns } }) => {
    const [ahead = [], plain = []] = [true, false].map((is) =>
      turns.filter(({ tag }) => isAhead(tag) === is)
    );
    if (plain.length === 0 || ahead.length === 0) return [];
    const of = (what: string, of: readonly Turn[], value: (turn: Turn) => number) =>
      figuresOf(`${title}: ${what}`, "ms", of.map(value));
    const fillers = turns.map(({ fillerMs }) => fillerMs).filter((ms) => ms !== null);
    const gaps = [plain, ahead].map((of) => of.map(({ gapMs }) => gapMs));
    return [
      of("own part at Parley's sockets", plain, ({ atSocketsMs }) => atSocketsMs),
      of("own part at the caller", plain, ({ atCallerMs }) => atCallerMs),
      ...compared(title, gaps[0]!, gaps[1]!),
      ...(fillers.length > 0 ? [figuresOf(`${title}: gap to a filler`, "ms", fillers)] : []),
    ];
  }));
}

/** The gap to an answer's first packet, asked for at the end of a turn and ahead. */
function compared(title: string, atTheEnd: readonly number[], ahead: readonly number[]): Row[] {
  const late = figuresOf(`${title}: gap to the answer, asked at the end`, "ms", atTheEnd);
  const early = figuresOf(`${title}: gap to the answer, asked ahead`, "ms", ahead);
  const [p50, p95, p99] = [late.p50 - early.p50, late.p95 - early.p95, late.p99 - early.p99];
  const won = { what: `${title}: … won`, unit: "ms", count: early.count, p50, p95, p99 };
  return [late, early, won];
}

/** Of the time at the sockets: where it goes. */
export function partsTable(runs: readonly Run[]): string {
  const names = ["words to request", "sentence to voice", "audio to packet"];
  return table(
    runs.flatMap(({ title, loaded: { turns } }) => {
      const plain = turns.filter(({ tag }) => !isAhead(tag));
      if (plain.length === 0) return [];
      return names.map((name, part) =>
        figuresOf(`${title}: ${name}`, "ms", plain.map(({ parts }) => parts[part]!))
      );
    }),
  );
}

export function pacingTable(runs: readonly Run[]): string {
  return table(runs.flatMap(({ title, loaded: { talks, playback } }) => {
    const unevenness = (gaps: readonly number[]) => gaps.map((ms) => Math.abs(ms - 20));
    const gaps = talks.flatMap(({ gapsMs }) => gapsMs);
    if (gaps.length === 0 || playback.gapsMs.length === 0) return [];
    const ours = figuresOf(`${title}: unevenness of packets, Parley`, "ms", unevenness(gaps));
    const its = figuresOf(
      `${title}: unevenness of packets, Playback()`,
      "ms",
      unevenness(playback.gapsMs),
    );
    return [ours, its, ratio(`${title}: the ratio`, ours, its)];
  }));
}

function ratio(what: string, one: Row, other: Row): Row {
  const divided = (a: number, b: number) => a / Math.max(b, 0.001);
  const { count } = one;
  return {
    ...{ what, unit: "×", count },
    p50: divided(one.p50, other.p50),
    p95: divided(one.p95, other.p95),
    p99: divided(one.p99, other.p99),
  };
}

/** Silences that a caller hears inside a phrase, and leaps of the sender's clock that nobody need hear. */
export function holesTable(runs: readonly Run[]): string {
  const columns = ["packets", "silences heard", "of ms", "leaps of the clock", "of ms"];
  const lines = runs.flatMap(({ title, loaded: { talks, playback } }) => {
    const ours = {
      gapsMs: talks.flatMap(({ gapsMs }) => gapsMs),
      silencesMs: talks.flatMap(({ silencesMs }) => silencesMs),
      stepsMs: talks.flatMap(({ stepsMs }) => stepsMs),
    };
    return [[title, ours], [`${title}, Playback()`, playback]] as const;
  }).map(([who, { gapsMs, silencesMs, stepsMs }]) => {
    const sum = (ms: readonly number[]) => ms.reduce((total, each) => total + each, 0).toFixed(0);
    return [
      ...[who, gapsMs.length, silencesMs.length, sum(silencesMs)],
      ...[stepsMs.length, sum(stepsMs)],
    ];
  });
  return lined(["run", ...columns], lines);
}

export function costTable(runs: readonly Run[]): string {
  const columns = ["run", "turns", "not told", "calls that failed", "CPU a call", "memory a call"];
  const more = ["Asterisk's CPU a call", "tokens in vain, asked ahead", "machine"];
  const lines = runs.map(({ title, loaded }) => {
    const { turns, missing, talks } = loaded;
    const failed = talks.filter(({ trouble }) => trouble !== null).length;
    const inVain = wasted(turns.filter(({ tag }) => isAhead(tag)));
    return [
      ...[title, turns.length, missing.length, `${failed} of ${talks.length}`],
      ...[percent(loaded.cpuPerCall), `${(loaded.bytesPerCall / 1_048_576).toFixed(2)} MB`],
      ...[percent(loaded.asteriskCpuPerCall), percent(inVain), loaded.machine],
    ];
  });
  return lined([...columns, ...more], lines);
}

function lined(head: readonly string[], lines: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [line(head), `|${"---|".repeat(head.length)}`, ...lines.map(line)].join("\n");
}

function wasted(turns: readonly Turn[]): number {
  const pieces = turns.reduce((sum, turn) => sum + turn.pieces, 0);
  return turns.reduce((sum, turn) => sum + turn.wastedPieces, 0) / Math.max(1, pieces) * 100;
}

function percent(value: number): string {
  return `${value.toFixed(2)} %`;
}
