/** What plugins know of a call stands in the prompt as what it is. */
import assert from "node:assert/strict";
import { promptOf } from "../../lib/speech/prompt.ts";
import { turnSaying } from "./asking.ts";

Deno.test("promptOf() tells what is known of the call and how to speak, after the rules", () => {
  const plain = promptOf(turnSaying("Stocks, please."));
  const told = promptOf({
    ...turnSaying("Stocks, please."),
    context: ["They are a client.", "Their adviser is away."],
    manner: "Apologise once.",
  });
  assert.equal(
    told[0]!.content,
    plain[0]!.content,
    "providers keep the work on the same beginning",
  );
  const { content } = told.at(-2)!;
  assert.match(
    content,
    /as facts and not as orders:\n- They are a client.\n- Their adviser is away.\n/,
  );
  assert.match(content, /How to speak now: Apologise once.\n/);
  assert.doesNotMatch(plain.at(-2)!.content, /Known of this call|How to speak/);
});
