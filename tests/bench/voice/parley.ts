/**
 * Parley as `main.ts` starts it, with its media sockets watched: when each phrase leaves them is
 * written to the file that BENCH_SENT names, a line of JSON each. With BENCH_MIXED=1 only some calls
 * ask their brain ahead, so that both ways are measured in the same minutes.
 */
import { FRAME_BYTES } from "../../../lib/audio/frames.ts";
import { Thinking } from "../../../lib/call/thinking.ts";
import { run } from "../../../lib/cli/commands.ts";
import { isAhead, tagIn } from "./sayings.ts";
import { nowMs, type SentPhrase } from "./stamps.ts";
import { ToneEar } from "./tones.ts";

const file = await Deno.open(Deno.env.get("BENCH_SENT")!, { append: true, create: true });
const encoder = new TextEncoder();
let sockets = 0;

class WatchedSocket extends WebSocket {
  readonly #number = sockets++;
  readonly #ear = new ToneEar();
  #told = 0;

  override send(data: string | ArrayBufferLike | Blob | ArrayBufferView<ArrayBufferLike>): void {
    super.send(data as string);
    if (data instanceof Uint8Array && this.url.includes("/media/")) this.#watch(data);
  }

  #watch(bytes: Uint8Array): void {
    const atMs = nowMs();
    for (let at = 0; at + FRAME_BYTES <= bytes.length; at += FRAME_BYTES) {
      this.#ear.hear(bytes.subarray(at, at + FRAME_BYTES), atMs);
    }
    for (; this.#told < this.#ear.phrases.length; this.#told++) {
      const { pitch, fromMs } = this.#ear.phrases[this.#told]!;
      const sent: SentPhrase = { socket: this.#number, kind: pitch.kind, atMs: fromMs };
      file.writeSync(encoder.encode(`${JSON.stringify(sent)}\n`));
    }
  }
}

type Ahead = Parameters<Thinking["askAhead"]>;

/** What would be asked ahead waits for the end of the turn, in the calls that are not to. */
function askSomeAtTheEnd(): void {
  const { askAhead, keepAhead, dropAhead } = Thinking.prototype;
  const waiting = new WeakMap<Thinking, Ahead>();
  Thinking.prototype.askAhead = function (...ahead: Ahead) {
    const tag = tagIn(ahead[1].history.map(({ text }) => text).join("\n"));
    if (tag === null || isAhead(tag)) return askAhead.apply(this, ahead);
    waiting.set(this, ahead);
  };
  Thinking.prototype.keepAhead = function () {
    const ahead = waiting.get(this);
    waiting.delete(this);
    if (ahead) askAhead.apply(this, ahead);
    keepAhead.apply(this);
  };
  Thinking.prototype.dropAhead = function () {
    waiting.delete(this);
    dropAhead.apply(this);
  };
}

if (Deno.env.get("BENCH_MIXED") === "1") askSomeAtTheEnd();
globalThis.WebSocket = WatchedSocket;
Deno.exit(await run(Deno.args));
