import assert from "node:assert/strict";
import { Thinking } from "../../lib/call/thinking.ts";
import type { Brain, BrainTold, Toolbox } from "../../lib/call/ports.ts";
import type { BrainRequest } from "../../lib/core/brain.ts";
import type { TurnId } from "../../lib/core/ids.ts";

interface Asked {
  readonly tell: (told: BrainTold) => void;
  readonly signal: AbortSignal;
  readonly tools: Toolbox;
}

/** A brain that says what it is made to say. */
function rig() {
  const asked: Asked[] = [];
  const log: string[] = [];
  const brain: Brain = {
    name: "test",
    answer: (_request, tell, signal, _account, tools) =>
      void asked.push({ tell, signal, tools: tools! }),
  };
  const tools: Toolbox = {
    offers: [],
    call: (name, _args, { aborted }) => {
      log.push(`called ${name}${aborted ? " in vain" : ""}`);
      return Promise.resolve("It is here.");
    },
  };
  const thinking = new Thinking(brain, {
    told: (turn, told) => log.push(`${turn} ${told.type}`),
    toldAhead: (turn, generation, told) => log.push(`${turn} ahead ${generation} ${told.type}`),
    toldAside: (turn, told) => log.push(`${turn} aside ${told.type}`),
  }, (request) => ({ request, offer: null, isSlow: false, tools }));
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
  assert.deepEqual(asked.map(({ signal }) => signal.aborted), [true, true]);
});

Deno.test("Thinking runs a plugin's tool only once the turn is over, and none of a dropped one", async () => {
  const { asked, log, thinking } = rig();
  thinking.askAhead(1, request);
  const { tools, signal } = asked[0]!;
  const answer = tools.call("order", {}, signal);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(log, []);
  thinking.keepAhead();
  assert.equal(await answer, "It is here.");
  thinking.askAhead(2, request);
  const dropped = asked[1]!.tools.call("other", {}, asked[1]!.signal);
  thinking.dropAhead();
  await dropped;
  assert.deepEqual(log, ["called order", "called other in vain"]);
});
