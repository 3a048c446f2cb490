import assert from "node:assert/strict";
import { openLocalEars } from "../../lib/host/pocketsphinx_ears.ts";
import { INSTALL } from "../../lib/host/pocketsphinx_model.ts";
import { DeepgramEars } from "../../lib/speech/deepgram_ears.ts";
import { EarsChain } from "../../lib/speech/ears_chain.ts";
import { hasProgram, needs } from "../needs.ts";
import { Caller, spokenTexts, withDeepgram } from "./deepgram_caller.ts";

const SAID = await spokenTexts({
  amount: "About eighty thousand dollars.",
  kind: "Stocks and government bonds.",
}, "rms");
const { ignore } = needs("pocketsphinx", hasProgram("pocketsphinx_batch"), INSTALL);

Deno.test(
  "EarsChain hears by PocketSphinx what was being said when Deepgram went away, and goes back",
  {
    ignore,
  },
  () =>
    withDeepgram(Object.values(SAID), async (standIn) => {
      const local = await openLocalEars();
      assert.ok(local !== null);
      try {
        const first = new DeepgramEars({ apiKey: "test-key", url: standIn.url });
        using caller = new Caller(new EarsChain(first, local));
        caller.session.expect({ type: "field", key: "amount" });
        const saying = caller.say(SAID.amount);
        await caller.until("the first words", () => caller.types().includes("interim"));
        await standIn.gate.refuse();
        await saying;
        assert.equal(await caller.heard(), "about eighty thousand dollars");
        await standIn.gate.accept();
        const hears = () => standIn.lines[1]?.told.some(({ type }) => type === "Results") ?? false;
        await standIn.until("Deepgram hears again", hears);
        await caller.say(SAID.kind);
        assert.equal(await caller.heard(2), `about eighty thousand dollars ${SAID.kind.text}`);
        assert.ok(!caller.types().includes("failed"));
      } finally {
        local.close();
      }
    }),
);
