/** Whatever is said, in whatever length: it is understood at once or not at all, and nothing throws. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { MAX_TURN_CHARS } from "../../../lib/core/limits.ts";
import type { Asked } from "../../../lib/core/understand/heard.ts";
import { understand } from "../../../lib/core/understand/understand.ts";
import { clinicAppointment } from "../../stories/clinic_campaign.data.ts";
import { contextOf, hear } from "./asking.ts";

/**
 * A turn of MAX_TURN_CHARS takes up to 40 ms on a quiet machine (see the bench). What is looked for
 * here is work that grows with the square of the text: it took seconds.
 */
const TURN_MS_MAX = 400;
/** The best of so many counts: the machine may be busy with something else. */
const TRIES = 12;

const ASKED: readonly Asked[] = [
  { type: "field", key: "investmentType" },
  { type: "field", key: "amount" },
  { type: "field", key: "riskTolerance" },
  { type: "field", key: "timeline" },
  { type: "confirm", key: "amount", value: "x" },
  { type: "callback" },
  { type: "callback_time" },
  { type: "phone" },
  { type: "nothing" },
];

const NASTY = [
  ..."a |not |no |stocks |one |hundred |and |maybe |i am |fifty thousand |yes |no yes |at |dot "
    .split("|"),
  ..."a.b@c.|@|2 0 2 |202-|my name is |um uh |two years |to |from two to |half a |1,|1.|'|é|🙂|$"
    .split("|"),
  ..."call me |tomorrow at three |monday |the 15th |not stocks or |if i had |my wife |you said "
    .split("|"),
  ..."change stocks to |i mean |double five |in 2030 |by |bonds, |-|- |a.a.a.|k k k |point five "
    .split("|"),
  "x at gmail dot com ",
  "three quarters of a ",
  "what is ",
  "\n",
];

for (const asked of ASKED) {
  Deno.test(`the nastiest turns are understood within ${TURN_MS_MAX} ms (asked: ${name(asked)})`, () => {
    for (const piece of NASTY) {
      const text = piece.repeat(MAX_TURN_CHARS).slice(0, MAX_TURN_CHARS);
      let tookMs = Infinity;
      for (let tried = 0; tried < TRIES && tookMs >= TURN_MS_MAX; tried++) {
        tookMs = Math.min(tookMs, timed(text, asked));
      }
      assert.ok(tookMs < TURN_MS_MAX, `${JSON.stringify(piece)} took ${tookMs.toFixed(0)} ms`);
    }
  });
}

function name(asked: Asked): string {
  return "key" in asked ? `${asked.type} ${asked.key}` : asked.type;
}

function timed(text: string, asked: Asked): number {
  const startedMs = performance.now();
  hear(text, asked);
  return performance.now() - startedMs;
}

Deno.test("understand() throws at nothing, and quotes what was said", () => {
  const words = fc.constantFrom(
    ...("no not stocks bonds 50k fifty thousand to dollars € two years within by 2030 my wife call " +
      "me tomorrow at 3 pm five double oh @ dot com . , ? ! - ' 🙂 \u0000 \ud800 ß İ ﬁ １２").split(
        " ",
      ),
  );
  const turn = fc.oneof(
    fc.array(words, { maxLength: 40 }).map((all) => all.join(" ")),
    fc.string({ unit: "grapheme", maxLength: 200 }),
    fc.string({ unit: "binary", maxLength: 200 }),
  );
  fc.assert(
    fc.property(turn, fc.constantFrom(...ASKED), (text, asked) => {
      for (const { quote } of hear(text, asked).answers) assert.ok(text.includes(quote), quote);
      const clinic = asked.type === "field" || asked.type === "confirm"
        ? { type: "field", key: "when" } as const
        : asked;
      understand(text, {
        ...contextOf({ type: "nothing" }),
        campaign: clinicAppointment,
        asked: clinic,
      });
    }),
    { numRuns: 2_000 },
  );
});
