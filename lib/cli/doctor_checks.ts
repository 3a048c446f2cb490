/** Everything the doctor looks at, in the order in which a person would mend it. */
import { investmentLead } from "../core/campaigns/investment_lead.data.ts";
import type { Voice } from "../call/ports.ts";
import { FliteVoices } from "../host/flite_voice.ts";
import { openLocalEars } from "../host/pocketsphinx_ears.ts";
import type { Config } from "./config.ts";
import type { Check } from "./doctor_round.ts";
import { lookAtAsterisk } from "./doctor_asterisk.ts";
import { lookAtDatabase } from "./doctor_database.ts";
import { type Finding, note, ok } from "./doctor_finding.ts";
import { checkFolder } from "./doctor_folder.ts";
import { mediaFinding } from "./doctor_media.ts";
import { activityFinding, brainFinding, earsFinding, voiceFinding } from "./doctor_speech.ts";
import { openVoiceActivity } from "./voice_activity.ts";
import { openCloudBrain, openCloudEars, openCloudVoice } from "./cloud_speech.ts";
import { README_SECTION } from "./start_report.ts";

/** Each is several times what the slowest good one was seen to need. */
const FOLDER_MS = 10_000;
const DATABASE_MS = 60_000; // the first time it is made
const SPEECH_MS = 60_000;
const ASTERISK_MS = 60_000;

export const CHECKS: readonly Check[] = [
  { part: "folder", patienceMs: FOLDER_MS, run: ({ dataFolder }) => checkFolder(dataFolder) },
  { part: "database", patienceMs: DATABASE_MS, run: lookAtDatabase },
  { part: "voice", patienceMs: SPEECH_MS, run: lookAtSpeech },
  { part: "asterisk", patienceMs: ASTERISK_MS, run: lookAtPbx },
];

/** Each part alone: in a call the next one takes over, which would hide what is broken here. */
async function* lookAtSpeech(config: Config, signal: AbortSignal): AsyncGenerator<Finding> {
  const { openai } = config;
  const flite = new FliteVoices();
  try {
    const local = flite.voice(config.localVoice);
    if (openai) yield await brainFinding(openCloudBrain(openai), investmentLead, signal);
    else yield ok("brain", "The scripted one answers; it needs nobody");
    if (openai) yield await voiceFinding(openCloudVoice(openai), signal);
    yield await voiceFinding(local, signal);
    const activity = await openVoiceActivity(config.voiceActivity);
    yield await activityFinding(config.voiceActivity, activity, local, signal);
    yield* lookAtEars(config, local, signal);
  } finally {
    flite.close();
  }
}

/** The speaker is the local voice: whether another one works is its own line. */
async function* lookAtEars(
  { deepgram }: Config,
  speaker: Voice,
  signal: AbortSignal,
): AsyncGenerator<Finding> {
  if (deepgram) yield await earsFinding(openCloudEars(deepgram), investmentLead, speaker, signal);
  const local = await openLocalEars();
  if (deepgram && local === null) return; // nothing is missing
  try {
    yield await earsFinding(local, investmentLead, speaker, signal);
  } finally {
    local?.close();
  }
}

async function* lookAtPbx({ ari }: Config, signal: AbortSignal): AsyncGenerator<Finding> {
  if (ari === null) {
    yield note("asterisk", `None is configured: see ${README_SECTION}`);
    return;
  }
  let isWell = true;
  for await (const finding of lookAtAsterisk(ari, signal)) {
    isWell &&= finding.verdict !== "bad";
    yield finding;
  }
  if (isWell) yield await mediaFinding(ari, signal);
}
