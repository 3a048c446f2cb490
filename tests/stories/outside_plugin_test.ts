/** A plugin of the operator's own, made by the commands, has its say in a call on the real Asterisk. */
import assert from "node:assert/strict";
import { isDeepStrictEqual as isDeeplyEqual } from "node:util";
import { whyNoLab } from "../lab/root.ts";
import { needs } from "../needs.ts";
import { clinicAppointment } from "./clinic_campaign.data.ts";
import { Hotline } from "./hotline.ts";

const QUIET_MS = 900;
/** A plugin that is late on a busy machine is passed over: the next call asks it again. */
const CALLS_MAX = 4;
const NAME = "desk";
const MANIFEST = {
  name: NAME,
  version: "1.0.0",
  hooks: { decide: ["chooseCampaign"], change: ["text"] },
};
const CODE = `import { definePlugin, z } from "parley";
export default definePlugin({
  name: "${NAME}", version: "1.0.0", settings: z.object({}),
  decide: {
    chooseCampaign: ({ dialled }) => dialled === "9000" ? "${clinicAppointment.id}" : undefined,
  },
  change: { text: (text) => text.replace("brings you to us", "brings you here") },
});
`;

const { greeting, disclosure } = clinicAppointment.lines;
const EXPECTED = [
  ...[greeting, disclosure],
  "What brings you here? A check-up, a vaccination, pain, or a prescription?",
];

const lab = needs("asterisk", whyNoLab() === null, whyNoLab() ?? "");

Deno.test("a plugin from outside chooses the campaign of a call, and its words", lab, async () => {
  await using hotline = await Hotline.open();
  const file = `${hotline.folder}/clinic.json`;
  await Deno.writeTextFile(file, JSON.stringify(clinicAppointment));
  await hotline.command("campaigns", "import", file);
  await hotline.command("plugin", "new", NAME);
  const folder = `${hotline.folder}/plugins/${NAME}`;
  await Deno.writeTextFile(`${folder}/plugin.json`, JSON.stringify(MANIFEST));
  await Deno.writeTextFile(`${folder}/mod.ts`, CODE);
  await hotline.command("plugin", "allow", NAME);
  hotline.program.kill("SIGTERM");
  await hotline.program.ended;
  await hotline.restart();
  assert.match(hotline.program.output(), /^ +plugins .*desk 1\.0\.0 \(in a process of its own\)/m);
  const heard: string[][] = [];
  while (heard.length < CALLS_MAX && !isDeeplyEqual(heard.at(-1), EXPECTED)) {
    heard.push(await callOnce(hotline, `+1202555016${heard.length}`));
  }
  assert.deepEqual(heard.at(-1), EXPECTED, JSON.stringify(heard));
});

/** What the agent said before it was the caller's turn. */
async function callOnce(hotline: Hotline, callerId: string): Promise<string[]> {
  await using call = hotline.dial({ callerId });
  await call.answered;
  await call.waitForAgentTurn({ quietMs: QUIET_MS });
  await call.hangUp();
  await hotline.stored(callerId);
  return (await hotline.said(callerId)).map(({ text }) => text);
}
