/**
 * The page that says what was tried. Run it (`deno run -A tests/ari/conformance/page.ts`) to write it anew
 * from the lab; a test compares them.
 */
import {
  EVENT_NAMES,
  type EventName,
  type OperationName,
  OPERATIONS,
} from "../../../lib/ari/mod.ts";
import { conform, type Conformance } from "./conform.ts";
import { ABSENT_OPERATIONS, HTTP_ONLY, UNPROVOKED, UNTRIED_OPERATIONS } from "./reasons.data.ts";
import type { Noted } from "./trial.ts";

export const PAGE = "tests/ari/CONFORMANCE.md";

export function pageOf(found: Conformance): string {
  const names = Object.keys(OPERATIONS) as OperationName[];
  const tried = names.filter((name) => found.http.get(name)?.done).length;
  const heard = EVENT_NAMES.filter((name) => found.events.has(name)).length;
  return `# What was tried on a real Asterisk

Asterisk ${
    found.version.replace(/\+.*/, "")
  }: ${tried} of ${names.length} operations and ${heard} of ${EVENT_NAMES.length} events. ✓ means done, and what came is what
the description says. The numbers are statuses of refusals that were brought about.

| Operation | HTTP | WebSocket | Opened by Asterisk |
| --- | --- | --- | --- |
${names.map((name) => operationRow(name, found)).join("\n")}

| Event | Came |
| --- | --- |
${EVENT_NAMES.map((name) => eventRow(name as EventName, found)).join("\n")}
`;
}

function operationRow(name: OperationName, { http, webSocket, accepted }: Conformance): string {
  const reason = UNTRIED_OPERATIONS[name] ?? ABSENT_OPERATIONS[name];
  const byHttp = reason ?? cell(http.get(name));
  const bySocket = reason ?? HTTP_ONLY[name] ?? cell(webSocket.get(name));
  const byTheirs = reason ?? HTTP_ONLY[name] ?? cell(accepted.get(name));
  return `| \`${name}\` | ${byHttp} | ${bySocket} | ${byTheirs} |`;
}

function cell(noted: Noted | undefined): string {
  if (!noted?.done) return `✗ ${noted?.fault ?? "not tried"}`;
  const statuses = [...new Set(noted.refused)].sort().join(" ");
  return `✓ ${statuses} ${noted.fault ?? ""}`.trim();
}

function eventRow(name: EventName, { events }: Conformance): string {
  return `| \`${name}\` | ${events.has(name) ? "✓" : UNPROVOKED[name] ?? "✗"} |`;
}

/** Without what a formatter does to a table. */
export function bare(text: string): string {
  return text.replaceAll(/ +\|/g, " |").replaceAll(/-+/g, "-");
}

if (import.meta.main) Deno.writeTextFileSync(PAGE, pageOf(await conform()));
