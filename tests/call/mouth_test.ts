import assert from "node:assert/strict";
import type { UtteranceId } from "../../lib/core/ids.ts";
import { Mouth } from "../../lib/call/mouth.ts";
import type { MediaLeg, Voice } from "../../lib/call/ports.ts";

const id = (number: number) => number as UtteranceId;

interface Making {
  /** Silence. */
  push(samples: number): void;
  /** Something that is heard. */
  loud(samples: number): void;
  end(): void;
  fail(): void;
}

/** A leg that writes down what it is told, and a voice whose chunks the test hands out. */
class Rig {
  readonly log: string[] = [];
  readonly played: number[] = [];
  readonly making = new Map<string, Making>();
  readonly aborted: string[] = [];
  readonly mouth: Mouth;
  heardMs = 0;

  constructor() {
    const leg: MediaLeg = {
      encoding: "ulaw",
      play: (utterance, bytes) => this.log.push(`play ${utterance} ${bytes.length}`),
      end: (utterance) => this.log.push(`end ${utterance}`),
      pause: () => this.log.push("pause"),
      resume: () => this.log.push("resume"),
      flush: (utterance) => this.log.push(`flush ${utterance}`),
      settle: () => this.log.push("settle"),
      heardMs: () => this.heardMs,
      ownDbfs: () => -Infinity,
      close: () => this.log.push("close"),
    };
    this.mouth = new Mouth({
      leg,
      voice: this.#voice(),
      played: (utterance) => this.played.push(utterance),
      cut: (utterance, heard) => this.log.push(`cut ${utterance} "${heard}"`),
      failed: () => this.log.push("failed"),
    });
  }

  #voice(): Voice {
    const slow = this.#voiceSaying("slow ");
    return { ...this.#voiceSaying(""), slow };
  }

  /** `how`: in front of the words that it is asked for. */
  #voiceSaying(how: string): Voice {
    return {
      name: "test",
      speak: (words, signal) => {
        const text = how + words;
        const stream = new TransformStream<Int16Array, Int16Array>({}, { highWaterMark: 10 });
        const writer = stream.writable.getWriter();
        signal.addEventListener("abort", () => {
          this.aborted.push(text);
          writer.close().catch(() => {}); // it may have ended before
        });
        this.making.set(text, {
          push: (samples) => writer.write(new Int16Array(samples)),
          loud: (samples) => writer.write(new Int16Array(samples).fill(5_000)),
          end: () => writer.close(),
          fail: () => writer.abort(new Error("no voice")),
        });
        return stream.readable;
      },
    };
  }
}

/** Lets everything that is ready happen. */
async function settled(): Promise<void> {
  for (let round = 0; round < 20; round++) await Promise.resolve();
}

Deno.test("Mouth plays the next utterance only once the one before was heard", async () => {
  const rig = new Rig();
  rig.mouth.speak(id(1), "one", false);
  rig.mouth.speak(id(2), "two", false);
  rig.making.get("two")!.push(320);
  rig.making.get("two")!.end();
  rig.making.get("one")!.push(160);
  rig.making.get("one")!.end();
  await settled();
  assert.deepEqual(rig.log, ["play 1 160", "end 1"]);
  rig.mouth.heard(id(1));
  assert.deepEqual(rig.log.slice(2), ["play 2 320", "end 2"]);
  assert.deepEqual(rig.played, [1]);
});

Deno.test("Mouth makes the next utterance while one is heard, and no more than that", async () => {
  const rig = new Rig();
  for (const [at, text] of ["one", "two", "three"].entries()) {
    rig.mouth.speak(id(at + 1), text, false);
  }
  await settled();
  assert.deepEqual([...rig.making.keys()], ["one", "two"]);
  rig.mouth.heard(id(1));
  assert.deepEqual([...rig.making.keys()], ["one", "two", "three"]);
});

Deno.test("Mouth.hush() flushes the leg and stops every voice", async () => {
  const rig = new Rig();
  rig.mouth.speak(id(1), "one", false);
  rig.mouth.speak(id(2), "two", false);
  rig.making.get("one")!.push(160);
  await settled();
  rig.mouth.hush(null);
  await settled();
  assert.deepEqual(rig.log, ["play 1 160", "flush 1"]);
  assert.deepEqual(rig.aborted, ["one", "two"]);
  rig.mouth.heard(id(1)); // a mark that was under way
  assert.deepEqual(rig.played, []);
});

Deno.test("Mouth.hush() keeps what must be heard and drops the rest", async () => {
  const rig = new Rig();
  rig.mouth.speak(id(1), "disclosure", false);
  rig.mouth.speak(id(2), "question", false);
  rig.mouth.hush(id(1));
  await settled();
  assert.deepEqual(rig.aborted, ["question"]);
  assert.ok(!rig.log.includes("flush 1"));
  rig.making.get("disclosure")!.push(160);
  rig.making.get("disclosure")!.end();
  await settled();
  assert.deepEqual(rig.log, ["play 1 160", "end 1"]);
});

Deno.test("Mouth passes over an utterance that no voice can make", async () => {
  const rig = new Rig();
  rig.mouth.speak(id(1), "one", false);
  rig.mouth.speak(id(2), "two", false);
  rig.making.get("one")!.fail();
  await settled();
  assert.deepEqual(rig.log, ["failed"]);
  assert.deepEqual(rig.played, [1]);
});

Deno.test("Mouth tells which words were heard of what was hushed", async () => {
  const rig = new Rig();
  rig.mouth.speak(id(1), "one two three four", false);
  rig.mouth.speak(id(2), "five", false);
  rig.making.get("one two three four")!.loud(4 * 1_600);
  rig.making.get("one two three four")!.end();
  await settled();
  rig.mouth.hush(null);
  rig.mouth.cut(id(1), 400);
  rig.mouth.cut(id(1), 800); // told twice
  rig.mouth.cut(id(2), 800); // was never begun
  assert.deepEqual(rig.log.slice(-2), ["flush 1", 'cut 1 "one two"']);
});

Deno.test("Mouth goes by what the words will take where they are not made to their end", async () => {
  const rig = new Rig();
  const text = "one two three four five six seven eight nine ten";
  rig.mouth.speak(id(1), text, false);
  rig.making.get(text)!.loud(1_600);
  await settled();
  rig.mouth.hush(null);
  rig.mouth.cut(id(1), 200);
  assert.equal(rig.log.at(-1), 'cut 1 "one"');
});

Deno.test("Mouth takes the voice's slow form, and its words for longer, where it is to speak slowly", async () => {
  const rig = new Rig();
  const text = "one two three four five six seven eight nine ten";
  rig.heardMs = 900;
  const heard: string[] = [];
  for (const [at, words] of [text, `slow ${text}`].entries()) {
    rig.mouth.speak(id(at), text, at === 1);
    rig.making.get(words)!.loud(8_000);
    await settled();
    heard.push(rig.mouth.heardSoFar);
    rig.mouth.hush(null);
  }
  assert.deepEqual(heard, ["one two three four", "one two three"]);
});

Deno.test("Mouth ends a pause whose words came to their end in the same moment", () => {
  const rig = new Rig();
  rig.mouth.hush(null);
  assert.deepEqual(rig.log, ["resume"]);
});

Deno.test("Mouth knows which words were heard by now", async () => {
  const rig = new Rig();
  assert.equal(rig.mouth.heardSoFar, "");
  rig.mouth.speak(id(1), "one two three four", false);
  rig.making.get("one two three four")!.loud(4 * 1_600);
  rig.making.get("one two three four")!.end();
  await settled();
  rig.heardMs = 400;
  assert.equal(rig.mouth.heardSoFar, "one two");
});
