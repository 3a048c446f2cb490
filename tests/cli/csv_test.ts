import assert from "node:assert/strict";
import { csvLine } from "../../lib/cli/csv.ts";

const CELLS: readonly (readonly [string, string])[] = [
  ["stocks", "stocks"],
  ["", ""],
  ["stocks, bonds", '"stocks, bonds"'],
  ['the "safe" kind', '"the ""safe"" kind"'],
  ["two\nlines", '"two\nlines"'],
  // A phone number stays one that can be dialled.
  ["+12025550123", "+12025550123"],
  ["+12025550123,,1", `"'+12025550123,,1"`],
  ["+1202+5550123", "'+1202+5550123"],
  // What a spreadsheet would take for a formula begins with an apostrophe.
  ["=1+1", "'=1+1"],
  ["+cmd|'/c calc'!A1", "'+cmd|'/c calc'!A1"],
  ["-2+3", "'-2+3"],
  ["@SUM(1)", "'@SUM(1)"],
  ["\t=1", `"'\t'=1"`],
  ["\r=1", `"'\r'=1"`],
  [" =1", "' =1"],
  ["\ufeff=1", "'\ufeff=1"],
  ["＝1+1", "'＝1+1"],
  ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
  // A spreadsheet that parts cells by semicolons sees a second one here.
  ["stocks;=1+1", `"stocks;'=1+1"`],
  ['a; "=1', `"a; ""'=1"`],
  ["twenty-five; - five = a lot", `"twenty-five; '- five = a lot"`],
];

for (const [text, cell] of CELLS) {
  Deno.test(`csvLine() writes ${JSON.stringify(text)} as ${JSON.stringify(cell)}`, () => {
    assert.equal(csvLine([text]), `${cell}\r\n`);
  });
}

Deno.test("csvLine() leaves numbers and truth as they are, and nothing empty", () => {
  assert.equal(csvLine([1.5, -3, true, null, "x"]), "1.5,-3,true,,x\r\n");
});
