/** Makes Asterisk tell every event that a lab can bring about. */
import type { EventName } from "../../../lib/ari/mod.ts";
import { connectAri } from "../../../lib/ari/mod.ts";
import { placeCall } from "../../lab/sip_caller.ts";
import { loginOf } from "../lab_ari.ts";
import { NONE } from "./recipe.ts";
import type { Stage } from "./stage.ts";

/** What each brings about; the awaiting is the test's. */
export const PROVOCATIONS: readonly (readonly [
  brings: readonly EventName[],
  by: (stage: Stage) => Promise<void>,
])[] = [
  [["ChannelCreated", "Dial", "ChannelStateChange", "StasisStart", "ChannelDialplan"], async (
    stage,
  ) => void await stage.leg("722")],
  [["ChannelHangupRequest", "StasisEnd", "ChannelDestroyed"], async (stage) => {
    await (await stage.leg()).hangUp();
  }],
  [["PlaybackStarted", "PlaybackContinuing", "PlaybackFinished"], async (stage) => {
    await (await stage.leg()).play(["sound:hello", "sound:hello-world"]);
  }],
  [["RecordingStarted", "RecordingFinished"], async (stage) => {
    await (await stage.leg()).record({ format: "wav", maxDurationSeconds: 1 });
  }],
  [["RecordingFailed"], async (stage) => {
    const leg = await stage.leg();
    await (await stage.ari.createBridge()).add(leg);
    await leg.record({ format: "wav" });
  }],
  [
    ["BridgeCreated", "ChannelEnteredBridge", "ChannelLeftBridge", "BridgeDestroyed"],
    async (stage) => {
      const bridge = await stage.ari.createBridge();
      const leg = await stage.leg();
      await bridge.add(leg);
      await bridge.remove(leg);
      await bridge.destroy();
    },
  ],
  [["ChannelDtmfReceived"], async (stage) => void await (await stage.leg()).sendDtmf("5")],
  [["ChannelTalkingStarted", "ChannelTalkingFinished"], async (stage) => {
    const leg = await stage.leg("601");
    await leg.setVariable("TALK_DETECT(set)", "200,64");
  }],
  [["ChannelVarset", "ChannelCallerId", "ChannelConnectedLine"], async (stage) => {
    const leg = await stage.leg();
    await leg.setVariable("CALLERID(num)", "12345");
    await leg.setVariable("CONNECTEDLINE(num)", "54321");
  }],
  [["ChannelUserevent"], async ({ ari }) => {
    await ari.userEvents.send("trial", { application: "hello", variables: { X: "1" } });
  }],
  [["ApplicationMoveFailed"], async (stage) => {
    await stage.ari.channels.move((await stage.leg()).id, { app: NONE });
  }],
  [["CallBroadcast", "CallClaimed"], async (stage) => {
    await stage.ari.userEvents.claim(await stage.broadcast(), "hello");
  }],
  [["ChannelTransfer"], async (stage) => {
    const { call, channel } = await stage.phone("724");
    await channel.answer();
    await call.answered;
    call.transferTo("600");
  }],
  [["BridgeBlindTransfer", "ChannelHold", "ChannelUnhold"], (stage) => transfer(stage, "#1")],
  [
    ["BridgeAttendedTransfer", "BridgeMerged"],
    (stage) => transfer(stage, "*2"),
  ],
  [["TextMessageReceived"], ({ ghost, lab }) => {
    ghost.say("hello", lab.sipPort);
    return Promise.resolve();
  }],
  [["ContactStatusChange", "PeerStatusChange", "EndpointStateChange"], ({ ghost }) => {
    ghost.answers = false;
    return Promise.resolve();
  }],
  [["DeviceStateChanged"], async ({ ari }) => {
    await ari.applications.subscribe("hello", "deviceState:Stasis:lamp");
    await ari.deviceStates.update("Stasis:lamp", "INUSE");
  }],
  [["ApplicationReplaced"], async (stage) => {
    const options = { ...loginOf(stage.lab), app: "twice" };
    const first = connectAri(options);
    stage.listen(first);
    await first.up();
    const second = connectAri(options);
    await second.up();
    second.close();
  }],
];

/** A caller with the rights of a telephonist hands on whom they speak with, by keys of features.conf. */
async function transfer(stage: Stage, keys: "#1" | "*2"): Promise<void> {
  const isJoined = () => {
    return stage.event("ChannelEnteredBridge", ({ channel }) => channel!.name.startsWith("PJSIP"));
  };
  await using call = placeCall({ sipPort: stage.lab.sipPort, extension: "723" });
  await call.answered;
  await isJoined();
  stage.forget();
  await call.press(keys);
  await call.waitForAgentSpeech(); // "Transfer."
  await call.press("600");
  if (keys === "#1") return void await stage.event("BridgeBlindTransfer");
  await isJoined(); // with the one who shall take over
  await call.hangUp();
}
