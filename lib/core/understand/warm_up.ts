/** The first turn that is understood takes some 100 ms, as tables are built and code is compiled. */
import type { Campaign } from "../campaign.ts";
import { completenessOf } from "./complete.ts";
import { languageOf } from "./language.ts";

/** Understands a typical turn, so that no caller waits for it. */
export function warmUp(campaign: Campaign, nowMs: number, timeZone: string): void {
  const { typicalTurn } = languageOf(campaign.language);
  for (const { key } of campaign.fields) {
    const asked = { type: "field", key } as const;
    completenessOf(typicalTurn, { campaign, asked, agentSaid: "", nowMs, timeZone });
  }
}
