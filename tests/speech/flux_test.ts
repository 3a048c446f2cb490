import assert from "node:assert/strict";
import { DeepgramEars, type DeepgramOptions } from "../../lib/speech/deepgram_ears.ts";
import type { EarsEvent } from "../../lib/call/ports.ts";
import type { DeepgramStandIn } from "../standins/deepgram.ts";
import { Caller, sideBySide, spokenTexts, withDeepgram } from "./deepgram_caller.ts";

const SAID = await spokenTexts({
  stocks: "I would like to invest in stocks and government bonds",
  begun: "about fifty thousand dollars and",
  more: "maybe ten thousand euros",
});
const TURN = /^turn_/;

function earsAt(standIn: DeepgramStandIn, options: Partial<DeepgramOptions> = {}): DeepgramEars {
  const model = "flux-general-en";
  return new DeepgramEars({ apiKey: "test-key", url: standIn.url, model, ...options });
}

function hearing(run: (standIn: DeepgramStandIn) => Promise<void>): Promise<void> {
  return withDeepgram(Object.values(SAID), run);
}

/** Of the whole call, each kind once where it comes several times in a row. */
function turnsOf(events: readonly EarsEvent[]): string[] {
  return events.map(({ type }) => type).filter((type) => TURN.test(type) || type === "final")
    .filter((type, at, all) => type !== all[at - 1]);
}

sideBySide("DeepgramEars with Flux", {
  "tells a turn's words so far, that it is likely over, and that it is": () =>
    hearing(async (standIn) => {
      using caller = new Caller(earsAt(standIn), "alaw");
      await caller.say(SAID.stocks);
      assert.equal(await caller.heard(), SAID.stocks.text);
      await caller.until("the turn is over", () => caller.types().includes("turn_over"));
      const interims = caller.events.flatMap((event) =>
        event.type === "interim" ? [event.text] : []
      );
      assert.equal(interims[0], "I");
      assert.equal(interims.at(-1), SAID.stocks.text);
      assert.deepEqual(turnsOf(caller.events), ["turn_likely_over", "final", "turn_over"]);
      await caller.say(SAID.more);
      assert.equal(await caller.heard(2), `${SAID.stocks.text} ${SAID.more.text}`);
    }),

  "takes back that a turn is likely over when the caller goes on": () =>
    hearing(async (standIn) => {
      using caller = new Caller(earsAt(standIn, { parameters: { eager_eot_threshold: "0.3" } }));
      await caller.say(SAID.stocks);
      await caller.until("it is likely over", () => caller.types().includes("turn_likely_over"));
      await caller.say(SAID.more);
      await caller.until("the turn is over", () => caller.types().includes("turn_over"));
      const expected = ["turn_likely_over", "turn_resumed", "turn_likely_over"];
      assert.deepEqual(turnsOf(caller.events), [...expected, "final", "turn_over"]);
      assert.equal(caller.words, `${SAID.stocks.text} ${SAID.more.text}`);
    }),

  "does not hold that a turn is over which only time has ended": () =>
    hearing(async (standIn) => {
      using caller = new Caller(earsAt(standIn));
      await caller.say(SAID.begun);
      assert.equal(await caller.heard(), SAID.begun.text);
      await caller.say(SAID.more);
      await caller.until("the next turn is over", () => caller.types().includes("turn_over"));
      assert.deepEqual(turnsOf(caller.events), ["final", "turn_likely_over", "final", "turn_over"]);
    }),

  "hears each word once over a cut in the middle of a turn": () =>
    hearing(async (standIn) => {
      standIn.faults.next({ type: "reset", when: "during" });
      using caller = new Caller(earsAt(standIn));
      await caller.say(SAID.stocks);
      assert.equal(await caller.heard(), SAID.stocks.text);
      assert.equal(standIn.lines.length, 2);
    }),

  "asks for the telephone's audio and early news of a turn, and for what an operator adds": () =>
    hearing(async (standIn) => {
      const parameters = { mip_opt_out: "true", eot_threshold: "0.8" };
      const model = "flux-general-multi";
      using _caller = new Caller(earsAt(standIn, { model, parameters }));
      await standIn.until("a line is open", () => standIn.open === 1);
      assert.deepEqual(Object.fromEntries(standIn.lines[0]!.query), {
        model,
        encoding: "mulaw",
        sample_rate: "8000",
        eager_eot_threshold: "0.5",
        eot_threshold: "0.8",
        eot_timeout_ms: "2000",
        language_hint: "en",
        mip_opt_out: "true",
      });
    }),
});
