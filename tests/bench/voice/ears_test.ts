import assert from "node:assert/strict";
import { FRAME_BYTES } from "../../../lib/audio/frames.ts";
import { silence } from "../../../lib/audio/g711.ts";
import { EarsLine, Repertoire } from "./ears.ts";
import { meantWaits } from "./ideal.ts";
import { renderSayings, tagOf } from "./sayings.ts";
import type { HeardStamp } from "./stamps.ts";

type Message = Readonly<Record<string, unknown>>;

/** What an ear needs of a socket. */
class FakeSocket {
  readonly told: Message[] = [];
  readonly readyState = WebSocket.OPEN;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;

  readonly #isEnough: (told: readonly Message[]) => boolean;
  readonly enough = Promise.withResolvers<void>();

  constructor(isEnough: (told: readonly Message[]) => boolean) {
    this.#isEnough = isEnough;
  }

  send(text: string): void {
    this.told.push(JSON.parse(text));
    if (this.#isEnough(this.told)) this.enough.resolve();
  }
}

Deno.test("the bench's ears hear each saying by its sound, and whose call it is", async () => {
  const sayings = await renderSayings(3);
  const all = sayings.get(tagOf(1))!;
  const heard: HeardStamp[] = [];
  const finalsOf = (told: readonly Message[]) => told.filter(({ is_final }) => is_final);
  const socket = new FakeSocket((told) => finalsOf(told).length === all.length);
  new EarsLine(socket as unknown as WebSocket, {
    repertoire: new Repertoire(sayings),
    spread: () => "fixed",
    random: () => 0.5,
    heard: (stamp) => heard.push(stamp),
  });
  const quiet = silence("ulaw", FRAME_BYTES);
  for (const { frames } of all) {
    for (const frame of [quiet, quiet, ...frames, ...Array(20).fill(quiet)]) {
      socket.onmessage!({ data: frame.slice().buffer as ArrayBuffer });
    }
  }
  await socket.enough.promise;
  assert.deepEqual(heard.map(({ tag }) => tag), all.map(() => tagOf(1)));
  assert.deepEqual(finalsOf(socket.told).map(transcriptOf), all.map(({ text }) => text));
  const lastTold = transcriptOf(socket.told.findLast(({ is_final }) => !is_final)!);
  assert.equal(lastTold, all.at(-1)!.text);
});

Deno.test("meantWaits() tells what Parley waits after each saying, the same every time", async () => {
  const sayings = (await renderSayings(1)).get(tagOf(0))!;
  const waits = await meantWaits(sayings);
  assert.equal(waits.length, sayings.length);
  assert.ok(waits.every((ms) => ms >= 0 && ms <= 1_500), `${waits}`);
  assert.deepEqual(await meantWaits(sayings), waits);
});

function transcriptOf(message: Message): unknown {
  return (message.channel as { alternatives: { transcript: string }[] }).alternatives[0]!
    .transcript;
}
