import assert from "node:assert/strict";
import fc from "fast-check";
import { restAfter, spokenWeight } from "../../lib/speech/clauses.ts";

const TEXT = "Thank you, I have noted that. How much would you invest, and by when?";

const CASES: readonly (readonly [string, string])[] = [
  ["", TEXT],
  ["Tha", TEXT],
  ["Thank you,", "I have noted that. How much would you invest, and by when?"],
  ["Thank you, I have", "I have noted that. How much would you invest, and by when?"],
  ["Thank you, I have noted that.", "How much would you invest, and by when?"],
  [
    "Thank you, I have noted that. How much would you in",
    "How much would you invest, and by when?",
  ],
  ["Thank you, I have noted that. How much would you inve", "and by when?"],
  [TEXT, ""],
  [`${TEXT} and more`, ""],
];

for (const [said, rest] of CASES) {
  Deno.test(`restAfter() ${JSON.stringify(said)} takes up ${JSON.stringify(rest)}`, () => {
    assert.equal(restAfter(TEXT, spokenWeight(said)), rest);
  });
}

Deno.test("restAfter() never cuts inside a number", () => {
  assert.equal(
    restAfter("You said 1,250.50 dollars, right?", 20),
    "You said 1,250.50 dollars, right?",
  );
});

Deno.test("restAfter() gives an end of the text that starts a clause, and doubles one at most", () => {
  const words = fc.constantFrom("yes", "no,", "so.", "3.5", "maybe;", "that", "1,000", "ok?");
  fc.assert(
    fc.property(fc.array(words, { minLength: 1, maxLength: 40 }), fc.nat(400), (all, said) => {
      const text = all.join(" ");
      const rest = restAfter(text, said);
      assert.ok(text.endsWith(rest));
      const before = text.slice(0, text.length - rest.length);
      if (rest !== "" && before !== "") assert.match(before, /[,;.?] $/);
      const clause = rest.split(/(?<=[,;.?])\s+/)[0] ?? "";
      if (rest !== "") {
        assert.ok(spokenWeight(before) + spokenWeight(clause) + 1 >= said * 0.85 - 1);
      }
    }),
  );
});
