import assert from "node:assert/strict";
import { Thinking } from "../../lib/call/thinking.ts";
import type { Brain, BrainTold } from "../../lib/call/ports.ts";
import type { BrainRequest } from "../../lib/core/brain.ts";
import type { TurnId } from "../../lib/core/ids.ts";

interface Asked {
  readonly tell: (told: BrainTold) => void;
  readonly signal: AbortSignal;
}

/** A brain that says what it is made to say. */
function rig() {
  const asked: Asked[] = [];
  const log: string[] = [];
  const brain: Brain = {
    name: "test",
    answer: (_request, tell, signal) => void asked.push({ tell, signal }),
  };
  const thinking = new Thinking(brain, {
    told: (turn, told) => log.push(`${turn} ${told.type}`),
    toldAhead: (turn, generation, told) => log.push(`${turn} ahead ${generation} ${told.type}`),
    toldAside: (turn, told) => log.push(`${turn} aside ${told.type}`),
  });
  return { asked, log, thinking };
}

const request = { turn: 4 as TurnId } as BrainRequest;
const sentence = { type: "sentence", text: "Good." } as const;

Deno.test("Thinking tells a kept answer by its generation to the end", () => {
  const { asked, log, thinking } = rig();
  thinking.askAhead(7, request);
  asked[0]!.tell({ type: "first_token" });
  asked[0]!.tell(sentence);
  thinking.keepAhead();
  asked[0]!.tell(sentence);
  assert.deepEqual(log, ["4 aside first_token", "4 ahead 7 sentence", "4 ahead 7 sentence"]);
  thinking.drop();
  asked[0]!.tell(sentence);
  assert.equal(log.length, 3);
  assert.ok(asked[0]!.signal.aborted);
});

Deno.test("Thinking tells nothing of an answer ahead that was dropped, and goes on with the other", () => {
  const { asked, log, thinking } = rig();
  thinking.askAhead(1, request);
  thinking.dropAhead();
  thinking.ask(request);
  for (const { tell } of asked) tell(sentence);
  assert.deepEqual(log, ["4 sentence"]);
});

Deno.test("Thinking.close() lets go of both", () => {
  const { asked, thinking } = rig();
  thinking.ask(request);
  thinking.askAhead(1, request);
  thinking.close();
  assert.ok(asked.every(({ signal }) => signal.aborted));
});
