/** The stand-ins of the bench, in a thread of their own: callers must not make them late. */
import { investmentLead } from "../../../lib/core/campaigns/investment_lead.data.ts";
import type { FliteVoiceName } from "../../../lib/host/flite_wasi.ts";
import { seededRandom } from "../../random.ts";
import { OpenAiStandIn, type Seen } from "../../standins/openai.ts";
import type { ChatReply, ChatRequest } from "../../standins/openai_chat.ts";
import { SPEECH_RATE_HZ, type SpeechRequest } from "../../standins/openai_speech.ts";
import { Spoken } from "../../standins/spoken.ts";
import type { CloudOrder, CloudSettings } from "./cloud.ts";
import { delayOf, SPEECH_PACE, TOKEN_MS } from "./delays.ts";
import { EarsLine, Repertoire } from "./ears.ts";
import { tagIn } from "./sayings.ts";
import { nowMs, type Stamp } from "./stamps.ts";
import { type PhraseKind, Pitches, tone } from "./tones.ts";

/** How long a letter takes to say; briskly, more turns are made in the same time. */
const LETTER_MS = { natural: 55, brisk: 10 };
const VOICE: FliteVoiceName = "rms";
/** A fiftieth of full scale: a voice's own silence would count as somebody's slowness. */
const SOUND_PEAK = 650;
const { fields, lines } = investmentLead;
const { letMeSee, oneMoment } = lines;
/** "Noted, Bakelo." begins an answer, and "Let us go on." ends it. */
const ANSWER = /^Noted, (\w+)\./;
const REST = "Let us go on.";

const random = seededRandom(1);
const pitches = new Pitches();
/** In the order in which they may follow each other. */
const IN_ORDER = [
  ...[lines.greeting, lines.disclosure, fields[0]!.question],
  ...["I have noted sixty thousand dollars.", fields[2]!.question],
  ...[lines.saved, lines.goodbye, lines.askCallback],
  ...[fields[1]!.question, fields[1]!.reask, fields[3]!.question],
];
for (const text of IN_ORDER) pitches.of("line", text);
const tones = new Map<string, Int16Array<ArrayBuffer>>();
const spoken = new Spoken();
const chats: { readonly tag: string; readonly askedAtMs: number; readonly seen: Seen }[] = [];
const speeches: { readonly text: string; readonly askedAtMs: number; readonly seen: Seen }[] = [];
let heard: Stamp[] = [];
let settings: CloudSettings = {
  ...{ spread: "fixed", voice: "tones", pace: "natural", hurry: true },
};
let repertoire = new Repertoire(new Map());

const openai = await OpenAiStandIn.start({ chat: answer, speak });
openai.chatTiming = {
  // The first piece names the role; the first token comes with the second one.
  get firstMs() {
    return delayOf("firstTokenMs", settings.spread, random) - TOKEN_MS;
  },
  pieceMs: TOKEN_MS,
};
openai.speechTiming = {
  get firstMs() {
    return settings.hurry ? 0 : delayOf("firstAudioMs", settings.spread, random);
  },
  get pace() {
    return settings.hurry ? 1_000 : SPEECH_PACE;
  },
};
const ears = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
  const { socket, response } = Deno.upgradeWebSocket(request);
  new EarsLine(socket, {
    repertoire,
    spread: () => settings.spread,
    random,
    heard: (stamp) => heard.push(stamp),
  });
  return response;
});

self.onmessage = ({ data }: MessageEvent<CloudOrder>) => {
  if (data.type === "settings") settings = data.settings;
  if (data.type === "sayings") repertoire = new Repertoire(data.sayings);
  if (data.type === "stamps") self.postMessage({ type: "stamps", stamps: takeStamps() });
};
self.postMessage({
  type: "ready",
  openAiUrl: openai.directUrl,
  deepgramUrl: `ws://127.0.0.1:${ears.addr.port}`,
});

function answer({ messages }: ChatRequest): ChatReply {
  const said = messages.map(({ content }) => content).join("\n");
  const tag = tagIn(said) ?? "friend";
  chats.push({ tag, askedAtMs: nowMs(), seen: openai.seen.at(-1)! });
  return { text: `Noted, ${tag}. ${REST}` };
}

async function speak({ input }: SpeechRequest): Promise<Int16Array> {
  speeches.push({ text: input, askedAtMs: nowMs(), seen: openai.seen.at(-1)! });
  if (settings.voice === "flite") {
    return fromFirstSound(await spoken.say(input, SPEECH_RATE_HZ, VOICE));
  }
  const kind = kindOf(input);
  // Answers differ by their tag, and need not differ by their pitch.
  const pitch = pitches.of(kind, kind === "answer" ? input.replace(ANSWER, "") : input);
  const ms = input.length * LETTER_MS[settings.pace];
  const key = `${pitch.crossings} ${ms}`;
  const pcm = tones.get(key) ?? tone(pitch, ms, SPEECH_RATE_HZ);
  tones.set(key, pcm);
  return pcm;
}

function fromFirstSound(pcm: Int16Array<ArrayBuffer>): Int16Array<ArrayBuffer> {
  return pcm.subarray(Math.max(0, pcm.findIndex((sample) => Math.abs(sample) > SOUND_PEAK)));
}

function kindOf(text: string): PhraseKind {
  if (ANSWER.test(text) || text === REST) return "answer";
  return text === letMeSee || text === oneMoment ? "filler" : "line";
}

/** What happened since the last time. */
function takeStamps(): Stamp[] {
  const absolute = (ms: number) => performance.timeOrigin + ms;
  const stamps: Stamp[] = [
    ...heard,
    ...chats.map(({ tag, askedAtMs, seen }): Stamp => ({
      type: "chat",
      tag,
      askedAtMs,
      piecesAtMs: seen.sentAtMs.map(absolute),
      cancelled: seen.ending === "cancelled",
    })),
    ...speeches.map(({ text, askedAtMs, seen }): Stamp => ({
      type: "speech",
      text,
      tag: ANSWER.exec(text)?.[1] ?? null,
      askedAtMs,
      firstAtMs: seen.sentAtMs[0] === undefined ? null : absolute(seen.sentAtMs[0]),
    })),
  ];
  heard = [];
  chats.length = 0;
  speeches.length = 0;
  openai.seen.length = 0;
  return stamps;
}
