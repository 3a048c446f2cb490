/** The rule of extensions.conf: whoever dials 9000 hears somebody or something within five seconds, whatever became of Parley. */
import assert from "node:assert/strict";
import { type Lab, startAsterisk } from "../lab/asterisk.ts";
import { whyNoLab } from "../lab/root.ts";
import { type Call, placeCall } from "../lab/sip_caller.ts";
import { needs } from "../needs.ts";
import { connectAri, type RawAri } from "./raw_ari.ts";

const APP = "ai-call-center";
const HEARD_WITHIN_MS = 5_000;
/** Q.850's "temporary failure": how the ending without an agent hangs up. */
const SORRY = "Q.850;cause=41";
const lab = needs("asterisk", whyNoLab() === null, whyNoLab() ?? "");

Deno.test("9000 says sorry at once, when no agent is connected", lab, async () => {
  await using asterisk = await startAsterisk();
  await using call = dial(asterisk);
  await hearsSorry(call, asterisk);
  assert.deepEqual(await call.ended, { by: "agent", reason: SORRY });
  assert.deepEqual(await asterisk.channels(), []);
});

Deno.test(
  "9000 says sorry within 5 s, when the edge's application has nobody behind it",
  lab,
  async () => {
    await using asterisk = await startAsterisk({
      edge: {
        eventsUrl: "ws://127.0.0.1:1/events",
        mediaUrl: "ws://127.0.0.1:1/media",
        password: "none",
      },
    });
    await using call = dial(asterisk);
    await hearsSorry(call, asterisk);
    await call.hangUp();
    assert.notEqual(call.rangAtMs, null);
  },
);

Deno.test("9000 says sorry within 5 s, when the agent is connected and hangs", lab, async () => {
  await using asterisk = await startAsterisk();
  await using _agent = await connectAri(asterisk, APP);
  await using call = dial(asterisk);
  await hearsSorry(call, asterisk);
});

Deno.test("9000 says sorry, when an agent took the call and gives it back", lab, async () => {
  await using asterisk = await startAsterisk();
  await using agent = await connectAri(asterisk, APP);
  await using call = dial(asterisk);
  const channel = await take(agent, "900");
  await agent.request("POST", `channels/${channel}/answer`);
  await agent.request("POST", `channels/${channel}/continue`);
  await hearsSorry(call, asterisk);
});

Deno.test("9000 says sorry, when the agent dies and no longer extends the call", lab, async () => {
  await using asterisk = await startAsterisk();
  const agent = await connectAri(asterisk, APP);
  await using call = dial(asterisk);
  const channel = await take(agent, "2");
  await agent.request("POST", `channels/${channel}/answer`);
  await joinMedia(agent, asterisk, channel);
  await agent[Symbol.asyncDispose]();
  await hearsSorry(call, asterisk);
});

Deno.test(
  "9000 says goodbye, when the call has lasted for as long as a call may",
  lab,
  async () => {
    await using asterisk = await startAsterisk({
      append: { "extensions.local.conf": "[globals](+)\nPARLEY_CALL_LIMIT_S = 1" },
    });
    await using agent = await connectAri(asterisk, APP);
    await using call = dial(asterisk);
    const channel = await take(agent, "2");
    await agent.request("POST", `channels/${channel}/answer`);
    assert.deepEqual(await call.ended, { by: "agent", reason: "Q.850;cause=16" });
    assert.notEqual(call.figures().inviteToSpeechMs, null);
  },
);

Deno.test("9000 tells the agent whether a person can be reached", lab, async () => {
  await using asterisk = await startAsterisk();
  await using agent = await connectAri(asterisk, APP);
  for (const isThere of [false, true]) {
    if (isThere) await asterisk.cli("dialplan set global HUMAN_ENDPOINT PJSIP/1002");
    await using _call = dial(asterisk);
    const { args } = await agent.next("StasisStart");
    assert.equal(args!.includes("human"), isThere);
  }
});

Deno.test("human gives the caller back to the agent, when nobody picks up", lab, async () => {
  await using asterisk = await startAsterisk();
  await using agent = await connectAri(asterisk, APP);
  await using call = dial(asterisk);
  const channel = await take(agent, "900");
  for (const _try of [1, 2]) {
    await agent.request("POST", `channels/${channel}/continue`, {
      context: "human",
      extension: "s",
    });
    const { args } = await agent.next("StasisStart");
    assert.deepEqual(args, ["from-human", "CHANUNAVAIL"]);
    await agent.request("POST", `channels/${channel}/variable`, limit("900"));
  }
  await agent.request("POST", `channels/${channel}/continue`, { context: "human", extension: "s" });
  await hearsSorry(call, asterisk);
});

Deno.test(
  "human joins the caller with a person, and ends when the person hangs up",
  lab,
  async () => {
    await using asterisk = await startAsterisk({
      append: {
        "extensions.local.conf": "[globals](+)\nHUMAN_ENDPOINT = Local/601@from-lab",
      },
    });
    await using call = placeCall({ sipPort: asterisk.sipPort, extension: "605" });
    await call.waitForAgentSpeech();
    assert.deepEqual(await call.hangUp(), { by: "caller", how: "hung_up" });
  },
);

Deno.test("a call whose audio stopped ends, when its BYE was lost", lab, async () => {
  await using asterisk = await startAsterisk({ rtpTimeoutS: 1 });
  await using call = placeCall({ sipPort: asterisk.sipPort, extension: "600" });
  await call.answered;
  await call.speak(new Int16Array(4_000));
  await call.vanish();
  assert.equal((await asterisk.channels()).length, 1);
  const untilMs = Date.now() + 10_000;
  while ((await asterisk.channels()).length > 0) {
    assert.ok(Date.now() < untilMs, "the dead call is still up");
    await new Promise((wake) => setTimeout(wake, 100));
  }
});

function dial(asterisk: Lab): Call {
  return placeCall({ sipPort: asterisk.sipPort, extension: "9000" });
}

async function hearsSorry(call: Call, asterisk: Lab): Promise<void> {
  await call.waitForAgentSpeech({ timeoutMs: HEARD_WITHIN_MS });
  const [channel] = await asterisk.channels();
  assert.equal(channel?.dialplan.context, "parley-fallback");
}

/** As Parley takes a call: with its own limit in place of the dialplan's four seconds. */
async function take(agent: RawAri, limitS: string): Promise<string> {
  const { channel } = await agent.next("StasisStart");
  await agent.request("POST", `channels/${channel!.id}/variable`, limit(limitS));
  return channel!.id;
}

function limit(seconds: string): Record<string, string> {
  return { variable: "TIMEOUT(absolute)", value: seconds };
}

/** Puts the caller into a bridge with a media leg, as during a conversation. */
async function joinMedia(agent: RawAri, asterisk: Lab, channel: string): Promise<void> {
  const leg = await agent.request("POST", "channels/externalMedia", {
    app: APP,
    channelId: "leg",
    transport: "websocket",
    encapsulation: "none",
    connection_type: "server",
    format: "ulaw",
    transport_data: "f(json)",
  }) as { channelvars: Record<string, string> };
  const id = leg.channelvars.MEDIA_WEBSOCKET_CONNECTION_ID;
  const media = new WebSocket(`ws://127.0.0.1:${asterisk.httpPort}/media/${id}`, "media");
  await agent.next("StasisStart");
  await agent.request("POST", "bridges", { type: "mixing", bridgeId: "bridge" });
  await agent.request("POST", "bridges/bridge/addChannel", { channel: `${channel},leg` });
  await new Promise((resolve) => {
    media.onclose = resolve;
    media.close();
  });
}
