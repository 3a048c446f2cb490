import assert from "node:assert/strict";
import { type Column, tableLines } from "../../lib/cli/table.ts";
import { columnsOf, cut, printable } from "../../lib/cli/terminal.ts";

interface Bird {
  readonly name: string;
  readonly song: string;
  readonly eggs: number;
}

const BIRDS: readonly Bird[] = [
  { name: "Wren", song: "a long and very loud trill", eggs: 6 },
  { name: "Cuckoo", song: "cuckoo", eggs: 25 },
];
const COLUMNS: readonly Column<Bird>[] = [
  { title: "NAME", cell: ({ name }) => name, rank: 0, colour: () => "green" },
  { title: "SONG", cell: ({ song }) => song, rank: 1, min: 8 },
  { title: "EGGS", cell: ({ eggs }) => String(eggs), rank: 2, isNumber: true },
];

function table(columns: number, hasColours = false): string {
  return tableLines(BIRDS, COLUMNS, { columns, hasColours }).join("\n");
}

Deno.test("tableLines() cuts nothing where a program reads, and where there is room", () => {
  const whole = `NAME    SONG                        EGGS
Wren    a long and very loud trill     6
Cuckoo  cuckoo                        25`;
  assert.equal(table(Infinity), whole);
  assert.equal(table(80), whole);
});

Deno.test("tableLines() cuts what may be cut, and leaves out what has no room", () => {
  assert.equal(
    table(25),
    `NAME    SONG         EGGS
Wren    a long and…     6
Cuckoo  cuckoo         25`,
  );
  assert.equal(table(19), "NAME    SONG\nWren    a long and…\nCuckoo  cuckoo");
  assert.equal(table(10), "NAME\nWren\nCuckoo");
});

Deno.test("tableLines() colours cells only where the screen has colours", () => {
  assert.ok(!table(80).includes("\u001b"));
  assert.ok(table(80, true).includes("\u001b[32mCuckoo\u001b[0m  cuckoo"));
});

Deno.test("printable() lets no word of a caller's move the cursor or turn the writing", () => {
  assert.equal(printable("a\u001b[2Jb\r\nc\u202ed\u200be\u009bf"), "a[2Jb cdef");
});

Deno.test("cut() counts wide letters as two columns, and marks as none", () => {
  assert.equal(columnsOf("株式 é e\u0301"), 8);
  assert.equal(cut("株式投資", 5), "株式…");
  assert.equal(cut("株式", 4), "株式");
});
