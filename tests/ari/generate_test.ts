/** What is committed is what Asterisk says of itself. */
import assert from "node:assert/strict";
import { DESCRIBED_VERSION, OPERATIONS } from "../../lib/ari/operations.gen.ts";
import { EVENT_NAMES } from "../../lib/ari/shapes.gen.ts";
import { startAsterisk } from "../lab/asterisk.ts";
import { whyNoLab } from "../lab/root.ts";
import { needs } from "../needs.ts";
import { describe, filesOf } from "./generate.ts";

const why = whyNoLab();

Deno.test(
  "lib/ari/*.gen.ts are what generate.ts makes of the lab's Asterisk",
  needs("asterisk", why === null, why ?? ""),
  async () => {
    await using lab = await startAsterisk();
    const description = await describe(lab);
    const names = new Set(description.operations.map(({ name }) => name));
    const lost = Object.keys(OPERATIONS).filter((name) => !names.has(name));
    assert.deepEqual(lost, [], "this Asterisk has no such operations any more");
    const newOnes = [...names].filter((name) => !Object.hasOwn(OPERATIONS, name));
    const newEvents = description.events.filter((name) => !EVENT_NAMES.some((had) => had === name));
    if (description.version !== DESCRIBED_VERSION) {
      console.log(`Asterisk ${description.version} also has:`, newOnes, newEvents);
      return;
    }
    for (const [name, text] of Object.entries(await filesOf(description))) {
      const committed = await Deno.readTextFile(`lib/ari/${name}`);
      assert.equal(committed, text, `write it anew: deno run -A tests/ari/generate.ts`);
    }
  },
);
