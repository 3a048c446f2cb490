/** The bench's figures as tables for a README. */
import { figuresOf, type Row, table } from "../figures.ts";
import type { Loaded } from "./load.ts";
import { FREE_TURN } from "./sayings.ts";
import type { Turn } from "./turns.ts";

export interface Run {
  readonly title: string;
  /** The brain is asked before the end of a turn is certain: whose time is whose can't be told. */
  readonly ahead: boolean;
  readonly loaded: Loaded;
}

/** What a caller waits for, and whose time it is. */
export function turnTable(runs: readonly Run[]): string {
  return table(runs.flatMap(({ title, ahead, loaded: { turns } }) => {
    const of = (what: string, value: (turn: Turn) => number) =>
      figuresOf(`${title}: ${what}`, "ms", turns.map(value));
    if (turns.length === 0) return [];
    const free = turns.filter(({ turn }) => turn === FREE_TURN).map(({ gapMs }) => gapMs);
    const fillers = turns.map(({ fillerMs }) => fillerMs).filter((ms) => ms !== null);
    return [
      of("gap to the answer's first packet", ({ gapMs }) => gapMs),
      ...(free.length > 0 ? [figuresOf(`${title}: … after free speech`, "ms", free)] : []),
      ...(fillers.length > 0 ? [figuresOf(`${title}: gap to a filler`, "ms", fillers)] : []),
      ...(ahead ? [] : [
        of("own part at Parley's sockets", ({ atSocketsMs }) => atSocketsMs),
        of("own part at the caller", ({ atCallerMs }) => atCallerMs),
      ]),
    ];
  }));
}

/** Of the time at the sockets: where it goes. */
export function partsTable(runs: readonly Run[]): string {
  const names = ["words to request", "sentence to voice", "audio to packet"];
  return table(
    runs.flatMap(({ title, loaded: { turns } }) =>
      turns.length === 0
        ? []
        : names.map((name, part) =>
          figuresOf(`${title}: ${name}`, "ms", turns.map(({ parts }) => parts[part]!))
        )
    ),
  );
}

export function pacingTable(runs: readonly Run[]): string {
  return table(runs.flatMap(({ title, loaded: { talks, playbackGapsMs } }) => {
    const unevenness = (gaps: readonly number[]) => gaps.map((ms) => Math.abs(ms - 20));
    const gaps = talks.flatMap(({ gapsMs }) => gapsMs);
    if (gaps.length === 0 || playbackGapsMs.length === 0) return [];
    const ours = figuresOf(`${title}: unevenness of packets, Parley`, "ms", unevenness(gaps));
    const playback = figuresOf(
      `${title}: unevenness of packets, Playback()`,
      "ms",
      unevenness(playbackGapsMs),
    );
    return [ours, playback, ratio(`${title}: the ratio`, ours, playback)];
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

export function costTable(runs: readonly Run[]): string {
  const head =
    "| run | turns | not told | calls that failed | underruns in a phrase | CPU a call | " +
    "memory a call | Asterisk's CPU a call | wasted tokens | machine |\n" +
    `|${"---|".repeat(10)}`;
  const lines = runs.map(({ title, loaded }) => {
    const { turns, missing, talks } = loaded;
    const failed = talks.filter(({ trouble }) => trouble !== null).length;
    const underruns = talks.flatMap(({ underrunsMs }) => underrunsMs).length;
    const cells = [
      ...[title, turns.length, missing.length, `${failed} of ${talks.length}`, underruns],
      ...[percent(loaded.cpuPerCall), `${(loaded.bytesPerCall / 1_048_576).toFixed(2)} MB`],
      ...[percent(loaded.asteriskCpuPerCall), percent(wasted(turns)), loaded.machine],
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return [head, ...lines].join("\n");
}

function wasted(turns: readonly Turn[]): number {
  const pieces = turns.reduce((sum, turn) => sum + turn.pieces, 0);
  return turns.reduce((sum, turn) => sum + turn.wastedPieces, 0) / Math.max(1, pieces) * 100;
}

function percent(value: number): string {
  return `${value.toFixed(2)} %`;
}
