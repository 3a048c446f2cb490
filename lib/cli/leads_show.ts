/** `leads show`: one lead with all that it rests on. */
import { POINTS_MAX } from "../core/scoring.ts";
import { thisPerson } from "./actor.ts";
import { callIdOf, type CallRecord, type LeadRecord, readRecords } from "./call_records.ts";
import { localTime, minutesText, reasonText, statusColour } from "./call_text.ts";
import { command, quoted } from "./command.ts";
import { withDatabase } from "./database.ts";
import { choice, operand } from "./options.ts";
import { type Cells, cellText, type PluginColumns, withColumns } from "./plugin_columns.ts";
import { csvText } from "./call_sheet.ts";
import { coloured, printable, type Screen, thisScreen } from "./terminal.ts";
import { valueText } from "./value_text.ts";
import { wrappedText } from "./wrapped_text.ts";

export const leadsShow = command({
  about: "Show one lead with the words that it rests on",
  more: "What is read is noted in the audit log.",
  operands: { lead: operand("LEAD", "the id of its call, or the id's first characters") },
  options: { format: choice(["text", "csv", "json", "ndjson"], "text", "text if not said") },
  async run({ lead: typed, format }, config) {
    const { record, titles } = await withColumns(
      config,
      (open) =>
        withDatabase(config, async (sql, sealer) => {
          const id = await callIdOf(sql, typed);
          const columns = await open();
          const [record] = await readRecords({ sql, sealer, actor: thisPerson() }, [id], columns);
          return { record, titles: columns?.titles ?? {} };
        }),
    );
    if (record === undefined || record.lead === null) {
      throw new Error(`The call ${quoted(typed)} has no lead`);
    }
    if (format === "csv") await Deno.stdout.write(new TextEncoder().encode(csvText([record])));
    else if (format === "json") console.log(JSON.stringify(record, null, 2));
    else if (format === "ndjson") console.log(JSON.stringify(record));
    else {
      const lines = leadText(record, config.timeZone, thisScreen(), titles);
      for (const line of lines) console.log(line);
    }
    return 0;
  },
});

export function leadText(
  { call, lead, columns = {} }: CallRecord,
  timeZone: string,
  screen: Screen,
  titles: PluginColumns["titles"] = {},
): string[] {
  const status = (lead?.status ?? "no lead").replaceAll("_", " ");
  const campaign = call.campaign === null
    ? "unknown"
    : `${call.campaign}, version ${call.campaignVersion}`;
  const head: [string, string][] = [
    ["Call", call.id],
    ["Began", `${localTime(call.startedAt, timeZone)} ${timeZone}`],
    ["Lasted", call.endedAt === null ? "live now" : lasted(call.startedAt, call.endedAt)],
    ["From", call.callerNumber ?? "unknown"],
    ["Campaign", campaign],
  ];
  if (lead !== null) {
    head.push(["Missing", lead.missing.join(", ") || "nothing"], ["Score", scoreText(lead)]);
  }
  const facts = head.flatMap(([what, text]) =>
    wrappedText(`${what.padEnd(10)}${text}`, screen, 10)
  );
  const fields = Object.entries(lead?.fields ?? {}).flatMap(([field, evidence]) => [
    "",
    coloured(`${inWords(field)}: ${printable(valueText(evidence.value))}`, "bold", screen),
    ...wrappedText(`  “${printable(evidence.quote)}”`, screen, 2),
    ...wrappedText(`  ${restsOn(evidence)}`, screen, 2),
  ]);
  return [
    coloured(`Lead: ${status}`, statusColour(lead?.status) ?? "bold", screen),
    "",
    ...facts,
    ...(lead === null ? [] : scoreLines(lead, screen)),
    ...fields,
    ...columnLines(columns, titles, screen),
  ];
}

/** Of a lead from before there were scores: "none". */
export function scoreText({ score, disqualifiers }: LeadRecord): string {
  if (score === null) return "none";
  return `${score} of ${POINTS_MAX}${disqualifiers?.length ? ", disqualified" : ""}`;
}

/** Why the score is what it is, each reason on a line of its own. */
function scoreLines({ scoreReasons, disqualifiers }: LeadRecord, screen: Screen): string[] {
  const reasons = [...disqualifiers ?? [], ...scoreReasons?.map(reasonText) ?? []];
  return reasons.flatMap((reason) => wrappedText(`          ${printable(reason)}`, screen, 12));
}

function columnLines(
  cells: Cells,
  titles: PluginColumns["titles"],
  screen: Screen,
): string[] {
  const lines = Object.entries(titles).flatMap(([key, title]) =>
    wrappedText(`${printable(title)}: ${printable(cellText(cells[key] ?? null))}`, screen, 2)
  );
  return lines.length > 0 ? ["", ...lines] : [];
}

function restsOn(
  { turn, confidence, foundBy }: NonNullable<CallRecord["lead"]>["fields"][string],
): string {
  return `turn ${turn}, found by ${foundBy}, ${Math.round(confidence * 100)} % sure`;
}

function lasted(from: Date, to: Date): string {
  return minutesText((to.getTime() - from.getTime()) / 1_000);
}

/** "riskTolerance" → "Risk tolerance" */
function inWords(key: string): string {
  const words = key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
