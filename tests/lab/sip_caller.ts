/** A person with a telephone: calls, listens, speaks, presses keys, hangs up, and takes notes. */
import { SAMPLE_RATE_HZ } from "../../lib/audio/frames.ts";
import type { Encoding } from "../../lib/audio/g711.ts";
import { writeWav } from "../../lib/audio/wav.ts";
import { gapsOf, type Pacing } from "./pacing.ts";
import { RtpRecorder } from "./rtp_recorder.ts";
import { RtpSender } from "./rtp_sender.ts";
import type { Media } from "./sdp.ts";
import { type CallEnd, type DialogEvent, SipDialog } from "./sip_dialog.ts";
import { SipLine } from "./sip_line.ts";
import type { Login } from "./sip_login.ts";
import { type Address, Udp } from "./udp.ts";

export type { CallEnd };

export interface CallerOptions {
  /** SIP port of the PBX on `pbxHost`. */
  readonly sipPort: number;
  readonly extension: string;
  /** What the agent sees as the caller's number; `login.username` when logging in. */
  readonly callerId?: string;
  readonly encoding?: Encoding;
  readonly login?: Login;
  readonly pbxHost?: string;
  /** Callers from 127.0.0.1 need no login in the lab, those from 127.0.0.2 do. */
  readonly localHost?: string;
  /** Between words: continuous silence as from a telephone ("silence"), or no packets. */
  readonly idle?: "silence" | "nothing";
  /** A telephone whose microphone hears its loudspeaker. */
  readonly echo?: { readonly lateMs: number; readonly belowDb: number };
  /** A bad network: true for a packet that gets lost. Counted from 0 in each direction. */
  readonly loses?: (direction: "in" | "out", packet: number) => boolean;
}

export interface CallFigures {
  readonly inviteToAnswerMs: number | null;
  /** INVITE to the first RTP packet with a voice in it. */
  readonly inviteToSpeechMs: number | null;
  /**
   * For each thing said: from the end of its last voiced 20 ms, or of its last key, to the agent's
   * first voice.
   */
  readonly replyGapsMs: readonly (number | null)[];
  readonly pacing: Pacing;
}

/** The agent speaks longer than this only by mistake. */
const PATIENCE_MS = 60_000;
/** A pause inside speech is shorter. */
const QUIET_MS = 700;

/** Sends the INVITE; the call rings and is answered later. */
export function placeCall(options: CallerOptions): Call {
  const pbx = { host: options.pbxHost ?? "127.0.0.1", port: options.sipPort };
  const localHost = options.localHost ?? "127.0.0.1";
  return new Call(options, pbx, localHost, Udp.open(localHost), SipLine.open(localHost, pbx));
}

export class Call implements AsyncDisposable {
  /** Rejects when the call ends without having been answered. */
  readonly answered: Promise<void>;
  /** Never rejects. All sockets and timers of the call are gone by then. */
  readonly ended: Promise<CallEnd>;
  readonly #rtp: Udp;
  readonly #dialog: SipDialog;
  readonly #recorder: RtpRecorder;
  readonly #options: CallerOptions;
  readonly #invitedAtMs = performance.now();
  readonly #answer = Promise.withResolvers<void>();
  readonly #ending = Promise.withResolvers<CallEnd>();
  /** End of each thing said. */
  readonly #spokeUntilMs: number[] = [];
  readonly #packets = { in: 0, out: 0 };
  #answeredAtMs: number | null = null;
  #rangAtMs: number | null = null;
  #sender: RtpSender | null = null;
  #end: CallEnd | null = null;

  constructor(options: CallerOptions, pbx: Address, localHost: string, rtp: Udp, line: SipLine) {
    this.#options = options;
    this.#rtp = rtp;
    this.#recorder = new RtpRecorder(this.#invitedAtMs);
    this.answered = this.#answer.promise;
    this.answered.catch(() => {}); // told by `ended` too
    this.ended = this.#ending.promise;
    rtp.onReceive((bytes) => this.#receive(bytes));
    this.#dialog = new SipDialog(line, {
      pbx,
      localHost,
      extension: options.extension,
      callerId: options.login?.username ?? options.callerId ?? "+15550100",
      login: options.login ?? null,
      rtpPort: rtp.local.port,
      encoding: options.encoding ?? "ulaw",
    }, (event) => this.#on(event));
  }

  /** `performance.now()` of the INVITE: where the recording begins. */
  get invitedAtMs(): number {
    return this.#invitedAtMs;
  }

  /** `performance.now()` of the end of each thing said: of its last voiced 20 ms, or its last key. */
  get spokeUntilMs(): readonly number[] {
    return this.#spokeUntilMs;
  }

  /** `performance.now()` of the first 180 Ringing. */
  get rangAtMs(): number | null {
    return this.#rangAtMs;
  }

  /** 8000 Hz. Resolves when the last of it has been sent. */
  async speak(pcm: Int16Array): Promise<void> {
    const sender = this.#speaking("speak");
    await sender.speak(pcm);
    if (sender.spokeUntilMs !== null) this.#spokeUntilMs.push(sender.spokeUntilMs);
  }

  /** "123#": each key 100 ms down and 100 ms up. Resolves when the last is up. */
  async press(keys: string): Promise<void> {
    await this.#speaking(`press "${keys}"`).press(keys);
    this.#spokeUntilMs.push(performance.now());
  }

  /**
   * Resolves when the agent speaks, at once when it already has since the caller's last words (or
   * since `sinceMs`). Rejects when the call ends first, or nothing is heard for `timeoutMs`.
   */
  async waitForAgentSpeech(
    { timeoutMs = PATIENCE_MS, sinceMs = this.#spokeUntilMs.at(-1) ?? 0 } = {},
  ): Promise<void> {
    const untilMs = performance.now() + timeoutMs;
    while (this.#recorder.firstLoudFrom(sinceMs) === null) {
      if (this.#end) throw new Error(`The agent did not speak: the call ended ${said(this.#end)}`);
      if (performance.now() >= untilMs) {
        throw new Error(`The agent did not speak within ${timeoutMs} ms`);
      }
      await this.#nextChange(untilMs, true);
    }
  }

  /** Resolves when nothing has been heard for `quietMs`, or the call has ended. */
  async waitForAgentSilence({ quietMs = QUIET_MS, timeoutMs = PATIENCE_MS } = {}): Promise<void> {
    const fromMs = performance.now();
    for (;;) {
      const quietFromMs = this.#recorder.lastLoud?.atMs ?? fromMs;
      const dueMs = quietFromMs + quietMs;
      if (this.#end || performance.now() >= dueMs) return;
      if (dueMs > fromMs + timeoutMs) {
        throw new Error(`The agent was not silent for ${quietMs} ms within ${timeoutMs} ms`);
      }
      await this.#nextChange(dueMs, false);
    }
  }

  /** Hears the agent out: speech since the caller's last words, and then silence. */
  async waitForAgentTurn(
    options: { quietMs?: number; timeoutMs?: number; sinceMs?: number } = {},
  ): Promise<void> {
    await this.waitForAgentSpeech(options);
    await this.waitForAgentSilence(options);
  }

  /** BYE, or CANCEL before the answer; resolves when the PBX has confirmed it. */
  hangUp(): Promise<CallEnd> {
    this.#dialog.hangUp();
    return this.ended;
  }

  /** Asks the PBX to join the other side with `extension`, as the transfer key of a telephone does. */
  transferTo(extension: string): void {
    this.#dialog.refer(extension);
  }

  /** Gone without a word, as when the power fails: no BYE, no more audio. */
  vanish(): Promise<CallEnd> {
    this.#dialog.vanish();
    return this.ended;
  }

  /** Hangs up, if nobody has. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.hangUp();
  }

  /** What was heard since the INVITE: 16-bit at 8000 Hz, what never came is silence. */
  heard(): Int16Array<ArrayBuffer> {
    return this.#recorder.pcm();
  }

  /** The same as a WAV file. */
  wav(): Uint8Array<ArrayBuffer> {
    return writeWav(this.heard(), SAMPLE_RATE_HZ);
  }

  /** Every packet heard, in the order of arrival. */
  get packets(): RtpRecorder["packets"] {
    return this.#recorder.packets;
  }

  /** Between packets that follow each other without a pause. */
  packetGapsMs(): readonly number[] {
    return gapsOf(this.#recorder.packets);
  }

  figures(): CallFigures {
    const after = (atMs: number | null | undefined) => {
      return atMs === null || atMs === undefined ? null : atMs - this.#invitedAtMs;
    };
    return {
      inviteToAnswerMs: after(this.#answeredAtMs),
      inviteToSpeechMs: after(this.#recorder.firstLoudFrom(0)?.atMs),
      replyGapsMs: this.#spokeUntilMs.map((atMs, index) => {
        const reply = this.#recorder.firstLoudFrom(atMs);
        const nextMs = this.#spokeUntilMs[index + 1] ?? Infinity;
        return reply && reply.atMs < nextMs ? reply.atMs - atMs : null;
      }),
      pacing: this.#recorder.pacing(),
    };
  }

  #speaking(what: string): RtpSender {
    if (this.#sender) return this.#sender;
    const why = this.#end ? `the call ended ${said(this.#end)}` : "nobody has answered yet";
    throw new Error(`Cannot ${what}: ${why}`);
  }

  #on(event: DialogEvent): void {
    switch (event.type) {
      case "ringing":
        this.#rangAtMs ??= performance.now();
        break;
      case "answered":
        this.#answeredAtMs = performance.now();
        this.#sender = this.#senderTo(event.media);
        this.#answer.resolve();
        break;
      case "ended":
        this.#finish(event.end);
    }
  }

  #senderTo(media: Media): RtpSender {
    return new RtpSender({
      encoding: media.encoding,
      digitsPayloadType: media.digitsPayloadType,
      idle: this.#options.idle ?? "silence",
      echo: (nowMs) => this.#echoAt(nowMs),
      send: (packet) => {
        if (!this.#loses("out")) this.#rtp.send(packet, { host: media.address, port: media.port });
      },
    });
  }

  #echoAt(nowMs: number): Int16Array | null {
    const { echo } = this.#options;
    const frame = echo ? this.#recorder.frameAt(nowMs - echo.lateMs) : null;
    return frame && frame.map((sample) => sample * 10 ** (-echo!.belowDb / 20));
  }

  #receive(bytes: Uint8Array): void {
    const atMs = performance.now();
    if (!this.#loses("in")) this.#recorder.receive(bytes, atMs);
  }

  #loses(direction: "in" | "out"): boolean {
    return this.#options.loses?.(direction, this.#packets[direction]++) ?? false;
  }

  #finish(end: CallEnd): void {
    this.#end = end;
    this.#sender?.stop();
    this.#sender = null;
    this.#rtp.close();
    this.#answer.reject(new Error(`The call was not answered: it ended ${said(end)}`));
    this.#ending.resolve(end);
  }

  /** Resolves at `atMs`, when the call ends, or (if asked for) at the next voice. */
  async #nextChange(atMs: number, orVoice: boolean): Promise<void> {
    const change = Promise.withResolvers<void>();
    const timer = setTimeout(change.resolve, Math.max(0, atMs - performance.now()));
    const undo = orVoice ? this.#recorder.onLoud(change.resolve) : () => {};
    await Promise.race([change.promise, this.ended]);
    clearTimeout(timer);
    undo();
  }
}

function said(end: CallEnd): string {
  if (end.by === "refused") return `refused with ${end.status} ${end.reason}`;
  if (end.by === "nobody") return "because the PBX answers nothing";
  return end.by === "agent" ? `by the PBX ${end.reason}`.trimEnd() : `by the caller (${end.how})`;
}
