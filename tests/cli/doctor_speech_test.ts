import assert from "node:assert/strict";
import { decode } from "../../lib/audio/g711.ts";
import { rmsDbfs } from "../../lib/audio/level.ts";
import type { Ears, EarsEvent, Voice } from "../../lib/call/ports.ts";
import { brainFinding, earsFinding, voiceFinding } from "../../lib/cli/doctor_speech.ts";
import type { Campaign } from "../../lib/core/campaign.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";

const never = new AbortController().signal;
const tone = Int16Array.from({ length: 4_000 }, (_, at) => 8_000 * Math.sin(at / 3));
const campaign = {
  lines: { greeting: "Hello.", accepted: "Thank you." },
  fields: [{ key: "amount", question: "How much?" }],
  scoring: investmentLead.scoring,
} as unknown as Campaign;

function voiceOf(...chunks: Int16Array[]): Voice {
  return {
    name: "test voice",
    async *speak() {
      for (const chunk of chunks) yield await Promise.resolve(chunk);
    },
  };
}

/** Ears that tell `event` once they are told that speech has stopped, and what they were sent. */
function earsThat(event: EarsEvent): { ears: Ears; frames: Uint8Array[]; closed: () => boolean } {
  const frames: Uint8Array[] = [];
  let closed = false;
  const ears: Ears = {
    name: "test ears",
    open: (_options, tell) => ({
      frame: (bytes) => frames.push(bytes),
      speechStarted: () => {},
      speechStopped: () => tell(event),
      expect: () => {},
      close: () => closed = true,
    }),
  };
  return { ears, frames, closed: () => closed };
}

Deno.test("voiceFinding() is content with sound, and not with silence or nothing", async () => {
  assert.equal((await voiceFinding(voiceOf(tone, tone), never)).verdict, "ok");
  const silent = await voiceFinding(voiceOf(new Int16Array(8_000)), never);
  assert.match(silent.text, /^test voice sent 1\.0 s of silence: choose another voice$/);
  assert.equal((await voiceFinding(voiceOf(), never)).verdict, "bad");
});

Deno.test("voiceFinding() tells why a voice can't speak", async () => {
  const voice: Voice = {
    name: "test voice",
    // deno-lint-ignore require-yield
    async *speak() {
      await Promise.reject(new Error("401 wrong key"));
    },
  };
  const { verdict, text } = await voiceFinding(voice, never);
  assert.equal(verdict, "bad");
  assert.match(text, /^test voice can't speak, 401 wrong key: check its key/);
});

Deno.test("earsFinding() speaks at the pace of a call and wants to be understood", async () => {
  const final = { type: "final", text: "Yes, please.", confidence: 1, endOfSpeech: true } as const;
  const { ears, frames, closed } = earsThat(final);
  const startMs = performance.now();
  const finding = await earsFinding(ears, campaign, voiceOf(tone), never);
  assert.deepEqual(finding.verdict, "ok", finding.text);
  assert.ok(performance.now() - startMs > 2_300, "frames were sent faster than in a call");
  assert.equal(frames.length, 125);
  assert.ok(frames.some((frame) => rmsDbfs(decode("ulaw", frame)) > -20));
  assert.ok(closed());
});

Deno.test("earsFinding() says what ears made of it when they were wrong", async () => {
  const outcomes: readonly (readonly [EarsEvent, RegExp])[] = [
    [{ type: "not_understood" }, /was told "yes" and did not understand it: /],
    [{ type: "failed", reason: "401" }, / can't hear, 401: check its key/],
    [
      { type: "final", text: "guess", confidence: 1, endOfSpeech: true },
      /and heard "guess": /,
    ],
  ];
  const findings = await Promise.all(outcomes.map(([event]) => {
    return earsFinding(earsThat(event).ears, campaign, voiceOf(tone), never);
  }));
  findings.forEach(({ verdict, text }, index) => {
    assert.equal(verdict, "bad");
    assert.match(text, outcomes[index]![1]);
  });
});

Deno.test("earsFinding() takes missing ears as a note: the keypad is always there", async () => {
  const { verdict, text } = await earsFinding(null, campaign, voiceOf(tone), never);
  assert.equal(verdict, "note");
  assert.match(text, /install pocketsphinx/);
});

Deno.test("brainFinding() tells how long an answer took, or why there was none", async () => {
  const good = await brainFinding(
    {
      name: "test brain",
      think: (request, tell) => {
        assert.equal(request.asked.type, "field");
        tell({ type: "sentence", text: "Yes, I can." });
        return Promise.resolve();
      },
    },
    campaign,
    never,
  );
  assert.match(good.text, /^test brain answers, in \d+ ms$/);
  const failing = { name: "test brain", think: () => Promise.reject(new Error("401 wrong key")) };
  const { verdict, text } = await brainFinding(failing, campaign, never);
  assert.equal(verdict, "bad");
  assert.match(text, /^test brain doesn't answer, 401 wrong key: check its key/);
});
