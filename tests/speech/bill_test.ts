/** What we count agrees with what the providers' stand-ins bill, also of answers that were cut short. */
import assert from "node:assert/strict";
import { DeepgramEars } from "../../lib/speech/deepgram_ears.ts";
import { OpenAiBrain } from "../../lib/speech/openai_brain.ts";
import { OpenAiVoice } from "../../lib/speech/openai_voice.ts";
import { loadTokenizer } from "../../lib/speech/tokenizer.ts";
import { seededRandom, seedOfThisRun } from "../random.ts";
import type { Bill } from "../standins/bill.ts";
import { DeepgramStandIn } from "../standins/deepgram.ts";
import type { Fault } from "../standins/faults.ts";
import { OpenAiStandIn } from "../standins/openai.ts";
import { exactTokens } from "../standins/openai_tokens.ts";
import { turnSaying } from "./asking.ts";
import { Caller } from "./deepgram_caller.ts";
import { Purse } from "./purse.ts";

/** Of the bill. */
const TOLERANCE = 0.01;
const TURNS = 60;
const UTTERANCES = 48;
/** Two seconds and a half. */
const HEARD_SAMPLES = 20_000;
const WORDS =
  "stocks bonds about fifty thousand dollars moderate risk within two years please thanks"
    .split(" ");
/** What is told when nobody wants the answer any more. */
const DROPS = ["nothing", "first_token", "sentence", "nothing", "first_token"] as const;
const FAULTS: readonly (Fault | null)[] = [
  ...[null, null, null, null, null],
  { type: "cut", when: "during" },
  { type: "cut_json", when: "during" },
  { type: "status", status: 500 },
  { type: "status", status: 429 },
];

await loadTokenizer();
const tokens = await exactTokens();

function assertAgrees(purse: Purse, bill: Bill): void {
  const off = Math.abs(purse.dollars - bill.dollars) / bill.dollars;
  assert.ok(off <= TOLERANCE, `we count ${purse.dollars}, the bill is ${bill.dollars}`);
}

/** Resolves when the stand-in knows how each of its answers has ended. */
async function allEnded(standIn: OpenAiStandIn): Promise<void> {
  for (const { ended } of standIn.seen) await ended;
}

Deno.test("OpenAiBrain counts what it is billed for complete answers, to the token", async () => {
  await using standIn = await OpenAiStandIn.start({ tokens });
  const purse = new Purse();
  const brain = new OpenAiBrain({ apiKey: "test-key", baseUrl: standIn.url });
  for (const words of ["Stocks, please.", "About fifty thousand dollars.", "Low risk."]) {
    await brain.think(turnSaying(words), () => {}, new AbortController().signal, purse);
  }
  await allEnded(standIn);
  const sum = (unit: "prompt_tokens" | "cached_tokens" | "answer_tokens") =>
    purse.usages.reduce((all, { units }) => all + units[unit]!, 0);
  assert.equal(sum("prompt_tokens"), standIn.bill.count("input"));
  assert.equal(sum("cached_tokens"), standIn.bill.count("cachedInput"));
  assert.equal(sum("answer_tokens"), standIn.bill.count("output"));
  assert.ok(purse.usages.every(({ estimated }) => !estimated));
});

Deno.test("OpenAiBrain's count is within 1 % of the bill, though most answers break or are dropped", async () => {
  const seed = seedOfThisRun();
  console.log(`seed ${seed}`);
  const random = seededRandom(seed);
  const text = "That sounds like a plan that many people have these days. I have noted it.";
  await using standIn = await OpenAiStandIn.start({ tokens, chat: () => ({ text }) });
  standIn.chatTiming = { firstMs: 5, pieceMs: 5 };
  const purse = new Purse();
  const brain = new OpenAiBrain({ apiKey: "test-key", baseUrl: standIn.url });
  for (let turn = 0; turn < TURNS; turn++) {
    const said = Array.from({ length: 12 }, () => WORDS[Math.floor(random() * WORDS.length)]);
    const fault = FAULTS[Math.floor(random() * FAULTS.length)]!;
    if (fault) standIn.chatFaults.next(fault);
    await thinkAndMaybeDrop(brain, said.join(" "), DROPS[turn % DROPS.length]!, purse);
    await standIn.seen.at(-1)!.ended;
  }
  assert.ok(purse.usages.filter(({ estimated }) => estimated).length > TURNS / 4);
  assertAgrees(purse, standIn.bill);
});

async function thinkAndMaybeDrop(
  brain: OpenAiBrain,
  said: string,
  dropAt: typeof DROPS[number],
  purse: Purse,
): Promise<void> {
  const drop = new AbortController();
  const tell = ({ type }: { readonly type: string }) => type === dropAt && drop.abort();
  await brain.think(turnSaying(said), tell, drop.signal, purse).catch(() => {}); // it broke
}

Deno.test("OpenAiVoice counts characters, or the audio that came, as its model is billed", async () => {
  const speech = new Int16Array(24_000 * 3).map((_, at) => 8_000 * Math.sin(at / 20));
  for (const model of ["tts-1", "gpt-4o-mini-tts"]) {
    await using standIn = await OpenAiStandIn.start({
      tokens,
      speak: () => Promise.resolve(speech),
    });
    standIn.speechTiming = { firstMs: 0, pace: 1 };
    const purse = new Purse();
    const voice = new OpenAiVoice({ apiKey: "test-key", baseUrl: standIn.url, model });
    await Promise.all(Array.from({ length: UTTERANCES }, async (_, at) => {
      const hush = new AbortController();
      const spoken = at % 3 === 0 ? voice.slow : voice;
      for await (const _pcm of spoken.speak("Größer als gedacht.", hush.signal, () => {}, purse)) {
        if (at % 24 === 0) hush.abort(); // what is on its way by then is billed, and never came
      }
    }));
    await allEnded(standIn);
    standIn.speechFaults.next({ type: "status", status: 500 });
    const broken = voice.speak("Nothing.", new AbortController().signal, () => {}, purse).next();
    await assert.rejects(broken);
    assert.equal(purse.usages.length, UTTERANCES);
    assertAgrees(purse, standIn.bill);
    const instructed = new Set(purse.usages.map(({ units }) => units.text_tokens));
    assert.equal(instructed.size, model === "tts-1" ? 1 : 2, "instructions are text, too");
  }
});

Deno.test("DeepgramEars count each second that they stream, also what they repeat on a new line", async () => {
  await using standIn = await DeepgramStandIn.start();
  const purse = new Purse();
  const ears = new DeepgramEars({ apiKey: "test-key", url: standIn.url });
  {
    using _caller = new Caller(ears, "ulaw", purse);
    const heard = (line: number) => (standIn.lines[line]?.samples ?? 0) > HEARD_SAMPLES;
    await standIn.until("audio comes", () => heard(0));
    standIn.lines[0]!.close(1_011, "");
    await standIn.until("audio comes on another line", () => heard(1));
  }
  await standIn.until("it is over", () => standIn.open === 0);
  assertAgrees(purse, standIn.bill);
});
