/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
/** Stands in for the flite worker where a test needs a thread that dies or never answers. */
import type { FliteJob } from "../../../lib/host/flite_worker.ts";

let jobs = 0;

self.onmessage = ({ data }: MessageEvent<FliteJob>) => {
  jobs++;
  if (data.sentence.startsWith("hang")) return;
  const dies = data.sentence === "die always" || data.sentence === "die once" && data.id === 1;
  if (dies) throw new Error("as the test asked for");
  self.postMessage({ id: data.id, pcm: new Int16Array(jobs) });
};
