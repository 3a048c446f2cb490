/** Which campaign calls use: the newest version in the database, or what ships with Parley. */
import type { Campaign } from "../core/campaign.ts";
import { investmentLead } from "../core/campaigns/investment_lead.data.ts";
import { CampaignSource } from "../store/campaign_source.ts";
import { newerCampaign, otherCampaigns, shipCampaign, storedCampaign } from "../store/campaigns.ts";
import { reasonOf, type Sql, within } from "../store/database.ts";

/** A database that is stuck is passed over: calls are answered all the same. */
const READ_MAX_MS = 5_000;

export interface CampaignOptions {
  /** Of the campaign: PARLEY_CAMPAIGN. */
  readonly id: string;
  /** Null where the database is away. */
  readonly sql: () => Sql | null;
  readonly prepare: (campaign: Campaign) => Promise<void>;
  readonly log: (message: string, fields: Record<string, unknown>) => void;
}

/** Reads the campaign; throws where nobody can know what to say to a caller. */
export async function openCampaign(options: CampaignOptions): Promise<CampaignSource> {
  const { id, sql, log } = options;
  const read = async <Found>(work: (sql: Sql) => Promise<Found>) => {
    const database = sql();
    return database && await within(READ_MAX_MS, work(database), "read the campaign");
  };
  return new CampaignSource({
    first: await firstOf(id, sql() !== null, read, log),
    newer: (known) => read((database) => newerCampaign(database, known)),
    others: async () => await read((database) => otherCampaigns(database, id)) ?? [],
    read: (other) => read((database) => storedCampaign(database, other)),
    prepare: options.prepare,
    changed: ({ version }) => log("New calls use a newer version of the campaign", { id, version }),
    failed: (error) =>
      log("Cannot look for newer campaigns; calls use the present ones", {
        reason: reasonOf(error),
      }),
  });
}

async function firstOf(
  id: string,
  isThere: boolean,
  read: (work: (sql: Sql) => Promise<Campaign | null>) => Promise<Campaign | null>,
  log: CampaignOptions["log"],
): Promise<Campaign> {
  try {
    const stored = await read(async (database) => {
      await shipCampaign(database, investmentLead);
      return await storedCampaign(database, id);
    });
    if (stored !== null) return stored;
  } catch (error) {
    log("Cannot read the campaign", { id, reason: reasonOf(error) });
  }
  if (id === investmentLead.id) return investmentLead;
  const why = isThere
    ? "there is none of that name: `campaigns list` shows those that are there"
    : `the database is away, and only ${investmentLead.id} is known without it`;
  throw new Error(`Cannot use the campaign ${id} of PARLEY_CAMPAIGN: ${why}`);
}
