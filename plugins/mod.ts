/** The plugins that ship: a compiled program contains exactly these. On is what settings name. */
import type { AnyPlugin } from "../lib/plugin/contract.ts";
import { crmHubspot } from "./crm_hubspot/mod.ts";
import { crmSalesforce } from "./crm_salesforce/mod.ts";
import { emailReport } from "./email_report/mod.ts";
import { pronounce } from "./pronounce.ts";
import { sentiment } from "./sentiment/mod.ts";
import { smsFollowup } from "./sms_followup/mod.ts";
import { webhook } from "./webhook/mod.ts";

export const shipped: readonly (() => AnyPlugin)[] = [
  pronounce,
  sentiment,
  crmHubspot,
  crmSalesforce,
  smsFollowup,
  webhook,
  emailReport,
];
