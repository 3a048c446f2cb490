/** Figures of a measure, and many of them as a table for a README. */
import { spreadOf } from "../lab/pacing.ts";

export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

export function figuresOf(what: string, unit: string, values: readonly number[]): Row {
  const spread = spreadOf(values);
  if (spread === null) throw new Error(`Cannot tell figures of "${what}": nothing was measured`);
  const { p50, p95, p99 } = spread;
  return { what, unit, count: values.length, p50, p95, p99 };
}

export function table(rows: readonly Row[]): string {
  const head = "| measure | n | p50 | p95 | p99 |\n|---|---|---|---|---|";
  const lines = rows.map(({ what, unit, count, p50, p95, p99 }) => {
    const cells = [p50, p95, p99].map((value) => `${value.toFixed(1)} ${unit}`);
    return `| ${[what, count, ...cells].join(" | ")} |`;
  });
  return [head, ...lines].join("\n");
}
