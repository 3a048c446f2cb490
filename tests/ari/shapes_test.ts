import assert from "node:assert/strict";
import { ariTimeMs, misfitsOf } from "../../lib/ari/mod.ts";
import { snapshot } from "./fake_asterisk.ts";

Deno.test("misfitsOf() finds nothing wrong with what Asterisk sends", () => {
  assert.deepEqual(misfitsOf("Channel", snapshot("1")), []);
  assert.deepEqual(misfitsOf("List[Channel]", [snapshot("1"), snapshot("2")]), []);
  assert.deepEqual(misfitsOf("void", undefined), []);
});

Deno.test("misfitsOf() names the place and the kind of every misfit", () => {
  const { name: _, ...nameless } = snapshot("1", { state: "Upp" as "Up" });
  const caller = { name: "", number: 7 };
  assert.deepEqual(misfitsOf("List[Channel]", [{ ...nameless, caller, toString: 1 }]), [
    { at: "List[Channel][].name", problem: "missing" },
    { at: "List[Channel][].state", problem: "wrong" },
    { at: "List[Channel][].caller.number", problem: "wrong" },
    { at: "List[Channel][].toString", problem: "unknown" },
  ]);
  assert.deepEqual(misfitsOf("NoSuchModel", {}), [{ at: "NoSuchModel", problem: "wrong" }]);
});

Deno.test("misfitsOf() names a hundred misfits at the most", () => {
  const wild = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`x${at}`, 1]));
  assert.equal(misfitsOf("Channel", wild).length, 100);
});

Deno.test("ariTimeMs() reads Asterisk's times, whose offset has no colon", () => {
  assert.equal(ariTimeMs("2025-03-17T08:32:35.709-0600"), Date.UTC(2025, 2, 17, 14, 32, 35, 709));
  assert.ok(Number.isNaN(ariTimeMs("yesterday")));
});
