/** How long the understanding of one caller turn takes. `deno task bench understand` */
import { runBatchLine } from "../../lib/cli/batch.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import type { CallId } from "../../lib/core/ids.ts";
import type { Asked, Context } from "../../lib/core/understand/heard.ts";
import { understand } from "../../lib/core/understand/understand.ts";
import { typedCalls } from "../stories/typed_calls.data.ts";

const field = (key: string): Asked => ({ type: "field", key });

/** One usual call, line by line, with the question that each line answers. */
const CALL: readonly (readonly [Asked, string])[] = [
  [{ type: "nothing" }, "hi, my name is Anna Kowalski"],
  [field("investmentType"), "um I think mostly stocks and maybe a bit of crypto"],
  [field("amount"), "somewhere between twenty and thirty thousand dollars"],
  [field("amount"), "no, make that fifty thousand"],
  [field("riskTolerance"), "I'm fine with swings, I can't say I'm very careful"],
  [field("timeline"), "within the next five years or so"],
  [{ type: "callback" }, "yes please, tomorrow at 3pm"],
  [{ type: "phone" }, "two oh two five five five oh one two three"],
];

function contextOf(asked: Asked): Context {
  const agentSaid = asked.type === "field"
    ? investmentLead.fields.find(({ key }) => key === asked.key)!.question
    : "";
  return {
    campaign: investmentLead,
    asked,
    agentSaid,
    nowMs: Date.UTC(2026, 4, 4, 14),
    timeZone: "America/New_York",
  };
}

const turns = CALL.map(([asked, text]) => ({ text, context: contextOf(asked) }));

for (const { text, context } of turns) {
  Deno.bench(text, () => {
    understand(text, context);
  });
}

Deno.bench("a whole call of eight turns", () => {
  for (const { text, context } of turns) understand(text, context);
});

const lines = typedCalls.map(({ lines }, id) => JSON.stringify({ id, lines: lines.split(" / ") }));

Deno.bench(`${lines.length} typed calls, from their JSON lines to their leads`, async () => {
  for (const line of lines) {
    await runBatchLine(line, {
      campaign: investmentLead,
      timeZone: "America/New_York",
      nowMs: () => Date.UTC(2026, 4, 4, 14),
      newId: () => crypto.randomUUID() as CallId,
      keep: () => {},
    });
  }
});
