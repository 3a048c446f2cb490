/** What each turn took, and whose time it was: from the stamps of stand-ins, sockets and callers. */
import { SentenceSplitter } from "../../../lib/core/sentences.ts";
import { chatEvents } from "../../standins/openai_chat.ts";
import { ROUGH_TOKENS } from "../../standins/openai_tokens.ts";
import type { ChatStamp, HeardStamp, SentPhrase, SpeechStamp, Stamp } from "./stamps.ts";
import type { SpokenTurn, Talk } from "./talker.ts";

/** The last turn's stamps come within this. */
const LAST_TURN_MS = 20_000;
/** From the first audio of the voice to the socket, at the very most. */
const TO_SOCKET_MS = 2_000;

export interface Turn {
  readonly tag: string;
  /** From the caller's last sound to the first packet of the answer, at the caller. */
  readonly gapMs: number;
  /** … to a filler's, where one came first. */
  readonly fillerMs: number | null;
  /** Parley's own part, at its sockets: words to request, sentence to request, audio to packet. */
  readonly parts: readonly [number, number, number];
  readonly atSocketsMs: number;
  /** Parley's own part as the caller has it: with the ways through Asterisk and its ticks. */
  readonly atCallerMs: number;
  /** Pieces of all answers that were begun for this turn, and of those that were dropped. */
  readonly pieces: number;
  readonly wastedPieces: number;
}

export interface Joined {
  readonly turns: readonly Turn[];
  /** Turns of which a stamp is missing, and which: the reader must know how many. */
  readonly missing: readonly string[];
}

/** `meantMs`: by turn, what Parley means to wait after the last sound. */
export function joinTurns(
  talks: readonly Talk[],
  stamps: readonly Stamp[],
  sent: readonly SentPhrase[],
  meantMs: readonly number[],
): Joined {
  const answers = Map.groupBy(sent.filter(({ kind }) => kind === "answer"), (each) => each.socket);
  const byTag = Map.groupBy(stamps, ({ tag }) => tag);
  const turns: Turn[] = [];
  const missing: string[] = [];
  for (const talk of talks) {
    const own = byTag.get(talk.tag) ?? [];
    const found = talk.turns.map((turn, at) => stampsOf(turn, talk.turns[at + 1] ?? null, own));
    const socket = socketOf(found, answers);
    for (const [at, turn] of talk.turns.entries()) {
      const joined = join(turn, found[at]!, socket, meantMs[turn.turn]!);
      if (typeof joined === "string") missing.push(`${joined} (turn ${turn.turn})`);
      else turns.push(joined);
    }
  }
  return { turns, missing };
}

interface Found {
  readonly heard: HeardStamp | null;
  /** In order; the last one was spoken. */
  readonly chats: readonly ChatStamp[];
  readonly speech: SpeechStamp | null;
}

/** `own`: of all calls with this tag, which follow each other. */
function stampsOf(turn: SpokenTurn, next: SpokenTurn | null, own: readonly Stamp[]): Found {
  const { spokeFromMs, spokeUntilMs } = turn;
  const untilMs = next?.spokeFromMs ?? spokeUntilMs + LAST_TURN_MS;
  const ofTurn = (atMs: number) => atMs > spokeFromMs && atMs < untilMs;
  const heard = own.find((stamp): stamp is HeardStamp =>
    stamp.type === "heard" && ofTurn(stamp.lastSoundAtMs)
  );
  const chats = own.filter((stamp): stamp is ChatStamp =>
    stamp.type === "chat" && ofTurn(stamp.askedAtMs)
  );
  const askedAtMs = chats.at(-1)?.askedAtMs ?? Infinity;
  const speech = own.find((stamp): stamp is SpeechStamp =>
    stamp.type === "speech" && ofTurn(stamp.askedAtMs) && stamp.askedAtMs > askedAtMs
  );
  return { heard: heard ?? null, chats, speech: speech ?? null };
}

/** The socket whose answers left right after this call's speech had come. */
function socketOf(
  found: readonly Found[],
  answers: ReadonlyMap<number, readonly SentPhrase[]>,
): readonly SentPhrase[] {
  const firsts = found.map(({ speech }) => speech?.firstAtMs ?? null).filter((at) => at !== null);
  let best: { readonly phrases: readonly SentPhrase[]; readonly cost: number } | null = null;
  for (const phrases of answers.values()) {
    const cost = firsts.reduce((sum, atMs) => {
      const sent = phrases.find((phrase) => phrase.atMs >= atMs);
      return sum + Math.min(TO_SOCKET_MS, sent ? sent.atMs - atMs : TO_SOCKET_MS);
    }, 0);
    if (best === null || cost < best.cost) best = { phrases, cost };
  }
  return best?.phrases ?? [];
}

function join(
  turn: SpokenTurn,
  { heard, chats, speech }: Found,
  socket: readonly SentPhrase[],
  meantMs: number,
): Turn | string {
  const chat = chats.at(-1);
  const packet = turn.phrases.find(({ pitch }) => pitch.kind === "answer");
  if (!packet) return "no answer was heard";
  if (!heard) return "no words were told";
  if (!chat || !speech || speech.firstAtMs === null) return "no provider was asked";
  const sentenceAtMs = chat.piecesAtMs[FIRST_SENTENCE];
  const sent = socket.find(({ atMs }) => atMs >= speech.firstAtMs!);
  if (sentenceAtMs === undefined) return "the answer broke off";
  if (!sent || sent.atMs - speech.firstAtMs > TO_SOCKET_MS) return "no packet left";
  const epoch = (ms: number) => performance.timeOrigin + ms;
  const decidedAtMs = Math.max(heard.wordsAtMs, heard.lastSoundAtMs + meantMs);
  const parts = [
    chat.askedAtMs - decidedAtMs,
    speech.askedAtMs - sentenceAtMs,
    sent.atMs - speech.firstAtMs,
  ] as const;
  const gapMs = epoch(packet.fromMs) - turn.spokeUntilMs;
  const others = decidedAtMs - heard.lastSoundAtMs + (sentenceAtMs - chat.askedAtMs) +
    (speech.firstAtMs - speech.askedAtMs);
  const filler = turn.phrases[0]!.pitch.kind === "filler" ? turn.phrases[0]! : null;
  return {
    tag: turn.tag,
    gapMs,
    fillerMs: filler && epoch(filler.fromMs) - turn.spokeUntilMs,
    parts,
    atSocketsMs: parts[0] + parts[1] + parts[2],
    atCallerMs: gapMs - others,
    pieces: chats.reduce((sum, { piecesAtMs }) => sum + piecesAtMs.length, 0),
    wastedPieces: chats.slice(0, -1).reduce((sum, { piecesAtMs }) => sum + piecesAtMs.length, 0),
  };
}

/** The piece of an answer with which its first sentence stands. */
const FIRST_SENTENCE = firstSentenceOf("Noted, Bakelo. Let us go on.");

function firstSentenceOf(text: string): number {
  const splitter = new SentenceSplitter();
  const events = chatEvents({ model: "", stream: true, messages: [] }, { text }, {
    ...{ id: "", tokens: ROUGH_TOKENS, cachedTokens: 0 },
  });
  return events.findIndex((event) => {
    const content: unknown = JSON.parse(event).choices[0]?.delta?.content;
    return typeof content === "string" && splitter.push(content).length > 0;
  });
}
