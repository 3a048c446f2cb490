/** How calls and leads are named in tables. */
import type { LeadStatus, Reason } from "../core/lead.ts";
import { isoAt } from "../core/understand/wall_clock.ts";
import type { Colour, Screen } from "./terminal.ts";

/** So many calls have another beginning that this is nearly always enough to name one. */
const ID_CHARS = 8;

/** Whole where a program reads. */
export function shownId(id: string, { columns }: Screen): string {
  return columns === Infinity ? id : id.slice(0, ID_CHARS);
}

/** "2026-05-04 10:00", in the configured time zone. */
export function localTime(at: Date | null, timeZone: string): string {
  return at === null ? "" : isoAt(at.getTime(), timeZone).slice(0, 16).replace("T", " ");
}

/** "2:05" */
export function minutesText(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** "Named a sum: fifty thousand dollars. (+10)" */
export function reasonText({ points, why }: Reason): string {
  return `${why} (${points > 0 ? "+" : ""}${points})`;
}

/** What a person should look at first stands out. */
export function statusColour(status: LeadStatus | undefined): Colour | null {
  if (status === "qualified") return "green";
  return status === "human_requested" ? "yellow" : null;
}
