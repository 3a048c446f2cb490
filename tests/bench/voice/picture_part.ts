/** Makes one whole call with voices for people, and draws it. */
import { FRAME_BYTES, FRAME_MS } from "../../../lib/audio/frames.ts";
import { rmsDbfs } from "../../../lib/audio/level.ts";
import { type Call, placeCall } from "../../lab/sip_caller.ts";
import { progress } from "./machine.ts";
import { drawCall, type Mark } from "./picture.ts";
import type { Rig } from "./rig.ts";
import { type Saying, tagOf } from "./sayings.ts";
import type { Stamp } from "./stamps.ts";

/** Between two sentences of one turn there is less silence. */
const QUIET_MS = 900;
const SILENT_DBFS = -90;
const TITLE = "One call: Parley on Asterisk, stand-ins for the providers; " +
  "figures are ms after the INVITE, or after the caller's last sound";

/** Writes the picture to `file`. */
export async function pictureOf(rig: Rig, env: Record<string, string>, file: string) {
  progress("one call for the picture");
  await using _parley = await rig.start({ voice: "flite" }, env);
  await rig.cloud.stamps();
  await using call = placeCall({ sipPort: rig.lab.sipPort, extension: "9000" });
  await call.answered;
  const tag = tagOf(0);
  const spoken = await converse(call, rig.sayings.get(tag)!);
  const { invitedAtMs } = call;
  const endedAtMs = performance.now();
  const stamps = (await rig.cloud.stamps()).filter((stamp) => stamp.tag === tag);
  const svg = drawCall({
    title: TITLE,
    caller: levelsOfSpeech(spoken, invitedAtMs),
    agent: levelsOf(call.heard()),
    marks: [
      ...beginningOf(call),
      ...spoken.map(({ saying, fromMs }) => wordsOf(saying, fromMs - invitedAtMs)),
      { atMs: endedAtMs - invitedAtMs, text: "hung up", by: "agent" },
      ...call.spokeUntilMs.flatMap((endMs, turn) => marksOf(call, turn, endMs, stamps)),
    ],
  });
  await Deno.writeTextFile(file, svg);
}

interface Spoken {
  readonly saying: Saying;
  readonly fromMs: number;
}

async function converse(call: Call, sayings: readonly Saying[]): Promise<Spoken[]> {
  const spoken: Spoken[] = [];
  for (const saying of sayings) {
    await call.waitForAgentTurn({ quietMs: QUIET_MS });
    await call.speak(saying.pcm);
    const endMs = call.spokeUntilMs.at(-1)!;
    spoken.push({ saying, fromMs: endMs - (saying.lastLoud + 1) * FRAME_MS });
  }
  await call.ended;
  return spoken;
}

function levelsOf(pcm: Int16Array): number[] {
  const levels: number[] = [];
  for (let at = 0; at < pcm.length; at += FRAME_BYTES) {
    levels.push(Math.max(SILENT_DBFS, rmsDbfs(pcm.subarray(at, at + FRAME_BYTES))));
  }
  return levels;
}

function levelsOfSpeech(spoken: readonly Spoken[], invitedAtMs: number): number[] {
  const levels: number[] = [];
  for (const { saying, fromMs } of spoken) {
    const from = Math.round((fromMs - invitedAtMs) / FRAME_MS);
    while (levels.length < from) levels.push(SILENT_DBFS);
    levels.push(...levelsOf(saying.pcm));
  }
  return levels;
}

function beginningOf(call: Call): Mark[] {
  const { inviteToAnswerMs, inviteToSpeechMs } = call.figures();
  return [
    { atMs: 0, text: "INVITE", by: "caller" },
    { atMs: inviteToAnswerMs!, text: `answered +${Math.round(inviteToAnswerMs!)}`, by: "parley" },
    { atMs: inviteToSpeechMs!, text: `heard +${Math.round(inviteToSpeechMs!)}`, by: "agent" },
  ];
}

function wordsOf({ text }: Saying, atMs: number): Mark {
  return { atMs, text: `“${text}”`, by: "caller" };
}

/** What happened between a caller's last sound and the agent's first. */
function marksOf(call: Call, turn: number, endMs: number, stamps: readonly Stamp[]): Mark[] {
  const { invitedAtMs, packets, spokeUntilMs } = call;
  const nextMs = spokeUntilMs[turn + 1] ?? Infinity;
  const own = (epochMs: number) => epochMs - performance.timeOrigin;
  const isOurs = (epochMs: number) => own(epochMs) > endMs - 1_000 && own(epochMs) < nextMs - 1_000;
  const marks: Mark[] = [{
    atMs: endMs - invitedAtMs,
    text: `turn ${turn + 1} ends`,
    by: "caller",
  }];
  const mark = (epochMs: number, text: string, by: Mark["by"]) => {
    const afterMs = Math.round(own(epochMs) - endMs);
    const sign = afterMs < 0 ? "−" : "+";
    const atMs = own(epochMs) - invitedAtMs;
    marks.push({ atMs, text: `${text} ${sign}${Math.abs(afterMs)}`, by });
  };
  for (const stamp of stamps) {
    if (stamp.type === "heard" && isOurs(stamp.wordsAtMs)) {
      mark(stamp.wordsAtMs, "words", "provider");
    } else if (stamp.type === "chat" && isOurs(stamp.askedAtMs)) {
      mark(stamp.askedAtMs, "brain asked", "parley");
      if (stamp.piecesAtMs[1] !== undefined) mark(stamp.piecesAtMs[1], "first token", "provider");
    } else if (stamp.type === "speech" && isOurs(stamp.askedAtMs)) {
      mark(stamp.askedAtMs, "voice asked", "parley");
      if (stamp.firstAtMs !== null) mark(stamp.firstAtMs, "first audio", "provider");
    }
  }
  const heard = packets.find(({ loud, atMs }) => loud && atMs >= endMs && atMs < nextMs);
  if (heard) mark(performance.timeOrigin + heard.atMs, "heard", "agent");
  return marks;
}
