/** The lab's own telephone, proved on extensions of Asterisk that need no agent. */
import assert from "node:assert/strict";
import { seededRandom } from "../random.ts";
import { encode } from "../../lib/audio/g711.ts";
import { rmsDbfs } from "../../lib/audio/level.ts";
import { readWav } from "../../lib/audio/wav.ts";
import { type Lab, startAsterisk } from "../lab/asterisk.ts";
import { whyNoLab } from "../lab/root.ts";
import { type Call, type CallerOptions, placeCall } from "../lab/sip_caller.ts";
import { isLong, needs } from "../needs.ts";

const ECHO = "600";
const SPEAKS = "601";
const RINGS = "602";
const BUSY = "603";
const DIGITS = "604";
const why = whyNoLab();
const lab = needs("asterisk", why === null, why ?? "");
/** One Asterisk for the file: its tests leave no call behind, which each of them checks. */
let asterisk: Lab;

Deno.test.beforeAll(async () => {
  if (why === null) asterisk = await startAsterisk();
});
Deno.test.afterAll(async () => {
  if (why === null) await asterisk.stop();
});

for (const encoding of ["ulaw", "alaw"] as const) {
  Deno.test(`speak() is heard again sample for sample, on an ${encoding} echo`, lab, async () => {
    await using call = dial(ECHO, { encoding });
    await call.answered;
    const spoken = tone(440, 1_000);
    await call.speak(spoken);
    await call.waitForAgentSilence({ quietMs: 200 });
    const heard = encode(encoding, call.heard());
    const from = indexOf(heard, encode(encoding, spoken).subarray(0, 160));
    assert.deepEqual(heard.subarray(from, from + 8_000), encode(encoding, spoken));
    assert.deepEqual(readWav(call.wav()).pcm, call.heard());
    await hangsUp(call);
  });
}

Deno.test("a caller who was heard out knows how long things took", lab, async () => {
  await using call = dial(ECHO);
  await call.answered;
  await call.speak(tone(300, 400));
  await call.waitForAgentSilence({ quietMs: 200 });
  const { inviteToAnswerMs, inviteToSpeechMs, pacing } = call.figures();
  assert.ok(inviteToAnswerMs! < inviteToSpeechMs!, `${inviteToAnswerMs}, ${inviteToSpeechMs}`);
  assert.equal(pacing.lost + pacing.duplicates, 0);
  assert.ok(Math.abs(pacing.gapMs!.p50 - 20) < 5, JSON.stringify(pacing));
  await hangsUp(call);
});

Deno.test("ended tells that the agent hung up, when Asterisk sends BYE", lab, async () => {
  await using call = dial(DIGITS);
  await call.answered;
  await call.press("40#");
  await call.waitForAgentTurn();
  assert.deepEqual(await call.ended, { by: "agent", reason: "Q.850;cause=16" });
  await noCallIsLeft();
});

Deno.test("press() reaches Asterisk digit by digit", lab, async () => {
  await using call = dial(DIGITS);
  await call.answered;
  await call.press("907");
  await asteriskSays("SayDigits", "907");
  await hangsUp(call);
});

Deno.test(
  "hangUp() cancels, when the call rings, and before anything has come back",
  lab,
  async () => {
    await using rings = dial(RINGS);
    while (rings.rangAtMs === null) await new Promise((wake) => setTimeout(wake, 5));
    assert.deepEqual(await rings.hangUp(), { by: "caller", how: "cancelled" });
    await using early = dial(RINGS);
    assert.deepEqual(await early.hangUp(), { by: "caller", how: "cancelled" });
    await using answered = dial(ECHO);
    const end = await answered.hangUp(); // crosses the 200 OK
    assert.deepEqual(end, { by: "caller", how: "cancelled" });
    await assert.rejects(early.answered, /was not answered: it ended by the caller \(cancelled\)/);
    await noCallIsLeft();
  },
);

Deno.test("answered rejects with the status, when nobody wants the call", lab, async () => {
  await using call = dial(BUSY);
  await assert.rejects(call.answered, /refused with 486 Busy Here/);
  assert.deepEqual(await call.ended, { by: "refused", status: 486, reason: "Busy Here" });
  await assert.rejects(call.press("1"), /Cannot press "1": the call ended refused with 486/);
});

Deno.test("a phone is let in with its password, and with no other", lab, async () => {
  const from = { localHost: "127.0.0.2" };
  const login = { username: "1001", password: asterisk.phones["1001"] };
  await using good = dial("1002", { ...from, login });
  assert.notEqual((await good.ended).by, "nobody");
  await using bad = dial("1002", { ...from, login: { ...login, password: "1001" } });
  assert.deepEqual(await bad.ended, { by: "refused", status: 401, reason: "Unauthorized" });
  await using nobody = dial("1002", from);
  assert.deepEqual(await nobody.ended, { by: "refused", status: 401, reason: "Unauthorized" });
});

Deno.test("lost packets leave holes and change nothing else", lab, async () => {
  const seed = 20261123;
  const random = seededRandom(seed);
  const lost = { in: 0, out: 0 };
  await using call = dial(ECHO, {
    loses: (direction, packet) => {
      const loses = packet > 0 && random() < 0.1;
      if (loses) lost[direction]++;
      return loses;
    },
  });
  await call.answered;
  await call.speak(tone(440, 2_000));
  await call.waitForAgentSilence({ quietMs: 300 });
  const { pacing } = call.figures();
  assert.ok(lost.in > 0 && lost.out > 0, `seed ${seed}`);
  // Echo() passes the holes of the way there on to the way back.
  const all = lost.in + lost.out;
  assert.ok(pacing.lost > 0 && pacing.lost <= all, `${pacing.lost} of ${all}, seed ${seed}`);
  const loudMs = call.packets.filter(({ loud }) => loud).length * 20;
  assert.ok(loudMs > 1_200 && loudMs < 2_000, `${loudMs} ms of 2000 were heard`);
  await hangsUp(call);
});

Deno.test("an idle caller sends silence every 20 ms, or nothing at all", lab, async () => {
  await using chatty = dial(ECHO);
  await using quiet = dial(ECHO, { idle: "nothing" });
  await Promise.all([chatty.answered, quiet.answered]);
  await quiet.speak(tone(440, 200));
  await quiet.waitForAgentSilence({ quietMs: 600 });
  assert.ok(chatty.packets.length > 20, `${chatty.packets.length} packets came back`);
  assert.ok(quiet.packets.length <= 10, `${quiet.packets.length} packets came back`);
  await Promise.all([chatty.hangUp(), quiet.hangUp()]);
  await noCallIsLeft();
});

const CROWD = isLong ? 100 : 20;
Deno.test(`${CROWD} callers at once each hear their own tone and no other's`, lab, async () => {
  const calls = Array.from({ length: CROWD }, () => dial(ECHO));
  await Promise.all(calls.map(async (call, index) => {
    await call.answered;
    await call.speak(tone(hzOf(index), 1_000));
    await call.waitForAgentSilence({ quietMs: 500 });
    await call.hangUp();
  }));
  for (const [index, call] of calls.entries()) {
    assert.equal(strongestOf(call.heard()), index, `caller ${index}`);
  }
  await noCallIsLeft();
});

Deno.test(
  "waitForAgentSpeech() says why it gave up, when the call ends or stays silent",
  lab,
  async () => {
    await using call = dial(ECHO);
    await assert.rejects(
      call.waitForAgentSpeech({ timeoutMs: 100 }),
      /did not speak within 100 ms/,
    );
    const waiting = assert.rejects(call.waitForAgentSpeech(), /the call ended by the caller/);
    await hangsUp(call);
    await waiting;
  },
);

Deno.test("Playback() arrives whole, paced as Asterisk paces it", lab, async () => {
  await using call = dial(SPEAKS);
  await call.waitForAgentSpeech();
  await new Promise((wake) => setTimeout(wake, 2_000));
  const { pacing } = call.figures();
  assert.equal(pacing.lost + pacing.reordered + pacing.duplicates, 0);
  assert.ok(rmsDbfs(call.heard().subarray(-8_000)) > -40);
  await hangsUp(call);
});

function dial(extension: string, options: Partial<CallerOptions> = {}): Call {
  return placeCall({ sipPort: asterisk.sipPort, extension, ...options });
}

async function hangsUp(call: Call): Promise<void> {
  assert.deepEqual(await call.hangUp(), { by: "caller", how: "hung_up" });
  await noCallIsLeft();
}

/** Asterisk answers a BYE a little before the channel is gone. */
async function noCallIsLeft(): Promise<void> {
  const untilMs = Date.now() + 5_000;
  for (;;) {
    const left = await asterisk.channels();
    if (left.length === 0) return;
    assert.ok(Date.now() < untilMs, `still up: ${left.map(({ name }) => name).join(", ")}`);
    await new Promise((wake) => setTimeout(wake, 20));
  }
}

async function asteriskSays(application: string, data: string): Promise<void> {
  const untilMs = Date.now() + 10_000;
  for (;;) {
    const [channel] = await asterisk.channels();
    if (channel?.dialplan.app_name === application) {
      assert.equal(channel.dialplan.app_data, data);
      return;
    }
    assert.ok(Date.now() < untilMs, `Asterisk never came to ${application}`);
    await new Promise((wake) => setTimeout(wake, 20));
  }
}

function tone(hz: number, ms: number): Int16Array {
  return Int16Array.from({ length: ms * 8 }, (_, at) => {
    return 8_000 * Math.sin(2 * Math.PI * hz * at / 8_000);
  });
}

/** 30 Hz apart: further than a second-long tone is wide. */
function hzOf(caller: number): number {
  return 300 + caller * 30;
}

/** Which caller's tone is strongest in `pcm`, by Goertzel's filter at each one's pitch. */
function strongestOf(pcm: Int16Array): number {
  const powers = Array.from({ length: CROWD }, (_, caller) => {
    const turn = 2 * Math.cos(2 * Math.PI * hzOf(caller) / 8_000);
    let [last, before] = [0, 0];
    for (const sample of pcm) [last, before] = [sample + turn * last - before, last];
    return last * last + before * before - turn * last * before;
  });
  return powers.indexOf(Math.max(...powers));
}

function indexOf(bytes: Uint8Array, part: Uint8Array): number {
  const text = (all: Uint8Array) => String.fromCharCode(...all);
  return text(bytes).indexOf(text(part));
}
