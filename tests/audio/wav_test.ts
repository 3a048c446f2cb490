import assert from "node:assert/strict";
import { decode } from "../../lib/audio/g711.ts";
import { readWav, writeG711Wav, writeWav } from "../../lib/audio/wav.ts";

const PCM = Int16Array.from([0, 1, -1, 32_767, -32_768, 1_234]);

Deno.test("readWav() gives back what writeWav() wrote", () => {
  assert.deepEqual(readWav(writeWav(PCM, 24_000)), { sampleRateHz: 24_000, pcm: PCM });
});

Deno.test("readWav() expands the G.711 that writeG711Wav() wrote", () => {
  const bytes = Uint8Array.from([0, 50, 100, 150, 255]);
  for (const encoding of ["ulaw", "alaw"] as const) {
    const wav = readWav(writeG711Wav(encoding, bytes, 8_000));
    assert.deepEqual(wav, { sampleRateHz: 8_000, pcm: decode(encoding, bytes) });
  }
});

Deno.test("readWav() takes what is there when the file was cut off", () => {
  const file = writeWav(PCM, 8_000);
  assert.deepEqual(readWav(file.subarray(0, file.length - 5)).pcm, PCM.slice(0, 3));
});

Deno.test("readWav() passes over chunks that it doesn't know", () => {
  const file = writeWav(PCM, 8_000);
  const extra = new TextEncoder().encode("LIST\x03\x00\x00\x00abc\x00");
  const longer = new Uint8Array([...file.subarray(0, 36), ...extra, ...file.subarray(36)]);
  assert.deepEqual(readWav(longer).pcm, PCM);
});

Deno.test("readWav() says what is wrong with anything else, and never hangs", () => {
  const stereo = writeWav(PCM, 8_000);
  stereo[22] = 2;
  assert.throws(() => readWav(stereo), /with 2 channels/);
  assert.throws(() => readWav(new Uint8Array(3)), /does not begin with RIFF/);
  assert.throws(() => readWav(writeWav(PCM, 8_000).subarray(0, 36)), /has no data/);
  const file = writeWav(PCM, 8_000);
  for (let at = 0; at < file.length; at++) {
    for (const value of [0, 1, 0x7f, 0xff]) {
      const broken = file.slice();
      broken[at] = value;
      try {
        readWav(broken);
      } catch (error) {
        assert.match(String(error), /Cannot read WAV/);
      }
    }
  }
});
