/** Campaigns in the database: each version is kept for ever as it was, since calls name theirs. */
import type postgres from "postgres";
import type { Campaign } from "../core/campaign.ts";
import { readCampaign } from "../core/campaign_schema.ts";
import type { Sql } from "./database.ts";

type Tx = postgres.TransactionSql;

/** Two writers never give out one number: "camp" in a phone keypad's letters. */
const CAMPAIGNS_LOCK = 2_267;

/** Of which each call may use another one: each is in memory, and its phrases are rendered. */
const OTHERS_MAX = 50;

export interface CampaignVersion {
  readonly id: string;
  readonly version: number;
  /** With Parley itself, or by a person. */
  readonly origin: "shipped" | "imported";
  readonly createdAt: Date;
  /** Calls that have used it and are kept. */
  readonly calls: number;
}

export type CampaignName = Pick<Campaign, "id" | "version">;

interface Row {
  readonly version: number;
  readonly origin: CampaignVersion["origin"];
  readonly content: postgres.JSONValue;
}

/**
 * Puts the campaign that ships with this Parley in as version 1, and a later Parley's as a version
 * more; where a person has imported a newer one, that stands.
 */
export async function shipCampaign(sql: Sql, campaign: Campaign): Promise<void> {
  await sql.begin(async (tx) => {
    const newest = await lockedNewest(tx, campaign.id);
    if (newest?.origin === "imported") return;
    if (newest && await isSame(tx, campaign, newest.version)) return;
    await insert(tx, campaign, newest ? newest.version + 1 : campaign.version, "shipped");
  });
}

/** The new version's number; a campaign that is the newest already is not put in again. */
export async function importCampaign(sql: Sql, campaign: Campaign): Promise<number> {
  return await sql.begin(async (tx) => {
    const newest = await lockedNewest(tx, campaign.id);
    if (newest && await isSame(tx, campaign, newest.version)) return newest.version;
    const version = newest ? newest.version + 1 : 1;
    await insert(tx, campaign, version, "imported");
    return version;
  });
}

/** The newest version, or a given one; null where there is none. Throws where it is no campaign. */
export async function storedCampaign(
  sql: Sql,
  id: string,
  version: number | null = null,
): Promise<Campaign | null> {
  const [row] = await sql<Row[]>`
    select version, origin, content from campaigns
    where id = ${id} and (${version}::integer is null or version = ${version})
    order by version desc limit 1`;
  return row ? campaignOf(id, row) : null;
}

/** The newest version where it is newer than `known`, else null. */
export async function newerCampaign(
  sql: Sql,
  { id, version }: Pick<Campaign, "id" | "version">,
): Promise<Campaign | null> {
  const [row] = await sql<Row[]>`
    select version, origin, content from campaigns
    where id = ${id} and version > ${version} order by version desc limit 1`;
  return row ? campaignOf(id, row) : null;
}

/** The newest versions of all campaigns but one; those whose names come first, where there are too many. */
export async function otherCampaigns(sql: Sql, id: string): Promise<readonly CampaignName[]> {
  return await sql<CampaignName[]>`
    select id, max(version) as version from campaigns where id <> ${id}
    group by id order by id limit ${OTHERS_MAX}`;
}

export async function listCampaigns(sql: Sql): Promise<readonly CampaignVersion[]> {
  return await sql<CampaignVersion[]>`
    select id, version, origin, created_at as "createdAt",
      (select count(*)::integer from calls
        where calls.campaign = campaigns.id and calls.campaign_version = campaigns.version) as calls
    from campaigns order by id, version desc`;
}

function campaignOf(id: string, { version, content }: Row): Campaign {
  return readCampaign({ ...content as object, id, version });
}

/** Its number and its name stand in columns of their own. */
function contentOf({ id: _id, version: _version, ...content }: Campaign): postgres.JSONValue {
  return content as unknown as postgres.JSONValue;
}

async function lockedNewest(tx: Tx, id: string): Promise<Row | undefined> {
  await tx`select pg_advisory_xact_lock(${CAMPAIGNS_LOCK})`;
  const [newest] = await tx<Row[]>`
    select version, origin, content from campaigns where id = ${id}
    order by version desc limit 1`;
  return newest;
}

async function isSame(tx: Tx, campaign: Campaign, version: number): Promise<boolean> {
  const [row] = await tx<{ same: boolean }[]>`
    select content = ${tx.json(contentOf(campaign))}::jsonb as same from campaigns
    where id = ${campaign.id} and version = ${version}`;
  return row?.same === true;
}

async function insert(
  tx: Tx,
  campaign: Campaign,
  version: number,
  origin: CampaignVersion["origin"],
): Promise<void> {
  const row = { id: campaign.id, version, origin, content: tx.json(contentOf(campaign)) };
  await tx`insert into campaigns ${tx(row)}`;
}
