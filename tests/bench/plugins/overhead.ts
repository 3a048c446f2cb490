/** From asking a hook until its checked answer is there, less what the plugin itself takes (nothing). */
import { z } from "zod";
import { change } from "../../../lib/plugin/asking.ts";
import { definePlugin, use } from "../../../lib/plugin/contract.ts";
import { PluginHost } from "../../../lib/plugin/host.ts";
import { ownRunner } from "../../../lib/plugin/own_runner.ts";
import { call, surroundings } from "../../plugin/hosting.ts";
import { OutsidePlugins } from "../../host/outside_plugins.ts";
import { figuresOf, type Row } from "../figures.ts";

const WARM_UP = 2_000;
/** The compiler and the heap of a Parley have settled by then: 50 calls ask so often in ten minutes. */
const OWN_WARM_UP = 60_000;
const OWN_TIMES = 200_000;
const OUTSIDE_TIMES = 20_000;
/** One reading of the clock costs a part of what is measured: so many questions are read together. */
const TOGETHER = 20;
const TEXT = "And by when would you like to reach your goal? Some months, or rather years?";
const about = { call, said: null };

export async function measureOverhead(): Promise<Row[]> {
  return [own("at once", (text) => text), ...await promised(), ...await outside()];
}

function own(what: string, text: (text: string) => string): Row {
  const plugins = hosting({ text });
  const ask = () => change(plugins, "text", TEXT, about);
  for (let each = 0; each < OWN_WARM_UP; each++) ask();
  const tookUs = new Float64Array(OWN_TIMES / TOGETHER);
  for (let each = 0; each < tookUs.length; each++) {
    const fromMs = performance.now();
    for (let one = 0; one < TOGETHER; one++) ask();
    tookUs[each] = (performance.now() - fromMs) * 1_000 / TOGETHER;
  }
  return figuresOf(`In this process, answered ${what} (aim: 20)`, "µs", [...tookUs]);
}

async function promised(): Promise<Row[]> {
  const plugins = hosting({ text: (text: string) => Promise.resolve(text) });
  const tookUs = new Float64Array(OWN_WARM_UP + OWN_TIMES / 10);
  for (let each = 0; each < tookUs.length; each++) {
    const fromMs = performance.now();
    await change(plugins, "text", TEXT, about);
    tookUs[each] = (performance.now() - fromMs) * 1_000;
  }
  const warm = [...tookUs.subarray(OWN_WARM_UP)];
  return [figuresOf("In this process, answered by a promise (aim: 20)", "µs", warm)];
}

async function outside(): Promise<Row[]> {
  await using outside = await OutsidePlugins.open();
  const code = "change: { text: (text) => text + '!' },";
  await outside.run("echoes", { hooks: { change: ["text"] }, code });
  const tookUs = new Float64Array(OUTSIDE_TIMES);
  let unanswered = 0;
  for (let each = 0; each < tookUs.length; each++) {
    // Far from as many as would use up its processor time: 50 calls ask some 100 times a second.
    if (each % 5 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    const fromMs = performance.now();
    const answer = await outside.textInCall(TEXT);
    if (answer === TEXT) unanswered++;
    tookUs[each] = (performance.now() - fromMs) * 1_000;
  }
  if (unanswered > 0) console.error(`${unanswered} questions were passed over`);
  const warm = [...tookUs.subarray(WARM_UP)];
  return [figuresOf("In a process of its own (aim: p99 to 1000)", "µs", warm)];
}

/** As in the product: nobody watches each question, which would keep all of them in memory. */
function hosting(change: { text: (text: string) => string | Promise<string> }) {
  const plugin = definePlugin({ name: "echoes", version: "1.0.0", settings: z.object({}), change });
  const nowMs = () => performance.now();
  const host = new PluginHost({ nowMs, trouble: () => {}, dropped: () => {} });
  host.replace([ownRunner(use(plugin, {}), surroundings)]);
  return host.plugins;
}
