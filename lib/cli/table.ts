/** Rows in columns, as wide as the terminal: what is long is cut, what has no room is left out. */
import {
  type Colour,
  coloured,
  columnsOf,
  cut,
  filled,
  printable,
  type Screen,
} from "./terminal.ts";

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  /** It may be cut down to so many columns; left out: it is never cut. */
  readonly min?: number;
  /** Where there is no room, columns with the greatest go first; 0 always stays. */
  readonly rank: number;
  readonly isNumber?: boolean;
  readonly colour?: (row: Row) => Colour | null;
}

/** Between two columns. */
const GAP = 2;

interface Sized<Row> {
  readonly column: Column<Row>;
  readonly cells: readonly string[];
  /** What it would take, and what it can do with. */
  readonly wide: number;
  readonly narrow: number;
}

/** Lines, with a line of titles first. */
export function tableLines<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  screen: Screen,
): string[] {
  const sized = fitting(columns.map((column) => sizeOf(column, rows)), screen.columns);
  const widths = widthsOf(sized, screen.columns);
  const line = (texts: readonly string[], colours: readonly (Colour | null)[]) =>
    texts.map((text, at) => {
      const { isNumber = false } = sized[at]!.column;
      const cell = filled(cut(text, widths[at]!), widths[at]!, isNumber);
      return coloured(cell, colours[at]!, screen);
    }).join(" ".repeat(GAP)).trimEnd();
  const titles = line(sized.map(({ column }) => column.title), sized.map(() => "dim"));
  const body = rows.map((row, at) =>
    line(
      sized.map(({ cells }) => cells[at]!),
      sized.map(({ column }) => column.colour?.(row) ?? null),
    )
  );
  return [titles, ...body];
}

function sizeOf<Row>(column: Column<Row>, rows: readonly Row[]): Sized<Row> {
  const cells = rows.map((row) => printable(column.cell(row)));
  const title = columnsOf(column.title);
  const wide = cells.reduce((most, cell) => Math.max(most, columnsOf(cell)), title);
  return { column, cells, wide, narrow: Math.min(wide, Math.max(column.min ?? wide, title)) };
}

/** Without those that even cut have no room. */
function fitting<Row>(sized: readonly Sized<Row>[], columns: number): readonly Sized<Row>[] {
  const needed = sum(sized.map(({ narrow }) => narrow)) + GAP * (sized.length - 1);
  const last = Math.max(...sized.map(({ column }) => column.rank));
  if (needed <= columns || last === 0) return sized;
  return fitting(sized.filter(({ column }) => column.rank < last), columns);
}

/** Room that is left goes to the narrowest of those that were cut, one column at a time. */
function widthsOf<Row>(sized: readonly Sized<Row>[], columns: number): number[] {
  if (columns === Infinity) return sized.map(({ wide }) => wide);
  const widths = sized.map(({ narrow }) => narrow);
  let left = columns - sum(widths) - GAP * (sized.length - 1);
  while (left > 0) {
    const open = widths.map((width, at) => ({ width, at }))
      .filter(({ width, at }) => width < sized[at]!.wide);
    if (open.length === 0) break;
    open.sort((a, b) => a.width - b.width);
    widths[open[0]!.at]!++;
    left--;
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
