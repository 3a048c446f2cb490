/**
 * A call without a telephone: `dial.ts SIP_PORT EXTENSION [SAYS.wav …] [HEARD.wav]`. Says each
 * file when the agent falls silent, waits for the end of the call, and writes down what it heard.
 */
import { Resampler } from "../../lib/audio/resample.ts";
import { SAMPLE_RATE_HZ } from "../../lib/audio/frames.ts";
import { readWav } from "../../lib/audio/wav.ts";
import { placeCall } from "./sip_caller.ts";

const [port, extension, ...files] = Deno.args;
const heard = files.pop();
if (port === undefined || extension === undefined || heard === undefined) {
  console.error("Usage: deno run -A tests/lab/dial.ts SIP_PORT EXTENSION [SAYS.wav …] HEARD.wav");
  Deno.exit(2);
}
const says = files.map((file) => to8000(readWav(Deno.readFileSync(file))));
const call = placeCall({ sipPort: Number(port), extension });
Deno.addSignalListener("SIGINT", () => call.hangUp());
await call.answered;
for (const pcm of says) {
  await call.waitForAgentTurn();
  await call.speak(pcm);
}
const end = await call.ended;
Deno.writeFileSync(heard, call.wav());
console.log(JSON.stringify({ end, ...call.figures() }, null, 2));

function to8000({ pcm, sampleRateHz }: { pcm: Int16Array; sampleRateHz: number }): Int16Array {
  if (sampleRateHz === SAMPLE_RATE_HZ) return pcm;
  const resampler = new Resampler(sampleRateHz, SAMPLE_RATE_HZ);
  return Int16Array.from([...resampler.push(pcm), ...resampler.flush()]);
}
