/** Bridges. */
import { NONE, type Recipes } from "./recipe.ts";

const none = { bridgeId: NONE };
const media = "sound:hello-world";
const file = { format: "wav", ifExists: "overwrite" } as const;

export const bridges: Recipes<"bridges"> = {
  "bridges.list": async (ask, { ari }) => {
    await ari.createBridge();
    await ask.done({});
  },
  "bridges.create": async (ask) => {
    await ask.done({ bridgeId: "b-made", type: "mixing", name: "a name" });
    await ask.refused(409, { bridgeId: "b-made", type: "holding" });
  },
  "bridges.createWithId": async (ask) => {
    await ask.done({ bridgeId: "b-with-id", type: "mixing,dtmf_events" });
    await ask.refused(409, { bridgeId: "b-with-id", type: "holding" });
  },
  "bridges.get": async (ask, { ari }) => {
    await ask.done({ bridgeId: (await ari.createBridge()).id });
    await ask.refused(404, none);
  },
  "bridges.destroy": async (ask, { ari }) => {
    await ask.done({ bridgeId: (await ari.createBridge()).id });
    await ask.refused(404, none);
  },
  "bridges.getBridgeVar": async (ask, { ari }) => {
    const bridgeId = (await ari.createBridge()).id;
    await ari.bridges.setVariable(bridgeId, "X", "1");
    await ask.done({ bridgeId, variable: "X" });
    await ask.refused(404, { bridgeId: NONE, variable: "X" });
  },
  "bridges.setBridgeVar": async (ask, { ari }) => {
    const bridgeId = (await ari.createBridge()).id;
    await ask.done({ bridgeId, variable: "X", value: "1", report_events: true });
    await ask.refused(404, { bridgeId: NONE, variable: "X", value: "1" });
  },
  "bridges.getBridgeVars": async (ask, { ari }) => {
    const bridgeId = (await ari.createBridge()).id;
    await ari.bridges.setVariables(bridgeId, { X: "1", Y: "2" });
    await ask.done({ bridgeId, variables: ["X", "Y"] });
    await ask.refused(404, { bridgeId: NONE, variables: ["X"] });
  },
  "bridges.setBridgeVars": async (ask, { ari }) => {
    const bridgeId = (await ari.createBridge()).id;
    await ask.done({ bridgeId, variables: { X: "1", Y: { value: "2", report_events: true } } });
    await ask.refused(404, { bridgeId: NONE, variables: { X: "1" } });
  },
  "bridges.addChannel": async (ask, stage) => {
    const bridgeId = (await stage.ari.createBridge()).id;
    await ask.done({ bridgeId, channel: (await stage.leg()).id, mute: false });
    await ask.refused(404, { bridgeId: NONE, channel: NONE });
    await ask.refused(400, { bridgeId, channel: NONE });
    await ask.refused(422, { bridgeId, channel: await stage.outside() });
  },
  "bridges.removeChannel": async (ask, stage) => {
    const bridge = await stage.ari.createBridge();
    const leg = await stage.leg();
    await bridge.add(leg);
    await ask.done({ bridgeId: bridge.id, channel: leg.id });
    await ask.refused(404, { bridgeId: NONE, channel: NONE });
    await ask.refused(422, { bridgeId: bridge.id, channel: leg.id });
  },
  "bridges.setVideoSource": async (ask, stage) => {
    const bridge = await stage.ari.createBridge({ type: "mixing,video_single" });
    const leg = await stage.leg();
    await bridge.add(leg);
    await ask.done({ bridgeId: bridge.id, channelId: leg.id });
    await ask.refused(404, { bridgeId: NONE, channelId: leg.id });
  },
  "bridges.clearVideoSource": async (ask, { ari }) => {
    await ask.done({ bridgeId: (await ari.createBridge()).id });
    await ask.refused(404, none);
  },
  "bridges.startMoh": async (ask, { ari }) => {
    await ask.done({ bridgeId: (await ari.createBridge()).id, mohClass: "default" });
    await ask.refused(404, none);
  },
  "bridges.stopMoh": async (ask, { ari }) => {
    const bridge = await ari.createBridge();
    await bridge.startMusic();
    await ask.done({ bridgeId: bridge.id });
    await ask.refused(409, { bridgeId: bridge.id });
    await ask.refused(404, none);
  },
  "bridges.play": async (ask, { ari }) => {
    await ask.done({ bridgeId: (await ari.createBridge()).id, media, offsetms: 0, skipms: 1 });
    await ask.refused(404, { bridgeId: NONE, media });
  },
  "bridges.playWithId": async (ask, { ari }) => {
    const bridgeId = (await ari.createBridge()).id;
    await ask.done({ bridgeId, media, playbackId: "p-bridge" });
    await ask.refused(404, { bridgeId: NONE, media, playbackId: "p-none" });
  },
  "bridges.record": async (ask, { ari }) => {
    const bridgeId = (await ari.createBridge()).id;
    await ask.done({ bridgeId, name: "r-bridge", ...file, maxDurationSeconds: 1 });
    await ask.refused(404, { bridgeId: NONE, name: "r-none", ...file });
    await ask.refused(422, { bridgeId, name: "r-odd", ...file, format: NONE });
  },
};
