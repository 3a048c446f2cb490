import { months, testValues } from "./asking.ts";

const timeline = { type: "field", key: "timeline" } as const;

testValues("timeline", timeline, [
  ["two years", months(24, 24, "medium")],
  ["a year", months(12, 12, "short")],
  ["one year", months(12, 12, "short")],
  ["thirteen months", months(13, 13, "medium")],
  ["sixty months", months(60, 60, "medium")],
  ["sixty one months", months(61, 61, "long")],
  ["5y", months(60, 60, "medium")],
  ["10 yrs", months(120, 120, "long")],
  ["a decade", months(120, 120, "long")],
  ["half a year", months(6, 6, "short")],
  ["three quarters of a year", months(9, 9, "short")],
  ["a year and a half", months(18, 18, "medium")],
  ["two and a half years", months(30, 30, "medium")],
  ["eighteen months", months(18, 18, "medium")],
  ["in about five years", months(60, 60, "medium")],
  ["five years or so", months(60, 60, "medium")],
  ["a couple of years", months(24, 24, "medium")],
  ["within 3 years, call me tomorrow at 5pm", months(0, 36, "medium")],
  ["idk like 6 months", months(6, 6, "short")],
  ["I need it back in 18 months", months(18, 18, "medium")],
  ["for the next twenty years", months(240, 240, "long")],
  ["I'd like to double it in five years", months(60, 60, "medium")],
  ["I'm 52 and want to stop working in 13 years", months(156, 156, "long")],
  ["five to ten years", months(60, 120, "long")],
  ["in a year or two", months(12, 24, "medium")],
  ["two, three years", months(24, 36, "medium")],
  ["2-3 years", months(24, 36, "medium")],
  ["eighteen months to two years", months(18, 24, "medium")],
  ["between six and twelve months", months(6, 12, "short")],
  ["within the next eighteen months", months(0, 18, "medium")],
  ["within two years", months(0, 24, "medium")],
  ["less than two years", months(0, 24, "medium")],
  ["under a year", months(0, 12, "short")],
  ["no longer than 4 years", months(null, 48, "medium")],
  ["up to three years", months(null, 36, "medium")],
  ["two years max", months(null, 24, "medium")],
  ["by 2030", months(0, 48, "medium")],
  ["before 2028", months(0, 24, "medium")],
  ["in 2040", months(168, 168, "long")],
  ["by twenty thirty five", months(0, 108, "long")],
  ["at least ten years", months(120, null, "long")],
  ["more than five years", months(60, null, "medium")],
  ["ten years plus", months(120, null, "long")],
  ["10+ years", months(120, null, "long")],
  ["not before five years", months(60, null, "medium")],
]);

testValues("timeline", timeline, [
  ["long term", months(null, null, "long")],
  ["I'm in it for the long haul", months(null, null, "long")],
  ["medium term", months(null, null, "medium")],
  ["short term", months(null, null, "short")],
  ["as soon as possible", months(null, null, "short")],
  ["soon", months(null, null, "short")],
  ["no rush", months(null, null, "long")],
  ["until I retire", months(null, null, "long")],
  ["short term, maybe nine months", months(9, 9, "short")],
  ["five years, sorry, I mean seven years", months(84, 84, "long")],
  ["twenty years, make it fifteen", months(180, 180, "long")],
  ["more than three years but less than six", months(36, 72, "long")],
  ["uh two years no three years", months(36, 36, "medium")],
  ["not five years, rather three years", months(36, 36, "medium")],
]);

testValues("timeline", timeline, [
  ["a hundred years", months(1_200, 1_200, "long")],
  ["a billion years", null],
  ["within 999999999999 years", null],
  ["I'm 52.3 and want to retire at 65", months(152, 152, "long")],
]);

testValues("timeline", timeline, [
  ["I'm 30 years old", null],
  ["I've been a customer for ten years", null],
  ["five years ago I lost everything", null],
  ["I have twenty years of experience", null],
  ["does it have to be five years?", null],
  ["my daughter goes to college in 3 years", null],
  ["I have no idea", null],
  ["80k a year", null],
  ["just a second", null],
  ["ten", null],
]);

testValues("timeline", { type: "field", key: "investmentType" }, [
  ["ten year treasury bonds", null],
  ["short term bonds", null],
  ["stocks for five years", months(60, 60, "medium")],
  ["I have a 30 year mortgage", null],
]);

testValues("timeline", { type: "callback" }, [
  ["yes, in two days", null],
  ["hmm make it ten years", months(120, 120, "long")],
]);

testValues("timeline", { type: "nothing" }, [
  ["stocks within 3 years, call me on Monday", months(0, 36, "medium")],
  ["stocks for 18 months, call me tomorrow", months(18, 18, "medium")],
  ["call me in two days", null],
]);
