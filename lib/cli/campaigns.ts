/** `campaigns list|show|import`: what agents say and ask, version by version. */
import type { Campaign } from "../core/campaign.ts";
import { CAMPAIGN_MAX, readCampaign } from "../core/campaign_schema.ts";
import { investmentLead } from "../core/campaigns/investment_lead.data.ts";
import {
  type CampaignVersion,
  importCampaign,
  listCampaigns,
  shipCampaign,
  storedCampaign,
} from "../store/campaigns.ts";
import type { Sql } from "../store/database.ts";
import { command, type CommandGroup } from "./command.ts";
import type { Config } from "./config.ts";
import { userFolder } from "./config_machine.ts";
import { withDatabase } from "./database.ts";
import { count, operand } from "./options.ts";
import { UsageError } from "./usage.ts";

const VERSION_MAX = 1_000_000;

const list = command({
  about: "Show the campaigns and their versions, newest first",
  async run(_typed, config) {
    const rows = await withCampaigns(config, listCampaigns);
    for (const row of rows) console.log(lineOf(row));
    return 0;
  },
});

const show = command({
  about: "Show a campaign as JSON, which `campaigns import` takes",
  operands: { id: operand("CAMPAIGN", "Its id, as `campaigns list` shows it") },
  options: {
    version: count({ min: 1, max: VERSION_MAX, fallback: null }, "Of its versions; the newest"),
  },
  async run({ id, version }, config) {
    const campaign = await withCampaigns(config, (sql) => storedCampaign(sql, id, version));
    if (campaign === null) throw new Error(`There is no campaign ${id}${versionOf(version)}`);
    console.log(JSON.stringify(campaign, null, 2));
    return 0;
  },
});

const importing = command({
  about: "Check a campaign and store it as a new version, which new calls use within a minute",
  operands: { file: operand("FILE", "JSON, as `campaigns show` prints it") },
  async run({ file }, config) {
    const campaign = await readFile(file.startsWith("/") ? file : `${userFolder()}/${file}`);
    const version = await withCampaigns(config, (sql) => importCampaign(sql, campaign));
    console.log(`${campaign.id} has version ${version}.`);
    return 0;
  },
});

export const campaignsCommand: CommandGroup = {
  about: "See and change what agents say and ask",
  commands: { list, show, import: importing },
};

/** The shipped one is there before any call was. */
function withCampaigns<Value>(
  config: Config,
  work: (sql: Sql) => Promise<Value>,
): Promise<Value> {
  return withDatabase(config, async (sql) => {
    await shipCampaign(sql, investmentLead);
    return await work(sql);
  });
}

async function readFile(path: string): Promise<Campaign> {
  const text = await Deno.readTextFile(path).catch((cause) => {
    throw new UsageError(`Cannot read ${path}: ${cause.message}`, { cause });
  });
  if (text.length > CAMPAIGN_MAX) {
    throw new UsageError(`Cannot import ${path}: it has over ${CAMPAIGN_MAX} characters`);
  }
  try {
    return readCampaign(JSON.parse(text));
  } catch (cause) {
    throw new UsageError(`Cannot import ${path}: ${(cause as Error).message}`, { cause });
  }
}

function lineOf({ id, version, origin, createdAt, calls }: CampaignVersion): string {
  return [id, `version ${version}`, origin, createdAt.toISOString(), `${calls} calls`].join("  ");
}

function versionOf(version: number | null): string {
  return version === null ? "" : ` in version ${version}`;
}
