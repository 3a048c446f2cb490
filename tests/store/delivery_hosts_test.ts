/** Several processes with plugins of their own: what one of them has on is on, and owed. */
import assert from "node:assert/strict";
import type { Sql } from "../../lib/store/database.ts";
import { type DeliveryPlugin, leave, switchOn } from "../../lib/store/deliveries.ts";
import { listDeliveries } from "../../lib/store/delivery_desk.ts";
import { applyFacts } from "../../lib/store/facts.ts";
import { newCall, strangersFacts } from "./call_facts.ts";
import { onEachServer, withTables } from "./each_server.ts";
import { ownSealer } from "./own_keys.ts";

const CRM: DeliveryPlugin = { name: "crm", kinds: ["call_ended"], atOnce: 1, perMinute: 60 };
const SMS: DeliveryPlugin = { ...CRM, name: "sms" };

onEachServer({
  "an instance with other plugins takes none from the others, and may take back its own": (
    address,
  ) =>
    withTables(address, async (sql) => {
      const [first, second] = [hostOn(sql), hostOn(sql)];
      await first([CRM]);
      await second([SMS, { ...CRM, kinds: ["erase_person"] }]);
      await second([SMS]);
      assert.deepEqual(await owedNow(sql), ["crm", "sms"]);
      await first([], ["crm"]);
      assert.deepEqual(await states(sql), { crm: [false, true], sms: [true, true] });
      await first([]);
      assert.deepEqual(await owedNow(sql), ["sms"]);
    }),

  "what an instance has is owed while it is started anew, and no longer when it was killed": (
    address,
  ) =>
    withTables(address, async (sql) => {
      const [other, killed] = [hostOn(sql), hostOn(sql)];
      const [id, stopped] = idHost(sql);
      await stopped([CRM]);
      await other([SMS]);
      await leave(sql, id);
      await other([SMS]);
      assert.deepEqual(await owedNow(sql), ["crm", "sms"]);
      await killed([CRM]);
      assert.deepEqual(await owedNow(sql), ["crm", "sms"]);
      await sql`update delivery_hosts set seen_at = now() - interval '11 minutes'
        where plugin = 'crm'`;
      await other([SMS]);
      assert.deepEqual(await owedNow(sql), ["sms"]);
    }),

  "instances with other plugins each, all started anew, are owed what happens before the last is back":
    (
      address,
    ) =>
      withTables(address, async (sql) => {
        const [[first, crm], [second, sms]] = [idHost(sql), idHost(sql)];
        await crm([CRM]);
        await sms([SMS, { ...CRM, name: "mail" }]);
        await Promise.all([leave(sql, first), leave(sql, second)]);
        await hostOn(sql)([CRM]);
        assert.deepEqual(await owedNow(sql), ["crm", "mail", "sms"]);
        await hostOn(sql)([SMS]); // mail is in its configuration no more
        assert.deepEqual(await owedNow(sql), ["crm", "sms"]);
      }),

  "an instance that knows nothing yet of its plugins switches none off": (address) =>
    withTables(address, async (sql) => {
      const before = hostOn(sql);
      await before([CRM]);
      await sql`update delivery_hosts set left_at = now()`;
      const fresh = hostOn(sql);
      await fresh([], null);
      assert.deepEqual(await states(sql), { crm: [false, true] });
      await fresh([SMS], []);
      assert.deepEqual(await states(sql), { crm: [false, true], sms: [true, true] });
      await sql`update delivery_hosts set seen_at = now() - interval '11 minutes'
        where plugin = 'crm'`;
      await fresh([SMS], []);
      assert.deepEqual(await states(sql), { crm: [false, false], sms: [true, true] });
    }),
});

type Say = (plugins: DeliveryPlugin[], kept?: string[] | null) => Promise<void>;

function hostOn(sql: Sql): Say {
  return idHost(sql)[1];
}

/** As a process does it: new until it knows what is configured. */
function idHost(sql: Sql): [id: string, say: Say] {
  const id = crypto.randomUUID();
  let isNew = true;
  return [id, async (plugins, kept = []) => {
    await switchOn(sql, plugins, kept, { id, isNew });
    isNew &&= kept === null;
  }];
}

/** Who is owed the end of a call that ends now. */
async function owedNow(sql: Sql): Promise<string[]> {
  const call = newCall();
  await applyFacts(sql, strangersFacts(call), ownSealer);
  return (await listDeliveries(sql, { callId: call, max: 9 })).map(({ plugin }) => plugin).sort();
}

async function states(sql: Sql) {
  const rows = await sql`select plugin, is_on, is_owed from delivery_plugins order by plugin`;
  return Object.fromEntries(rows.map((row) => [row["plugin"], [row["is_on"], row["is_owed"]]]));
}
