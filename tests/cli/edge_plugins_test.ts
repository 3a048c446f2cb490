/** What a service tells a plugin at the edge reaches the delivery that it is about. */
import assert from "node:assert/strict";
import { openEdgePlugins } from "../../lib/cli/edge_plugins.ts";
import { Metrics } from "../../lib/observe/metrics.ts";
import { createWebApp } from "../../lib/web/app.ts";
import { ACCOUNT_SID, AUTH_TOKEN, TwilioStandIn } from "../standins/twilio.ts";
import { onEachServer, withTables } from "../store/each_server.ts";
import type { Sql } from "../../lib/store/database.ts";
import { switchOn } from "../../lib/store/deliveries.ts";
import { ownSealer } from "../store/own_keys.ts";

const STATUS_URL = "http://127.0.0.1/plugins/sms_followup";
const KEY = "a-call:call_ended:sms_followup";
const OTHER_SID = `SM${"1".repeat(32)}`;
const SID = `SM${"0".repeat(32)}`;

onEachServer({
  "a callback that is signed is kept with its SMS, and any other is refused": (address) =>
    withTables(address, async (sql) => {
      const kinds = ["call_ended"] as const;
      await switchOn(sql, [{ name: "sms_followup", kinds, atOnce: 1, perMinute: 60 }]);
      await addSms(sql);
      const settings = { accountSid: ACCOUNT_SID, from: "+12025550100", statusUrl: STATUS_URL };
      const on = { plugins: [{ name: "sms_followup", settings }] };
      const config = { plugins: { folder: "/nowhere", settings: JSON.stringify(on) } };
      const plugins = openEdgePlugins(
        { ...config, timeZone: "UTC" } as Parameters<typeof openEdgePlugins>[0],
        { TWILIO_AUTH_TOKEN: AUTH_TOKEN },
        new Metrics(),
        { sql: () => sql, sealer: ownSealer },
      )!;
      const web = createWebApp({
        readiness: () => ({ notReady: [], degraded: [] }),
        metricsText: () => Promise.resolve(""),
        failed: (path, error) => assert.fail(`${path}: ${error}`),
        callback: plugins.callback,
      });
      const sms = { sid: SID, to: "+12025550123", from: "+12025550100", body: "" };
      const sent = { ...sms, createdAtMs: 0, statusUrl: STATUS_URL };
      const told = await new TwilioStandIn().callback(sent, { MessageStatus: "delivered" });
      const forged = new Request(told.clone(), { headers: { "x-twilio-signature": "AAAA" } });
      assert.deepEqual([(await web(forged)).status, (await web(told)).status], [403, 204]);
      const lost = { ...sent, sid: OTHER_SID, statusUrl: `${STATUS_URL}?delivery=${KEY}` };
      const later = await new TwilioStandIn().callback(lost, { MessageStatus: "sent" });
      assert.equal((await web(later)).status, 204);
      const rows = await sql`select receipt from deliveries order by id`;
      assert.deepEqual(rows.map(({ receipt }) => receipt), [
        { sid: SID, status: "delivered" },
        { call: "a-call", sid: OTHER_SID },
      ]);
      await plugins.close();
    }),
});

/** One that was sent, and one whose answer was lost. */
async function addSms(sql: Sql): Promise<void> {
  await sql`insert into deliveries (key, plugin, kind, call_id, person, state, due_at, finished_at,
      receipt)
    values ('k', 'sms_followup', 'call_ended', gen_random_uuid(), 'p', 'done', now(), now(),
      ${sql.json({ sid: SID })})`;
  await sql`insert into deliveries (key, plugin, kind, call_id, person, state, attempt, due_at,
      first_at, last_at, finished_at, reason)
    values (${KEY}, 'sms_followup', 'call_ended', gen_random_uuid(), 'p', 'dead', 1, now(), now(),
      now(), now(), 'no answer')`;
}
