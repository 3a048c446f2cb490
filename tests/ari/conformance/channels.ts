/** Channels: those that make legs, and what is the same for most of the others. */
import type { OperationName } from "../../../lib/ari/mod.ts";
import { NONE, type Recipe, type Recipes } from "./recipe.ts";

const media = "sound:hello-world";
const endpoint = "Local/600@from-lab/n";
const file = { format: "wav", ifExists: "overwrite" } as const;

/** Asks nothing but a channel in our application. */
type Plain = Extract<
  OperationName,
  `channels.${
    | "answer"
    | "ring"
    | "ringStop"
    | "progress"
    | "hold"
    | "unhold"
    | "startMoh"
    | "stopMoh"
    | "startSilence"
    | "stopSilence"
    | "continueInDialplan"}`
>;

const plain: Recipe<Plain> = async (ask, stage) => {
  await ask.done({ channelId: (await stage.leg()).id });
  await ask.refused(404, { channelId: NONE });
  await ask.refused(409, { channelId: await stage.outside() });
};

/** Asterisk wants the direction, though its description has a default for it. */
const directed: Recipe<"channels.mute" | "channels.unmute"> = async (ask, stage) => {
  await ask.done({ channelId: (await stage.leg()).id, direction: "both" });
  await ask.refused(404, { channelId: NONE, direction: "in" });
  await ask.refused(409, { channelId: await stage.outside(), direction: "out" });
};

const makingLegs: Pick<
  Recipes<"channels">,
  | "channels.originate"
  | "channels.originateWithId"
  | "channels.create"
  | "channels.dial"
  | "channels.snoopChannel"
  | "channels.snoopChannelWithId"
  | "channels.externalMedia"
> = {
  "channels.originate": async (ask) => {
    await ask.done({ endpoint, app: "hello", appArgs: "a,b", timeout: 5, variables: { X: "1" } });
    await ask.done({ endpoint, context: "from-lab", extension: "600", priority: 1 });
    await ask.refused(400, { endpoint });
  },
  "channels.originateWithId": async (ask) => {
    const channelId = crypto.randomUUID();
    await ask.done({ endpoint, app: "hello", channelId, otherChannelId: crypto.randomUUID() });
    await ask.refused(409, { endpoint, app: "hello", channelId });
  },
  "channels.create": async (ask) => {
    const channelId = crypto.randomUUID();
    await ask.done({ endpoint, app: "hello", channelId, variables: { X: "1" } });
    await ask.refused(409, { endpoint, app: "hello", channelId });
  },
  "channels.dial": async (ask, { ari }) => {
    const leg = await ari.create({ endpoint });
    await leg.inStasis;
    await ask.done({ channelId: leg.id, timeout: 5 });
    await ask.refused(404, { channelId: NONE });
    // Not a second time: that starts the other half's dialplan twice, and Asterisk 22.10 dies of it.
  },
  "channels.snoopChannel": async (ask, stage) => {
    const channelId = (await stage.leg()).id;
    await ask.done({ channelId, app: "hello", spy: "both", whisper: "none", appArgs: "x" });
    await ask.refused(404, { channelId: NONE, app: "hello", spy: "both" });
    await ask.refused(400, { channelId, app: "hello" });
  },
  "channels.snoopChannelWithId": async (ask, stage) => {
    const channelId = (await stage.leg()).id;
    await ask.done({ channelId, snoopId: crypto.randomUUID(), app: "hello", spy: "in" });
    await ask.refused(404, { channelId: NONE, snoopId: "s", app: "hello", spy: "both" });
  },
  "channels.externalMedia": async (ask) => {
    const socket = { transport: "websocket", encapsulation: "none" } as const;
    const server = { ...socket, connection_type: "server", transport_data: "f(json)" } as const;
    await ask.done({ app: "hello", format: "ulaw", ...server, variables: { X: "1" } });
    await ask.refused(400, { app: "hello", format: "ulaw", ...socket, external_host: NONE });
  },
};

export const channels: Recipes<"channels"> = {
  ...makingLegs,
  "channels.list": async (ask, stage) => {
    await stage.leg();
    await ask.done({});
  },
  "channels.get": async (ask, stage) => {
    await ask.done({ channelId: (await stage.leg()).id });
    await ask.refused(404, { channelId: NONE });
  },
  "channels.hangup": async (ask, stage) => {
    await ask.done({ channelId: (await stage.leg()).id, reason: "busy" });
    const channelId = (await stage.leg()).id;
    await ask.refused(404, { channelId: NONE });
    await ask.refused(400, { channelId, reason: NONE as "busy" });
  },
  "channels.move": async (ask, stage) => {
    await ask.done({ channelId: (await stage.leg()).id, app: "hello", appArgs: "again" });
    await ask.refused(404, { channelId: NONE, app: "hello" });
    await ask.refused(409, { channelId: await stage.outside(), app: "hello" });
  },
  "channels.redirect": async (ask, stage) => {
    const { channel } = await stage.phone();
    await ask.done({ channelId: channel.id, endpoint: "PJSIP/sip:1@127.0.0.1:9" });
    const leg = await stage.leg();
    await ask.refused(404, { channelId: NONE, endpoint: "PJSIP/ghost" });
    await ask.refused(422, { channelId: leg.id, endpoint: "PJSIP/ghost" });
    await ask.refused(409, { channelId: await stage.outside(), endpoint });
  },
  "channels.answer": plain as Recipe<"channels.answer">,
  "channels.ring": plain as Recipe<"channels.ring">,
  "channels.ringStop": plain as Recipe<"channels.ringStop">,
  "channels.progress": plain as Recipe<"channels.progress">,
  "channels.mute": directed as Recipe<"channels.mute">,
  "channels.unmute": directed as Recipe<"channels.unmute">,
  "channels.hold": plain as Recipe<"channels.hold">,
  "channels.unhold": plain as Recipe<"channels.unhold">,
  "channels.startMoh": plain as Recipe<"channels.startMoh">,
  "channels.stopMoh": plain as Recipe<"channels.stopMoh">,
  "channels.startSilence": plain as Recipe<"channels.startSilence">,
  "channels.stopSilence": plain as Recipe<"channels.stopSilence">,
  "channels.continueInDialplan": plain as Recipe<"channels.continueInDialplan">,
  "channels.sendDTMF": async (ask, stage) => {
    await ask.done({ channelId: (await stage.leg()).id, dtmf: "12#", between: 50, duration: 50 });
    await ask.refused(404, { channelId: NONE, dtmf: "1" });
    await ask.refused(409, { channelId: await stage.outside(), dtmf: "1" });
  },
  "channels.play": async (ask, stage) => {
    await ask.done({ channelId: (await stage.leg()).id, media: [media, "tone:ring"], lang: "en" });
    await ask.refused(404, { channelId: NONE, media });
    await ask.refused(409, { channelId: await stage.outside(), media });
  },
  "channels.playWithId": async (ask, stage) => {
    const playbackId = crypto.randomUUID();
    await ask.done({ channelId: (await stage.leg()).id, media, playbackId });
    await ask.refused(404, { channelId: NONE, media, playbackId });
  },
  "channels.record": async (ask, stage) => {
    const channelId = (await stage.leg()).id;
    await ask.done({ channelId, name: "a/r-channel", ...file, maxDurationSeconds: 1 });
    await ask.refused(404, { channelId: NONE, name: "r-none", ...file });
    await ask.refused(422, { channelId, name: "r-odd", ...file, format: NONE });
    await ask.refused(400, { channelId, name: "r-odd", ...file, maxDurationSeconds: -1 });
  },
  "channels.getChannelVar": async (ask, stage) => {
    await ask.done({ channelId: (await stage.leg()).id, variable: "CHANNEL(state)" });
    await ask.refused(404, { channelId: NONE, variable: "X" });
    await ask.refused(400, { channelId: (await stage.leg()).id, variable: "" });
  },
  "channels.setChannelVar": async (ask, stage) => {
    const channelId = (await stage.leg()).id;
    await ask.done({ channelId, variable: "X", value: "1", report_events: true });
    await ask.refused(404, { channelId: NONE, variable: "X", value: "1" });
    await ask.refused(409, { channelId: await stage.outside(), variable: "X", value: "1" });
  },
  "channels.getChannelVars": async (ask, stage) => {
    await ask.done({
      channelId: (await stage.leg()).id,
      variables: ["CHANNEL(name)", "CHANNEL(state)"],
    });
    await ask.refused(404, { channelId: NONE, variables: ["X"] });
  },
  "channels.setChannelVars": async (ask, stage) => {
    const variables = { X: "1", Y: { value: "2", report_events: true } };
    await ask.done({ channelId: (await stage.leg()).id, variables });
    await ask.refused(404, { channelId: NONE, variables });
  },
  "channels.rtpstatistics": async (ask, stage) => {
    const { channel } = await stage.phone();
    await channel.answer();
    await ask.done({ channelId: channel.id });
    await ask.refused(404, { channelId: NONE });
  },
  "channels.transfer_progress": async (ask, stage) => {
    const { channel } = await stage.phone();
    await channel.answer();
    await ask.done({ channelId: channel.id, states: "channel_progress" });
    await ask.refused(404, { channelId: NONE, states: "channel_progress" });
    await ask.refused(400, { channelId: channel.id, states: NONE as "channel_progress" });
  },
};
