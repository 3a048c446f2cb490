/** One whole call as a picture: who was heard when, and what happened in between. Pure. */

export interface RecordedCall {
  readonly title: string;
  /** How loud each was, dBFS for every 20 ms from the call's begin on. */
  readonly caller: readonly number[];
  readonly agent: readonly number[];
  readonly marks: readonly Mark[];
}

export interface Mark {
  /** After the call's begin. */
  readonly atMs: number;
  readonly text: string;
  /** Whose doing it is. */
  readonly by: Actor;
}

export type Actor = "caller" | "parley" | "provider" | "agent";

const FRAME_MS = 20;
const ROW_MS = 10_000;
const PX_PER_MS = 0.13;
const LEFT_PX = 70;
const WIDTH_PX = LEFT_PX + ROW_MS * PX_PER_MS + 110;
const HEAD_PX = 70;
/** Of a row: labels above, two lanes of sound, and the axis. */
const LABEL_PX = 14;
const LABELS_MAX = 12;
const LANE_PX = 52;
const AXIS_PX = 40;
const FLOOR_DBFS = -60;
/** A letter of the labels' font. */
const LETTER_PX = 6.4;

const COLOURS: Readonly<Record<Actor, string>> = {
  caller: "#1d5fa8",
  parley: "#7a1fa2",
  provider: "#6b6b6b",
  agent: "#b8500c",
};
const NAMES: Readonly<Record<Actor, string>> = {
  caller: "caller",
  parley: "Parley",
  provider: "providers",
  agent: "agent, as the caller hears it",
};

interface Row {
  readonly fromMs: number;
  readonly top: number;
  readonly levels: readonly Levelled[];
  /** Of its labels. */
  readonly labelsPx: number;
}

interface Levelled {
  readonly mark: Mark;
  readonly level: number;
}

/** SVG, black on white, ten seconds a row. */
export function drawCall(call: RecordedCall): string {
  const rows = rowsOf(call);
  const last = rows.at(-1)!;
  const height = last.top + heightOf(last) + 10;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH_PX}" height="${height}" ` +
    `viewBox="0 0 ${WIDTH_PX} ${height}" font-family="DejaVu Sans, Helvetica, sans-serif">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    `<text x="12" y="28" font-size="18" fill="#111111">${escaped(call.title)}</text>`,
    legend(),
    ...rows.flatMap((row) => drawRow(row, call)),
    "</svg>\n",
  ].join("\n");
}

function rowsOf({ caller, agent, marks }: RecordedCall): Row[] {
  const lastMark = Math.max(0, ...marks.map(({ atMs }) => atMs));
  const lengthMs = Math.max(caller.length * FRAME_MS, agent.length * FRAME_MS, lastMark, 1);
  let top = HEAD_PX;
  return Array.from({ length: Math.ceil(lengthMs / ROW_MS) }, (_, index) => {
    const fromMs = index * ROW_MS;
    const levels = levelled(marks.filter(({ atMs }) => atMs >= fromMs && atMs < fromMs + ROW_MS));
    const used = Math.max(0, ...levels.map(({ level }) => level + 1));
    const row = { fromMs, top, levels, labelsPx: used * LABEL_PX + 4 };
    top += heightOf(row);
    return row;
  });
}

function heightOf({ labelsPx }: Row): number {
  return labelsPx + 2 * LANE_PX + AXIS_PX;
}

/** Labels that would cover each other make stairs downward, so that no line crosses one. */
function levelled(marks: readonly Mark[]): Levelled[] {
  const clusters: Mark[][] = [];
  let endPx = -Infinity;
  for (const mark of marks.toSorted((one, other) => one.atMs - other.atMs)) {
    const fromPx = mark.atMs * PX_PER_MS;
    const toPx = fromPx + mark.text.length * LETTER_PX + 10;
    if (fromPx >= endPx) clusters.push([mark]);
    else clusters.at(-1)!.push(mark);
    endPx = Math.max(fromPx >= endPx ? -Infinity : endPx, toPx);
  }
  return clusters.flatMap((cluster) =>
    cluster.map((mark, at) => ({ mark, level: Math.min(cluster.length - 1 - at, LABELS_MAX) }))
  );
}

function drawRow(row: Row, { caller, agent }: RecordedCall): string[] {
  const lanesTop = row.top + row.labelsPx;
  const axisY = lanesTop + 2 * LANE_PX;
  return [
    lane(row, caller, lanesTop, "caller"),
    lane(row, agent, lanesTop + LANE_PX, "agent"),
    ...axis(row, axisY),
    ...row.levels.map((each) => drawMark(row, each, axisY)),
  ];
}

/** Loudness, upward and downward from the middle of its lane. */
function lane({ fromMs }: Row, levels: readonly number[], top: number, by: Actor): string {
  const middle = top + LANE_PX / 2;
  const first = fromMs / FRAME_MS;
  const shown = levels.slice(first, first + ROW_MS / FRAME_MS);
  const heights = shown.map((dbfs) =>
    Math.max(0, 1 - Math.max(dbfs, FLOOR_DBFS) / FLOOR_DBFS) * (LANE_PX / 2 - 4)
  );
  const x = (at: number) => rounded(LEFT_PX + at * FRAME_MS * PX_PER_MS);
  const isFlat = (at: number) => [at - 1, at, at + 1].every((near) => heights[near] === 0);
  const drawn = [...heights.entries()].filter(([at]) => !isFlat(at));
  const upper = drawn.map(([at, height]) => `${x(at)},${rounded(middle - height)}`);
  const lower = drawn.map(([at, height]) => `${x(at)},${rounded(middle + height)}`).reverse();
  const right = LEFT_PX + ROW_MS * PX_PER_MS;
  const name = `<text x="12" y="${middle + 4}" font-size="12" fill="${COLOURS[by]}">${by}</text>`;
  const line = `<path d="M${LEFT_PX} ${middle}H${right}" stroke="#dddddd"/>`;
  if (upper.length === 0) return name + line;
  return `${name}${line}<polygon fill="${COLOURS[by]}" points="${
    [...upper, ...lower].join(" ")
  }"/>`;
}

function axis({ fromMs }: Row, y: number): string[] {
  const right = LEFT_PX + ROW_MS * PX_PER_MS;
  const seconds = Array.from({ length: ROW_MS / 1_000 + 1 }, (_, at) => {
    const x = LEFT_PX + at * 1_000 * PX_PER_MS;
    return `<path d="M${x} ${y}v5" stroke="#444444"/><text x="${x}" y="${y + 18}" font-size="11" ` +
      `fill="#444444" text-anchor="middle">${fromMs / 1_000 + at} s</text>`;
  });
  return [`<path d="M${LEFT_PX} ${y}H${right}" stroke="#444444"/>`, ...seconds];
}

function drawMark({ fromMs, top, labelsPx }: Row, { mark, level }: Levelled, axisY: number) {
  const x = rounded(LEFT_PX + (mark.atMs - fromMs) * PX_PER_MS);
  const y = top + labelsPx - 6 - level * LABEL_PX;
  const colour = COLOURS[mark.by];
  const fits = x + mark.text.length * LETTER_PX < WIDTH_PX;
  const place = fits ? `x="${x + 3}"` : `x="${x - 3}" text-anchor="end"`;
  return `<path d="M${x} ${y}V${axisY}" stroke="${colour}" stroke-width="0.8"/>` +
    `<text ${place} y="${y + 3}" font-size="11" fill="${colour}">${escaped(mark.text)}</text>`;
}

function legend(): string {
  let x = 12;
  return (Object.keys(NAMES) as Actor[]).map((actor) => {
    const at = x;
    x += NAMES[actor].length * 7.5 + 40;
    return `<rect x="${at}" y="42" width="12" height="12" fill="${COLOURS[actor]}"/>` +
      `<text x="${at + 18}" y="52" font-size="12" fill="#111111">${NAMES[actor]}</text>`;
  }).join("");
}

function rounded(px: number): number {
  return Math.round(px * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
