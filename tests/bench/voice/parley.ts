/**
 * Parley as `main.ts` starts it, with its media sockets watched: when each phrase leaves them is
 * written to the file that BENCH_SENT names, a line of JSON each.
 */
import { FRAME_BYTES } from "../../../lib/audio/frames.ts";
import { run } from "../../../lib/cli/commands.ts";
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

globalThis.WebSocket = WatchedSocket;
Deno.exit(await run(Deno.args));
