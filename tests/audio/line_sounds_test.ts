/** What is a machine's sound, and what only sounds like one. */
import assert from "node:assert/strict";
import { decode, encode } from "../../lib/audio/g711.ts";
import { joinedSamples } from "../../lib/audio/joined.ts";
import { type LineSound, LineSounds } from "../../lib/audio/line_sounds.ts";
import { Spoken } from "../standins/spoken.ts";

const RATE_HZ = 8_000;
const TEXTS = [
  "Well, I would like to put about fifty thousand dollars into government bonds, you know.",
  "Oooh, no no no! My wife and I, we are rather cautious people; low risk, please.",
  "You can reach me on two oh two, five five five, oh one four two, after six in the evening.",
];

/** Notes at once, each as loud as the others. */
function tone(ms: number, hz: readonly number[], peak = 6_000): Int16Array {
  return Int16Array.from(
    { length: RATE_HZ * ms / 1_000 },
    (_, at) =>
      hz.reduce(
        (sum, each) => sum + peak / hz.length * Math.sin(2 * Math.PI * each * at / RATE_HZ),
        0,
      ),
  );
}

function quiet(ms: number): Int16Array {
  return new Int16Array(RATE_HZ * ms / 1_000);
}

function repeated(times: number, ...parts: readonly Int16Array[]): Int16Array {
  return joinedSamples(Array.from({ length: times }, () => parts).flat());
}

/** Over a telephone line, in frames that begin anywhere. */
function soundsIn(pcm: Int16Array): LineSound[] {
  const sounds = new LineSounds();
  const line = decode("ulaw", encode("ulaw", joinedSamples([quiet(13), pcm])));
  const found: LineSound[] = [];
  for (let at = 0; at < line.length; at += 160) {
    const sound = sounds.push(line.subarray(at, at + 160));
    if (sound) found.push(sound);
  }
  return found;
}

/** Chords and a tune over them, with attacks that fade, as a music box plays. */
function music(ms: number): Int16Array {
  const chords = [[262, 330, 392], [294, 349, 440], [247, 294, 392], [262, 330, 523]];
  const pcm = Array.from({ length: ms / 500 }, (_, beat) => {
    const chord = chords[beat >> 1 & 3]!;
    return tone(500, [...chord, chord[beat % 3]! * 2]).map((sample, at) =>
      sample * (0.4 + 0.6 * Math.exp(-at / 1_500))
    );
  });
  return joinedSamples(pcm);
}

function noise(ms: number, peak: number): Int16Array {
  let state = 1;
  return Int16Array.from({ length: RATE_HZ * ms / 1_000 }, () => {
    state = Math.imul(state, 1_664_525) + 1_013_904_223 | 0;
    return (state >> 16) * peak / 32_768;
  });
}

const SOUNDS: Readonly<Record<LineSound, Readonly<Record<string, Int16Array>>>> = {
  fax: {
    "a calling fax": repeated(2, tone(500, [1_100]), quiet(3_000)),
    "an answering fax, 15 Hz off": tone(3_000, [2_104]),
    "a fax over a noisy line": joinedSamples([noise(400, 300), tone(600, [1_103])]),
  },
  busy: {
    "an American busy tone": repeated(5, tone(500, [480, 620]), quiet(500)),
    "an American reorder tone": repeated(6, tone(250, [480, 620]), quiet(250)),
    "a European busy tone": repeated(5, tone(480, [425]), quiet(480)),
  },
  special_information: {
    "three rising notes": joinedSamples([
      tone(330, [950 - 36]),
      tone(330, [1_371]),
      tone(330, [1_777]),
    ]),
    "three higher ones": joinedSamples([tone(380, [985]), tone(276, [1_429]), tone(380, [1_777])]),
  },
  music: { "music on hold": music(11_000) },
};

for (const [sound, cases] of Object.entries(SOUNDS)) {
  for (const [name, pcm] of Object.entries(cases)) {
    Deno.test(`LineSounds takes ${name} for ${sound}`, () => {
      assert.deepEqual([...new Set(soundsIn(pcm))], [sound]);
    });
  }
}

const NONE: Readonly<Record<string, Int16Array>> = {
  silence: quiet(12_000),
  "loud noise": noise(12_000, 12_000),
  "a beep": tone(250, [1_000]),
  "a short whistle": tone(300, [1_100]),
  "keys that are pressed": repeated(8, tone(120, [697, 1_209]), quiet(80), tone(120, [770, 1_336])),
  "a ringing tone": repeated(3, tone(2_000, [440, 480]), quiet(4_000)),
  "nine seconds of music": music(9_000),
  "two bursts of a busy tone": repeated(2, tone(500, [480, 620]), quiet(500)),
};

for (const [name, pcm] of Object.entries(NONE)) {
  Deno.test(`LineSounds takes ${name} for nothing`, () => assert.deepEqual(soundsIn(pcm), []));
}

Deno.test("LineSounds takes no voice for a machine, however long it speaks", async () => {
  using spoken = new Spoken();
  for (const voice of ["slt", "awb", "rms", "kal16"] as const) {
    const parts = await Promise.all(TEXTS.map((text) => spoken.say(text, RATE_HZ, voice)));
    const pcm = joinedSamples([...parts, ...parts]);
    assert.ok(pcm.length > 20 * RATE_HZ);
    assert.deepEqual(soundsIn(pcm), [], voice);
    const inNoise = noise(pcm.length / 8, 1_500).map((sample, at) => sample + pcm[at]!);
    // In noise nobody draws breath: there it is the words that tell voices from music.
    const tones = soundsIn(inNoise).filter((sound) => sound !== "music");
    assert.deepEqual(tones, [], `${voice} in a noisy place`);
  }
});
