/** Campaigns in the database: versions that never change, and the newest one for new calls. */
import assert from "node:assert/strict";
import type { Campaign } from "../../lib/core/campaign.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import {
  importCampaign,
  listCampaigns,
  newerCampaign,
  otherCampaigns,
  shipCampaign,
  storedCampaign,
} from "../../lib/store/campaigns.ts";
import { clinicAppointment } from "../stories/clinic_campaign.data.ts";
import { onEachServer, withTables } from "./each_server.ts";

const { id } = investmentLead;

function greeting(text: string): Campaign {
  return { ...investmentLead, lines: { ...investmentLead.lines, greeting: text } };
}

onEachServer({
  "the shipped campaign is version 1, and comes out as it went in": (address) =>
    withTables(address, async (sql) => {
      await shipCampaign(sql, investmentLead);
      await shipCampaign(sql, investmentLead);
      assert.deepEqual(await storedCampaign(sql, id), investmentLead);
      const rows = await listCampaigns(sql);
      assert.deepEqual(rows.map(({ version, origin }) => [version, origin]), [[1, "shipped"]]);
    }),

  "other campaigns are known by their newest versions": (address) =>
    withTables(address, async (sql) => {
      await shipCampaign(sql, investmentLead);
      await importCampaign(sql, clinicAppointment);
      await importCampaign(sql, { ...clinicAppointment, name: "another name" });
      const others = [{ id: clinicAppointment.id, version: 2 }];
      assert.deepEqual([...await otherCampaigns(sql, id)], others);
    }),

  "a later Parley's campaign is a version more, unless a person imported one": (address) =>
    withTables(address, async (sql) => {
      await shipCampaign(sql, investmentLead);
      await shipCampaign(sql, greeting("Good day."));
      assert.equal((await storedCampaign(sql, id))!.version, 2);
      assert.equal(await importCampaign(sql, greeting("Hi.")), 3);
      await shipCampaign(sql, greeting("Good evening."));
      const newest = (await storedCampaign(sql, id))!;
      assert.deepEqual([newest.version, newest.lines.greeting], [3, "Hi."]);
      assert.deepEqual(await storedCampaign(sql, id, 1), investmentLead);
      assert.equal(await storedCampaign(sql, id, 9), null);
    }),

  "importing what is the newest already adds no version, and each id has its own": (address) =>
    withTables(address, async (sql) => {
      assert.equal(await importCampaign(sql, greeting("Hi.")), 1);
      assert.equal(await importCampaign(sql, { ...greeting("Hi."), version: 7 }), 1);
      assert.equal(await importCampaign(sql, clinicAppointment), 1);
      assert.equal((await listCampaigns(sql)).length, 2);
    }),

  "only a newer version is news": (address) =>
    withTables(address, async (sql) => {
      await shipCampaign(sql, investmentLead);
      assert.equal(await newerCampaign(sql, investmentLead), null);
      await importCampaign(sql, greeting("Hi."));
      assert.equal((await newerCampaign(sql, investmentLead))!.version, 2);
    }),

  "side by side, importers never share a version": (address) =>
    withTables(address, async (sql) => {
      const texts = Array.from({ length: 8 }, (_, at) => `Hello number ${at}.`);
      const versions = await Promise.all(texts.map((text) => importCampaign(sql, greeting(text))));
      assert.deepEqual(versions.toSorted((a, b) => a - b), [1, 2, 3, 4, 5, 6, 7, 8]);
    }),

  "a version is never changed": (address) =>
    withTables(address, async (sql) => {
      await shipCampaign(sql, investmentLead);
      await assert.rejects(
        sql`update campaigns set content = '{}' where id = ${id}`,
        /never changed: import a new one/,
      );
    }),
});
