/** Calls of people of their own, each with a qualified lead that every plugin that ships takes. */
import type { CallId } from "../../lib/core/ids.ts";
import type { Lead } from "../../lib/core/lead.ts";
import type { Sql } from "../../lib/store/database.ts";
import { applyFacts } from "../../lib/store/facts.ts";
import { evidence } from "../plugins/delivering.ts";
import { callFrom, factsOf, lead, newCall } from "../store/call_facts.ts";
import { ownSealer } from "../store/own_keys.ts";

/** `number`: the same for the same person. Every second one gives an e-mail; all agree to be called. */
export async function storeCaller(sql: Sql, number: number, startedAtMs: number): Promise<CallId> {
  const call = newCall();
  const phone = `+1202555${String(number).padStart(4, "0")}`;
  const named: Lead = {
    ...lead,
    fields: {
      ...lead.fields,
      name: evidence(`Caller Number${number}`, "I am a caller"),
      email: number % 2 === 0
        ? evidence(`caller${number}@example.com`, "at example dot com")
        : null,
      phone: evidence({ e164: phone, source: "spoken" }, "it is"),
      callback: evidence({ wanted: true, at: null, consent: true }, "yes"),
    },
  };
  const facts = callFrom(phone, factsOf(call, startedAtMs)).map((fact) =>
    fact.type === "lead" && fact.lead.status === "qualified" ? { ...fact, lead: named } : fact
  );
  await applyFacts(sql, facts, ownSealer);
  return call;
}
