/** Options that say which calls and leads are meant: the same for every command that looks for some. */
import { type CallFilter, LEAD_STATUSES } from "../store/call_pages.ts";
import type { Config } from "./config.ts";
import { choice, type Moment, moment, momentMs, text } from "./options.ts";

export const FILTER_OPTIONS = {
  status: choice(LEAD_STATUSES, null, "Only leads of this status"),
  since: moment("Calls that began then or later: 2026-05-04, 7d"),
  until: moment("Calls that began before"),
  campaign: text("NAME", "Only those of one campaign"),
};

export interface FilterTyped {
  readonly status: CallFilter["status"];
  readonly since: Moment | null;
  readonly until: Moment | null;
  readonly campaign: string | null;
  readonly limit: number | null;
}

export function filterOf(
  { status, since, until, campaign, limit }: FilterTyped,
  config: Config,
  onlyLeads: boolean,
): CallFilter {
  const nowMs = Date.now();
  const at = (typed: Moment | null) =>
    typed === null ? null : new Date(momentMs(typed, config.timeZone, nowMs));
  return { onlyLeads, status, since: at(since), until: at(until), campaign, limit };
}
