/** A caller's side of ears: sends audio at the pace of a call, and keeps what the ears told. */
import { encode, silence } from "../../lib/audio/g711.ts";
import { FRAME_BYTES, FRAME_MS } from "../../lib/audio/frames.ts";
import { rmsDbfs } from "../../lib/audio/level.ts";
import { Listening } from "../../lib/call/listening.ts";
import type { Account, AudioEncoding, Ears, EarsEvent, EarsSession } from "../../lib/call/ports.ts";
import type { CallId } from "../../lib/core/ids.ts";
import type { FliteVoiceName } from "../../lib/host/flite_wasi.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import { DeepgramStandIn } from "../standins/deepgram.ts";
import { Spoken } from "../standins/spoken.ts";
import { Watch } from "../standins/watch.ts";

const SPEECH_DBFS = -45;

/** Speech that each test file makes once, before its tests. */
export async function spokenTexts<Key extends string>(
  texts: Readonly<Record<Key, string>>,
  voice: FliteVoiceName = "slt",
): Promise<Readonly<Record<Key, { readonly text: string; readonly pcm: Int16Array }>>> {
  using spoken = new Spoken();
  const made = Object.entries<string>(texts).map(async ([key, text]) => {
    return [key, { text, pcm: await spoken.say(text, 8_000, voice) }] as const;
  });
  return Object.fromEntries(await Promise.all(made)) as Record<
    Key,
    { text: string; pcm: Int16Array }
  >;
}

export class Caller implements Disposable {
  readonly events: EarsEvent[] = [];
  readonly session: EarsSession;
  readonly #listening: Listening;
  readonly #encoding: AudioEncoding;
  readonly #pump: ReturnType<typeof setInterval>;
  readonly #watch = new Watch();
  #pauses: { readonly untilMs: number; readonly resolve: () => void }[] = [];
  #coming: { readonly bytes: Uint8Array; readonly said: () => void }[] = [];
  #at = 0;
  readonly #startMs = performance.now();
  #frames = 0;
  #muted = false;

  constructor(ears: Ears, encoding: AudioEncoding = "ulaw", account?: Account) {
    this.#encoding = encoding;
    const call = crypto.randomUUID() as CallId;
    this.session = ears.open({
      call,
      campaign: investmentLead,
      encoding,
      ...account && { account },
    }, (event) => {
      this.events.push(event);
      this.#watch.happened();
    });
    this.#listening = new Listening({
      encoding,
      ears: this.session,
      detector: { isVoiced: (frame) => rmsDbfs(frame) > SPEECH_DBFS, close() {} },
      ownDbfs: () => -Infinity,
      tell: () => {},
    });
    this.#pump = setInterval(() => this.#send(), FRAME_MS);
  }

  /** All final words, in the order in which they came. */
  get words(): string {
    return this.events.flatMap((event) => event.type === "final" ? [event.text] : [])
      .filter((text) => text !== "").join(" ");
  }

  get nowMs(): number {
    return this.#startMs + this.#frames * FRAME_MS;
  }

  types(): string[] {
    return this.events.map(({ type }) => type);
  }

  /** Resolves when the last sample was sent. */
  say({ pcm }: { readonly pcm: Int16Array }): Promise<void> {
    const bytes = encode(this.#encoding, pcm);
    return new Promise((said) => this.#coming.push({ bytes, said }));
  }

  /** The caller's media stops coming, as when the PBX holds the call. */
  mute(muted: boolean): void {
    this.#muted = muted;
  }

  until(what: string, holds: () => boolean): Promise<void> {
    return this.#watch.until(what, holds, () => this.events);
  }

  /** Resolves when so much more of the call has passed. */
  elapsed(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    return new Promise((resolve) => this.#pauses.push({ untilMs, resolve }));
  }

  /** Resolves with the words when this many ends of speech were told. */
  async heard(ends = 1): Promise<string> {
    const told = () => this.events.filter((event) => event.type === "final" && event.endOfSpeech);
    await this.until(`${ends} ends of speech`, () => told().length >= ends);
    return this.words;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#pump);
    this.#listening.close();
  }

  /** A timer that is late makes up for it, as a PBX does. */
  #send(): void {
    while (this.nowMs <= performance.now()) {
      const bytes = this.#next();
      if (!this.#muted) this.#listening.frame(bytes, this.nowMs);
      this.#frames++;
    }
    for (const { untilMs, resolve } of this.#pauses) if (untilMs <= this.nowMs) resolve();
    this.#pauses = this.#pauses.filter(({ untilMs }) => untilMs > this.nowMs);
  }

  #next(): Uint8Array {
    const frame = silence(this.#encoding, FRAME_BYTES);
    const coming = this.#coming[0];
    if (!coming) return frame;
    frame.set(coming.bytes.subarray(this.#at, this.#at + FRAME_BYTES));
    this.#at += FRAME_BYTES;
    if (this.#at < coming.bytes.length) return frame;
    this.#coming = this.#coming.slice(1);
    this.#at = 0;
    coming.said();
    return frame;
  }
}

/** A stand-in that knows these texts, started and closed around `run`. */
export async function withDeepgram(
  texts: readonly { readonly text: string; readonly pcm: Int16Array }[],
  run: (standIn: DeepgramStandIn) => Promise<void>,
): Promise<void> {
  await using standIn = await DeepgramStandIn.start();
  for (const { text, pcm } of texts) standIn.learn(text, pcm);
  await run(standIn);
}

/** One test of stories that each take seconds of a call's time; the one that fails is named. */
export function sideBySide(
  subject: string,
  stories: Readonly<Record<string, () => Promise<void>>>,
): void {
  const names = Object.keys(stories);
  Deno.test(`${subject} ${names.join("; ")}`, async () => {
    const outcomes = await Promise.allSettled(names.map((name) => stories[name]!()));
    for (const [at, outcome] of outcomes.entries()) {
      if (outcome.status === "fulfilled") continue;
      throw new Error(`${subject} ${names[at]}`, { cause: outcome.reason });
    }
  });
}
