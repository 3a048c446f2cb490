import assert from "node:assert/strict";
import { type AssetName, ASSETS, assetUrl, WORKERS, workerUrl } from "../../../lib/host/assets.ts";

const PROGRAM = `
import { FliteVoices } from "${new URL("../../../lib/host/flite_voice.ts", import.meta.url)}";
import { SileroActivity } from "${new URL(
  "../../../lib/host/silero_activity.ts",
  import.meta.url,
)}";
import { VoiceActivity } from "${new URL("../../../lib/host/voice_activity.ts", import.meta.url)}";
const voices = new FliteVoices();
const detectors = [(await VoiceActivity.load()).open(), (await SileroActivity.load()).open()];
const voiced = [0, 0];
for await (const pcm of voices.voice().speak("This was bundled.", new AbortController().signal)) {
  for (let at = 0; at + 160 <= pcm.length; at += 160) {
    for (const [which, detector] of detectors.entries()) {
      if (detector.isVoiced(pcm.subarray(at, at + 160))) voiced[which]++;
    }
  }
}
voices.close();
console.log(Math.min(...voiced));
`;

const ROOT = new URL("../../../", import.meta.url);

async function deno(args: string[], cwd: string | URL, env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd, env })
    .output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}

Deno.test("flite and voice activity run from a bundle, with an empty cache and no repository", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/program.ts`, PROGRAM);
    const bundle = ["bundle", "--quiet", "--platform", "deno", "--config", "deno.json"];
    await deno([...bundle, "-o", `${folder}/dist/program.js`, `${folder}/program.ts`], ROOT);
    for (const worker of WORKERS) {
      await deno(
        [...bundle, "-o", `${folder}/dist/${worker}.js`, workerUrl(worker).pathname],
        ROOT,
      );
    }
    for (const name of Object.keys(ASSETS) as AssetName[]) {
      await Deno.copyFile(assetUrl(name), `${folder}/dist/${name}`);
    }
    const flags = ["run", "--no-config", "--no-remote", "--no-npm", "--allow-read"];
    const voiced = await deno([...flags, "program.js"], `${folder}/dist`, {
      DENO_DIR: `${folder}/cache`,
    });
    assert.ok(Number(voiced) > 20, `${voiced} frames with a voice`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
