/** A report's numbers in words: the same in HTML and in text. */
import type { Report } from "../../lib/plugin/contract.ts";

type Row = readonly [name: string, value: string];

export function reportSubject({ period, firstDay, calls }: Report): string {
  const when = period === "day" ? `on ${firstDay}` : `in the week of ${firstDay}`;
  return `Parley: ${calls} calls ${when}`;
}

export function reportText(report: Report): string {
  const rows = rowsOf(report);
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
  return `${reportSubject(report)}\n\n${lines.join("\n")}\n`;
}

export function reportHtml(report: Report): string {
  const cells = rowsOf(report).map(([name, value]) =>
    `<tr><td style="padding:2px 16px 2px 0">${escaped(name)}</td>` +
    `<td style="text-align:right">${escaped(value)}</td></tr>`
  );
  return `<!doctype html><html><body style="font-family:sans-serif">` +
    `<h2>${escaped(reportSubject(report))}</h2><table>${cells.join("")}</table>` +
    `</body></html>`;
}

function rowsOf({ calls, handedOver, meanSeconds, leads, endings }: Report): Row[] {
  return [
    ["Calls", String(calls)],
    ["Put through to a person", String(handedOver)],
    ["Mean length", meanSeconds === null ? "-" : `${meanSeconds} s`],
    ["Qualified leads", String(leads.qualified)],
    ["Incomplete leads", String(leads.incomplete)],
    ["Not interested", String(leads.not_interested)],
    ["Asked for a person", String(leads.human_requested)],
    ...endings.map(({ reason, calls }): Row => [`Ended: ${reason}`, String(calls)]),
  ];
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
