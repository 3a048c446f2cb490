import assert from "node:assert/strict";
import { drawCall } from "./picture.ts";

const call = {
  title: "One <call>",
  caller: Array.from({ length: 600 }, (_, at) => at > 100 && at < 200 ? -20 : -90),
  agent: Array.from({ length: 900 }, (_, at) => at > 300 ? -18 : -90),
  marks: [
    { atMs: 4_000, text: "turn 1 ends", by: "caller" as const },
    { atMs: 4_170, text: "words +170", by: "provider" as const },
    { atMs: 12_000, text: "heard & gone", by: "agent" as const },
  ],
};

Deno.test("drawCall() draws ten seconds a row, with every mark once", () => {
  const svg = drawCall(call);
  assert.equal(svg.match(/<polygon/g)?.length, 4);
  for (const text of ["turn 1 ends", "words +170", "heard &amp; gone", "One &lt;call&gt;"]) {
    assert.equal(svg.split(`>${text}<`).length, 2, text);
  }
  assert.ok(!/NaN|Infinity|undefined/.test(svg));
});

Deno.test("drawCall() writes a label that would leave the picture before its line", () => {
  const late = {
    atMs: 9_900,
    text: "words that take more room than there is",
    by: "caller" as const,
  };
  const svg = drawCall({ ...call, marks: [...call.marks, late] });
  assert.deepEqual(svg.match(/text-anchor="end"[^>]*>[^<]*/g)?.map((text) => text.split(">")[1]), [
    late.text,
  ]);
});

Deno.test("drawCall() puts labels that would cover each other one above the other", () => {
  const yOf = (text: string) =>
    new RegExp(`y="([\\d.]+)"[^>]*>${text.replace("+", "\\+")}<`).exec(drawCall(call))![1];
  assert.notEqual(yOf("turn 1 ends"), yOf("words +170"));
});
