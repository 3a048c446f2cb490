/** Asterisk as calls see it: the few operations that they need, and what lives in it now. */
import { BRIDGE_TYPE, type Nouns } from "../ari/mod.ts";
import { machineClock } from "../call/clock.ts";
import { HUMAN_PLACE } from "../call/dialplan.ts";
import type { Sight } from "../call/forsaken.ts";
import type { Pbx } from "../call/pbx.ts";
import type { LegOptions } from "../media/media_leg.ts";
import type { Wiring } from "./wiring.ts";

/** What a call needs of Asterisk, by the wiring. */
export function asteriskPbx(
  wiring: Wiring,
  sending: Pick<LegOptions, "continuousSilence" | "wroteLate">,
): Pbx {
  const { ari } = wiring;
  const { nowMs } = machineClock;
  return {
    encodingOf: async (channel) => {
      const format = await ari.channels.variable(channel, "CHANNEL(audioreadformat)");
      return format === "alaw" ? "alaw" : "ulaw";
    },
    answer: (channel) => ari.channels.answer(channel),
    limit: (channel, seconds) =>
      ari.channels.setVariable(channel, "TIMEOUT(absolute)", `${seconds}`),
    openLeg: (channel, encoding, tell) =>
      wiring.openLeg(channel, { ...sending, encoding, nowMs, tell }),
    createBridge: async (bridge) =>
      void await ari.bridges.create({ bridgeId: bridge, type: BRIDGE_TYPE }),
    addToBridge: (bridge, channels) => ari.bridges.add(bridge, channels),
    destroyBridge: (bridge) => ari.bridges.destroy(bridge),
    hangUp: (channel) => ari.channels.hangUp(channel),
    continueInDialplan: (channel) => ari.channels.continueInDialplan(channel),
    putThrough: async (channel, variables) => {
      // Otherwise nobody would tell how the call ends.
      await ari.applications.subscribe(wiring.app, `channel:${channel}`);
      await ari.channels.setVariables(channel, variables);
      await ari.channels.continueInDialplan(channel, HUMAN_PLACE);
    },
  };
}

/** What is in Asterisk, and whether it is in our application. */
export async function sightOf(ari: Nouns, app: string): Promise<Sight> {
  const [channels, bridges] = await Promise.all([ari.channels.list(), ari.bridges.list()]);
  return {
    channels: channels.map(({ id, dialplan: { app_name, app_data } }) => ({
      id,
      inOurApp: app_name === "Stasis" && app_data?.split(",")[0] === app,
    })),
    bridges,
  };
}
