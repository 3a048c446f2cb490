/** Recordings, playbacks, sounds. */
import { AriError } from "../../../lib/ari/mod.ts";
import type { Stage } from "./stage.ts";
import { NONE, type Recipe, type Recipes } from "./recipe.ts";

const TRIES_MAX = 5;
const none = { recordingName: NONE };

/** One that is being made. */
async function live(stage: Stage): Promise<{ recordingName: string }> {
  const leg = await stage.leg();
  const recording = await leg.record({ format: "wav" });
  await stage.event("RecordingStarted", (event) => event.recording.name === recording.name);
  return { recordingName: recording.name };
}

/** One that is done. */
async function stored(stage: Stage): Promise<{ recordingName: string }> {
  const name = await live(stage);
  await steadily(() => stage.ari.recordings.stop(name.recordingName));
  await stage.event("RecordingFinished", (event) => event.recording.name === name.recordingName);
  return name;
}

type OfLive =
  | "recordings.mute"
  | "recordings.getLive"
  | "recordings.cancel"
  | "recordings.stop"
  | "recordings.pause";

const ofLive: Recipe<OfLive> = async (ask, stage) => {
  await steadily(async () => void await ask.done(await live(stage)));
  await ask.refused(404, none);
};

/** In the moment in which a recording begins Asterisk 22.10 may answer 500, a few times in 100. */
async function steadily(act: () => Promise<void>): Promise<void> {
  for (let tries = 1;; tries++) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof AriError) || error.status !== 500 || tries === TRIES_MAX) throw error;
    }
  }
}

export const recordings: Recipes<"recordings"> = {
  "recordings.listStored": async (ask, stage) => {
    await stored(stage);
    await ask.done({});
  },
  "recordings.getStored": async (ask, stage) => {
    await ask.done(await stored(stage));
    await ask.refused(404, none);
  },
  "recordings.deleteStored": async (ask, stage) => {
    await ask.done(await stored(stage));
    await ask.refused(404, none);
  },
  "recordings.getStoredFile": async (ask, stage) => {
    await ask.done(await stored(stage));
    await ask.refused(404, none);
  },
  "recordings.copyStored": async (ask, stage) => {
    const { recordingName } = await stored(stage);
    const destinationRecordingName = crypto.randomUUID();
    await ask.done({ recordingName, destinationRecordingName });
    await ask.refused(409, { recordingName, destinationRecordingName });
    await ask.refused(404, { ...none, destinationRecordingName });
  },
  "recordings.getLive": ofLive as Recipe<"recordings.getLive">,
  "recordings.cancel": ofLive as Recipe<"recordings.cancel">,
  "recordings.stop": ofLive as Recipe<"recordings.stop">,
  "recordings.pause": ofLive as Recipe<"recordings.pause">,
  "recordings.unpause": async (ask, stage) => {
    await steadily(async () => {
      const name = await live(stage);
      await stage.ari.recordings.pause(name.recordingName);
      await ask.done(name);
    });
    await ask.refused(404, none);
  },
  "recordings.mute": ofLive as Recipe<"recordings.mute">,
  "recordings.unmute": async (ask, stage) => {
    await steadily(async () => {
      const name = await live(stage);
      await stage.ari.recordings.mute(name.recordingName);
      await ask.done(name);
    });
    await ask.refused(404, none);
  },
};

async function playing(stage: Stage): Promise<{ playbackId: string }> {
  const leg = await stage.leg();
  const playback = await leg.play("sound:demo-congrats");
  await playback.started;
  return { playbackId: playback.id };
}

export const playbacks: Recipes<"playbacks"> = {
  "playbacks.get": async (ask, stage) => {
    await ask.done(await playing(stage));
    await ask.refused(404, { playbackId: NONE });
  },
  "playbacks.stop": async (ask, stage) => {
    await ask.done(await playing(stage));
    await ask.refused(404, { playbackId: NONE });
  },
  "playbacks.control": async (ask, stage) => {
    const playback = await playing(stage);
    for (const operation of ["pause", "unpause", "forward", "reverse", "restart"] as const) {
      await ask.done({ ...playback, operation });
    }
    await ask.refused(404, { playbackId: NONE, operation: "pause" });
    await ask.refused(400, { ...playback, operation: NONE as "pause" });
  },
};

export const sounds: Recipes<"sounds"> = {
  "sounds.list": async (ask) => void await ask.done({ lang: "en" }),
  "sounds.get": async (ask) => void await ask.done({ soundId: "hello-world" }),
};
