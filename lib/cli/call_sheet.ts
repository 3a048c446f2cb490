/** Leads as rows of a sheet: a column for each part of each value, and for the words it rests on. */
import { COMMON_FIELDS } from "../core/lead.ts";
import type { StoredShape } from "../store/call_pages.ts";
import type { CallRecord } from "./call_records.ts";
import { reasonText } from "./call_text.ts";
import { type Cell, csvLine } from "./csv.ts";
import { cellsOf, shapeOf, titlesOf, type ValueShape } from "./value_text.ts";

interface SheetField {
  readonly field: string;
  readonly shape: ValueShape;
}

const CALL_TITLES = [
  "id",
  "started_at",
  "ended_at",
  "ended_by",
  "end_reason",
  "turns",
  "caller_number",
  "dialled",
  "campaign",
  "campaign_version",
  "status",
  "missing",
  "updated_at",
  "score",
  "score_reasons",
  "disqualifiers",
];

export interface Sheet {
  readonly head: string;
  row(record: CallRecord): string;
}

/**
 * `shapes`: what the leads have; a person's own fields come behind them, and always. `columns`: those of
 * plugins, which come last.
 */
export function sheetOf(shapes: readonly StoredShape[], columns: readonly string[] = []): Sheet {
  const isCommon = (field: string) => (COMMON_FIELDS as readonly string[]).includes(field);
  const campaigns = shapes.filter(({ field }) => !isCommon(field))
    .map(({ field, shape }): SheetField => ({ field, shape: shape === "other" ? "plain" : shape }));
  const fields = [...campaigns, ...COMMON_FIELDS.map((field) => ({ field, shape: own(field) }))];
  const titles = fields.flatMap(({ field, shape }) => [
    ...titlesOf(field, shape),
    `${field}_quote`,
    `${field}_confidence`,
  ]);
  return {
    head: csvLine([...CALL_TITLES, ...titles, ...columns]),
    row: (record) =>
      csvLine([
        ...callCells(record),
        ...fields.flatMap((field) => fieldCells(record, field)),
        ...columns.map((column) => record.columns?.[column] ?? null),
      ]),
  };
}

function own(field: (typeof COMMON_FIELDS)[number]): ValueShape {
  return field === "phone" || field === "callback" ? field : "plain";
}

function callCells({ call, lead }: CallRecord): Cell[] {
  return [
    call.id,
    call.startedAt.toISOString(),
    call.endedAt?.toISOString() ?? null,
    call.endedBy,
    call.endReason,
    call.turns,
    call.callerNumber,
    call.dialled,
    call.campaign,
    call.campaignVersion,
    lead?.status ?? null,
    lead?.missing.join("; ") ?? null,
    lead?.updatedAt.toISOString() ?? null,
    lead?.score ?? null,
    lead?.scoreReasons?.map(reasonText).join("; ") ?? null,
    lead?.disqualifiers?.join("; ") ?? null,
  ];
}

function fieldCells({ lead }: CallRecord, { field, shape }: SheetField): Cell[] {
  const evidence = lead?.fields[field];
  return [
    ...cellsOf(evidence?.value ?? null, shape),
    evidence?.quote ?? null,
    evidence?.confidence ?? null,
  ];
}

/** A few records as a whole sheet. */
export function csvText(records: readonly CallRecord[]): string {
  const shapes = records.flatMap(({ lead }) =>
    Object.entries(lead?.fields ?? {}).map(([field, { value }]): StoredShape => {
      const shape = shapeOf(value);
      return { field, shape: shape === "amount" || shape === "duration" ? shape : "other" };
    })
  );
  const { head, row } = sheetOf(shapes, Object.keys(records[0]?.columns ?? {}));
  return head + records.map(row).join("");
}
