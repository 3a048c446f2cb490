/** What a delivery brings to its plugin, read when it is made. */
import type { Delivered, Delivery } from "../plugin/contract.ts";
import type { Sql } from "../store/database.ts";
import type { Claim } from "../store/delivery_claims.ts";
import type { DeliveryPlugin } from "../store/deliveries.ts";
import { readNumbers, readOwed } from "../store/delivery_payload.ts";
import type { Sealer } from "../store/sealing.ts";
import { readSharing, readUnclear } from "../store/delivery_traces.ts";
import { periodOf } from "./report_periods.ts";

export interface ContentSource {
  readonly sql: Sql;
  readonly sealer: Sealer;
  readonly plugins: () => readonly DeliveryPlugin[];
  /** Of the reports' days. */
  readonly timeZone: string;
}

type Receipt = NonNullable<Delivered["receipt"]>;

/** A sentence where it need not be made any more. */
export async function contentOf(
  claimed: Claim,
  source: ContentSource,
): Promise<Delivery | string> {
  const { key, kind, callId, attempt } = claimed;
  const base = {
    ...{ key, kind, callId, attempt, lead: null, call: null, report: null, unclear: [] },
    firstAtMs: claimed.firstAt?.getTime() ?? null,
    lastAtMs: claimed.lastAt?.getTime() ?? null,
    receipts: claimed.receipts.map(({ receipt }): Receipt => receipt),
  };
  switch (kind) {
    case "erase_person":
      return { ...base, ...await tracesOf(claimed, source) } as Delivery;
    case "report_due": {
      const report = await reportOf(key, source);
      return report === null ? "it names no period" : { ...base, report } as Delivery;
    }
    default: {
      const { sql, sealer } = source;
      const about = await readOwed({ sql, sealer, actor: `plugin:${claimed.plugin}` }, callId!);
      if (about === null) return "the call was erased";
      const isQualified = about.lead?.status === "qualified";
      if (kind === "lead_qualified" && !isQualified) return "the lead is no longer qualified";
      return { ...base, ...about } as Delivery;
    }
  }
}

async function tracesOf(claimed: Claim, { sql, plugins }: ContentSource) {
  const { plugin, callId } = claimed;
  const receipts = claimed.receipts.map(({ receipt }) => receipt);
  const shares = plugins().find(({ name }) => name === plugin)?.shares ?? [];
  return {
    receipts: [...receipts, ...await readSharing(sql, { plugin, shares, receipts })],
    unclear: await readUnclear(sql, { plugin, callId: callId! }),
  };
}

/** "report:day:2026-11-24:email_report" */
async function reportOf(key: string, { sql, timeZone }: ContentSource) {
  const period = periodOf(key.split(":").slice(1, 3).join(":"), timeZone);
  if (period === null) return null;
  const { name, ...span } = period;
  return { ...span, firstDay: name.split(":")[1]!, ...await readNumbers(sql, span) };
}
