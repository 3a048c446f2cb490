import assert from "node:assert/strict";
import { FRAME_BYTES } from "../../lib/audio/frames.ts";
import { openEdgeVoiceActivity } from "../../lib/cli/edge_voice_activity.ts";
import { openVoiceActivity, VOICE_ACTIVITIES } from "../../lib/cli/voice_activity.ts";
import { seededRandom } from "../random.ts";
import { hum } from "../stories/noises.ts";

for (const name of VOICE_ACTIVITIES) {
  Deno.test(`the edge's ${name} hears what that of a machine hears, and reads no file`, async () => {
    const sound = hum(seededRandom(1));
    const verdicts = [];
    const here = await openVoiceActivity(name);
    const edge = await withoutFiles(() => openEdgeVoiceActivity(name));
    for (const activity of [here, edge]) {
      const detector = activity.open();
      const voiced = [];
      for (let at = 0; at + FRAME_BYTES <= sound.length; at += FRAME_BYTES) {
        voiced.push(detector.isVoiced(sound.subarray(at, at + FRAME_BYTES)));
      }
      detector.close();
      verdicts.push(voiced);
    }
    assert.ok(verdicts[0]!.includes(true), "a hum sounds like a voice");
    assert.deepEqual(verdicts[1], verdicts[0]);
  });
}

async function withoutFiles<Opened>(open: () => Promise<Opened>): Promise<Opened> {
  const { readFile } = Deno;
  Deno.readFile = () => Promise.reject(new Error("no file can be read"));
  try {
    return await open();
  } finally {
    Deno.readFile = readFile;
  }
}
