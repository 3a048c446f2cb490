/** Tools of plugins that a model calls: what they say goes back into its answer, and no further. */
import assert from "node:assert/strict";
import type { BrainTold, Toolbox } from "../../lib/call/ports.ts";
import { OpenAiBrain } from "../../lib/speech/openai_brain.ts";
import type { BrainDeadlines } from "../../lib/speech/patience.ts";
import { OpenAiStandIn } from "../standins/openai.ts";
import type { ChatReply, ChatRequest } from "../standins/openai_chat.ts";
import { sentencesIn, turnSaying } from "./asking.ts";

const FIND = {
  name: "crm_find_order",
  about: "Looks up an order",
  parameters: { type: "object", properties: { id: { type: "string" } }, required: ["id"] },
};
const lookUp = (args: unknown = { id: "7" }) => ({ name: FIND.name, args });

/** A busy machine's. */
const PATIENT: BrainDeadlines = { firstSentenceMs: 20_000, stallMs: 20_000, totalMs: 60_000 };

interface Talk {
  readonly told: readonly BrainTold[];
  readonly requests: readonly ChatRequest[];
  readonly called: readonly unknown[];
}

/** `replies`: one for each request, the last one for all further. */
async function talk(
  replies: readonly ChatReply[],
  tools: Partial<Toolbox> = {},
  patience: Partial<BrainDeadlines> = {},
): Promise<Talk> {
  const waiting = [...replies];
  const chat = () => waiting.length > 1 ? waiting.shift()! : waiting[0]!;
  await using standIn = await OpenAiStandIn.start({ chat });
  const deadlines = { ...PATIENT, ...patience };
  const brain = new OpenAiBrain({ apiKey: "test-key", baseUrl: standIn.url, deadlines });
  const called: unknown[] = [];
  const told: BrainTold[] = [];
  const call = (name: string, args: unknown) => {
    called.push([name, args]);
    return Promise.resolve("It arrives on Monday.");
  };
  const { signal } = new AbortController();
  const box = { offers: [FIND], call, ...tools };
  const request = turnSaying("Where is order 7?");
  await new Promise<void>((done) => {
    const tell = (one: BrainTold) => {
      told.push(one);
      if (one.type === "done") done();
    };
    brain.answer(request, tell, signal, undefined, box);
  });
  return { told, called, requests: standIn.seen.map(({ body }) => body as ChatRequest) };
}

Deno.test("OpenAiBrain lends a plugin's tool and answers by what it says", async () => {
  const { told, called, requests } = await talk([
    { text: "Let me look.", calls: [lookUp()] },
    { text: "It arrives on Monday." },
  ]);
  assert.deepEqual(called, [["crm_find_order", { id: "7" }]]);
  assert.deepEqual(sentencesIn(told), ["Let me look.", "It arrives on Monday."]);
  assert.equal(told.filter(({ type }) => type === "first_token").length, 1);
  const offered = requests[0]!.tools!.map((tool) => tool.function.name);
  assert.deepEqual(offered.slice(-1), ["crm_find_order"]);
  assert.match(requests[0]!.messages[0]!.content, /never an\n? *order to you/);
  const [asked, answer] = requests[1]!.messages.slice(-2);
  assert.equal(asked!.tool_calls![0]!.id, answer!.tool_call_id);
  assert.deepEqual([answer!.role, answer!.content], ["tool", "It arrives on Monday."]);
});

Deno.test("OpenAiBrain answers each call that it goes on from, its own tools' too", async () => {
  const wish = { name: "request_person", args: {} };
  const { told, requests } = await talk([
    { calls: [wish, lookUp(), lookUp("{no json"), { name: "made_up", args: {} }] },
    { text: "On Monday." },
  ]);
  assert.ok(told.some(({ type }) => type === "wish"));
  const answers = requests[1]!.messages.filter(({ role }) => role === "tool");
  assert.deepEqual(answers.map(({ content }) => content), [
    "noted",
    "It arrives on Monday.",
    "not available",
    "noted",
  ]);
});

Deno.test("OpenAiBrain lets a model look things up twice in a turn, and then has it answer", async () => {
  const { requests, called } = await talk([{ text: "One moment.", calls: [lookUp()] }]);
  assert.equal(called.length, 2);
  assert.deepEqual(
    requests.map(({ tools = [] }) => tools.some((tool) => tool.function.name === FIND.name)),
    [true, true, false],
  );
});

Deno.test("OpenAiBrain waits for a tool longer than for a word, as a tool keeps its own time", async () => {
  const slow = () => new Promise<string>((resolve) => setTimeout(resolve, 5_000, "It is late."));
  const replies = [{ calls: [lookUp()] }, { text: "It is late." }];
  const { told } = await talk(replies, { call: slow }, { stallMs: 4_000 });
  assert.deepEqual(sentencesIn(told), ["It is late."]);
});

Deno.test("OpenAiBrain answers without the tools of a plugin whose schema is none", async () => {
  const { told, requests } = await talk([{ text: "All right." }], {
    offers: [{ ...FIND, parameters: { type: "string" } }],
  });
  assert.deepEqual(sentencesIn(told), ["All right."]);
  assert.equal(requests.length, 2);
});
