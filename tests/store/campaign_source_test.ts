import assert from "node:assert/strict";
import type { Campaign } from "../../lib/core/campaign.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { CampaignSource, type CampaignSourceOptions } from "../../lib/store/campaign_source.ts";

const newer: Campaign = { ...investmentLead, version: 2 };

function sourceOf(options: Partial<CampaignSourceOptions>) {
  const told: string[] = [];
  const source = new CampaignSource({
    first: investmentLead,
    newer: () => Promise.resolve(null),
    others: () => Promise.resolve([]),
    read: () => Promise.resolve(null),
    prepare: ({ version }) => Promise.resolve(void told.push(`prepare ${version}`)),
    changed: ({ version }) => told.push(`changed ${version}`),
    failed: (error) => told.push(`failed: ${(error as Error).message}`),
    ...options,
  });
  return { source, told };
}

Deno.test("CampaignSource gives new calls a newer version once its phrases are ready", async () => {
  const ready = Promise.withResolvers<void>();
  const { source, told } = sourceOf({
    newer: ({ version }) => Promise.resolve(version === 1 ? newer : null),
    prepare: () => ready.promise,
  });
  const look = source.look();
  assert.equal(source.current.version, 1);
  ready.resolve();
  await look;
  assert.equal(source.current.version, 2);
  await source.look();
  assert.deepEqual(told, ["changed 2"]);
});

Deno.test("CampaignSource stays with what it has while the database is away or holds nonsense", async () => {
  const { source, told } = sourceOf({ newer: () => Promise.reject(new Error("no campaign")) });
  await source.look();
  assert.equal(source.current, investmentLead);
  assert.deepEqual(told, ["failed: no campaign"]);
});

Deno.test("CampaignSource makes others ready only where somebody chooses, and each version once", async () => {
  const others: Campaign[] = [{ ...investmentLead, id: "other", version: 4 }];
  const { source, told } = sourceOf({
    others: () => Promise.resolve([{ id: "broken", version: 1 }, ...others]),
    read: (id) => {
      if (id === "broken") return Promise.reject(new Error("no campaign"));
      return Promise.resolve(others[0]!);
    },
  });
  await source.look();
  assert.deepEqual([source.others, told], [[], []]);
  await source.offer(() => true);
  assert.deepEqual(source.others, others);
  others[0] = { ...others[0]!, version: 5 };
  await source.look();
  assert.deepEqual(source.others.map(({ version }) => version), [5]);
  const prepared = told.filter((one) => one.startsWith("prepare"));
  assert.deepEqual(prepared, ["prepare 4", "prepare 5"]);
});

Deno.test("CampaignSource looks again and again until it is closed", async () => {
  const twice = Promise.withResolvers<void>();
  let looks = 0;
  const { source } = sourceOf({
    newer: () => {
      if (++looks === 2) twice.resolve();
      return Promise.resolve(null);
    },
  });
  source.watch(1);
  await twice.promise;
  source.close();
});
