import assert from "node:assert/strict";
import { DeepgramEars, type DeepgramOptions } from "../../lib/speech/deepgram_ears.ts";
import type { DeepgramStandIn } from "../standins/deepgram.ts";
import { Caller, sideBySide, spokenTexts, withDeepgram } from "./deepgram_caller.ts";

const SAID = await spokenTexts({
  stocks: "I would like to invest in stocks and government bonds",
  amount: "about fifty thousand dollars please",
});

function earsAt(standIn: DeepgramStandIn, options: Partial<DeepgramOptions> = {}): DeepgramEars {
  return new DeepgramEars({ apiKey: "test-key", url: standIn.url, chance: () => 0.5, ...options });
}

function hearing(run: (standIn: DeepgramStandIn) => Promise<void>): Promise<void> {
  return withDeepgram(Object.values(SAID), run);
}

const stories: Readonly<Record<string, () => Promise<void>>> = {
  "tells interim words, then final ones with the end of speech": () =>
    hearing(async (standIn) => {
      using caller = new Caller(earsAt(standIn), "alaw");
      await caller.say(SAID.stocks);
      await caller.heard();
      await caller.say(SAID.amount);
      assert.equal(await caller.heard(2), `${SAID.stocks.text} ${SAID.amount.text}`);
      const interims = caller.events.flatMap((event) =>
        event.type === "interim" ? [event.text] : []
      );
      assert.deepEqual(interims.slice(0, 2), [
        "I would like to invest",
        "I would like to invest in stocks and",
      ]);
      const finals = caller.events.filter(({ type }) => type === "final");
      assert.equal(finals.length, 2);
      for (const final of finals) assert.ok(final.type === "final" && final.confidence > 0.9);
      assert.ok(!caller.types().includes("failed"));
    }),

  "asks for words as they are spoken, and for what an operator adds": () =>
    hearing(async (standIn) => {
      const parameters = { mip_opt_out: "true", endpointing: "500" };
      using _caller = new Caller(earsAt(standIn, { model: "nova-3", parameters }));
      await standIn.until("a line is open", () => standIn.open === 1);
      assert.deepEqual(Object.fromEntries(standIn.lines[0]!.query), {
        model: "nova-3",
        language: "en-US",
        encoding: "mulaw",
        sample_rate: "8000",
        channels: "1",
        interim_results: "true",
        endpointing: "500",
        utterance_end_ms: "1000",
        vad_events: "true",
        punctuate: "true",
        smart_format: "false",
        numerals: "false",
        mip_opt_out: "true",
      });
    }),

  "says good-bye when it is closed, and tells nothing afterwards": () =>
    hearing(async (standIn) => {
      const caller = new Caller(earsAt(standIn));
      caller.say(SAID.stocks);
      await caller.until("the first words", () => caller.types().includes("interim"));
      caller[Symbol.dispose]();
      const told = caller.events.length;
      await standIn.until("the line is closed", () => standIn.open === 0);
      assert.deepEqual(standIn.lines[0]!.asked, ["CloseStream"]);
      assert.equal(caller.events.length, told);
    }),

  "closed before its line stands opens none": () =>
    hearing(async (standIn) => {
      const ears = earsAt(standIn);
      for (let call = 0; call < 5; call++) new Caller(ears)[Symbol.dispose]();
      using _caller = new Caller(ears);
      await standIn.until("a line is open", () => standIn.open === 1);
      assert.equal(standIn.knocks, 1);
    }),

  "keeps a line that has no audio, and a line that is not kept is closed": () =>
    hearing(async (standIn) => {
      const socket = new WebSocket(`${standIn.url}/v1/listen?encoding=mulaw&sample_rate=8000`, {
        headers: { authorization: "Token test-key" },
      });
      using caller = new Caller(earsAt(standIn));
      caller.mute(true);
      const closed = new Promise<CloseEvent>((resolve) => socket.onclose = resolve);
      await standIn.until("both lines are open", () => standIn.open === 2);
      const { code, reason } = await closed;
      assert.match(`${code} ${reason}`, /^1011 NET-0001/);
      await standIn.until("the other one has been kept alive for as long", () => {
        return standIn.lines.some(({ asked }) => asked.length >= 2);
      });
      assert.deepEqual(standIn.lines.map(({ ending }) => ending).toSorted(), [1011, null]);
      caller.mute(false);
      await caller.say(SAID.amount);
      assert.equal(await caller.heard(), SAID.amount.text);
    }),
};

sideBySide("DeepgramEars", stories);
