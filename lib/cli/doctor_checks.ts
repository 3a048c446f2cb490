/** Everything the doctor looks at, in the order in which a person would mend it. */
import { investmentLead } from "../core/campaigns/investment_lead.data.ts";
import { FliteVoices } from "../host/flite_voice.ts";
import type { Config } from "./config.ts";
import type { Check } from "./doctor_round.ts";
import { lookAtAsterisk } from "./doctor_asterisk.ts";
import { lookAtDatabase } from "./doctor_database.ts";
import { type Finding, note, ok } from "./doctor_finding.ts";
import { checkFolder } from "./doctor_folder.ts";
import { mediaFinding } from "./doctor_media.ts";
import { brainFinding, earsFinding, voiceFinding } from "./doctor_speech.ts";
import { openCloudBrain, openSpeech, type Speech } from "./parts.ts";
import { README_SECTION } from "./start_report.ts";

/** Each is several times what the slowest good one was seen to need. */
const FOLDER_MS = 10_000;
const DATABASE_MS = 60_000; // the first time it is made
const SPEECH_MS = 30_000;
const ASTERISK_MS = 60_000;

export const CHECKS: readonly Check[] = [
  { part: "folder", patienceMs: FOLDER_MS, run: ({ dataFolder }) => checkFolder(dataFolder) },
  { part: "database", patienceMs: DATABASE_MS, run: lookAtDatabase },
  { part: "voice", patienceMs: SPEECH_MS, run: lookAtSpeech },
  { part: "asterisk", patienceMs: ASTERISK_MS, run: lookAtPbx },
];

async function* lookAtSpeech(config: Config, signal: AbortSignal): AsyncGenerator<Finding> {
  const speech = await openSpeech(config);
  try {
    const cloud = config.openai && openCloudBrain(config.openai);
    if (cloud) yield await brainFinding(cloud, investmentLead, signal);
    else yield ok("brain", "The scripted one answers; it needs nobody");
    yield await voiceFinding(speech.voice, signal);
    yield await lookAtEars(config, speech, signal);
  } finally {
    speech.close();
  }
}

/** Always spoken by the local voice: whether another one works is its own line. */
async function lookAtEars(config: Config, speech: Speech, signal: AbortSignal): Promise<Finding> {
  const flite = new FliteVoices();
  try {
    const speaker = flite.voice(config.localVoice);
    return await earsFinding(speech.ears, investmentLead, speaker, signal);
  } finally {
    flite.close();
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
