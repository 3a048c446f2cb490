import assert from "node:assert/strict";
import { FRAME_BYTES } from "../../../lib/audio/frames.ts";
import { silence } from "../../../lib/audio/g711.ts";
import { EarsLine, Repertoire } from "./ears.ts";
import { meantWaits } from "./ideal.ts";
import { renderSayings, tagOf } from "./sayings.ts";
import type { HeardStamp } from "./stamps.ts";

/** What an ear needs of a socket. */
class FakeSocket {
  readonly told: Readonly<Record<string, unknown>>[] = [];
  readonly readyState = WebSocket.OPEN;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;

  send(text: string): void {
    this.told.push(JSON.parse(text));
  }
}

Deno.test("the bench's ears hear each saying by its sound, and whose call it is", async () => {
  const sayings = await renderSayings(3);
  const all = sayings.get(tagOf(1))!;
  const heard: HeardStamp[] = [];
  const socket = new FakeSocket();
  const told = Promise.withResolvers<void>();
  new EarsLine(socket as unknown as WebSocket, {
    repertoire: new Repertoire(sayings),
    spread: () => "fixed",
    random: () => 0.5,
    heard: (stamp) => heard.push(stamp) === all.length && told.resolve(),
  });
  const quiet = silence("ulaw", FRAME_BYTES);
  for (const { frames } of all) {
    for (const frame of [quiet, quiet, ...frames, ...Array(20).fill(quiet)]) {
      socket.onmessage!({ data: frame.slice().buffer as ArrayBuffer });
    }
  }
  await told.promise;
  assert.deepEqual(heard.map(({ tag }) => tag), all.map(() => tagOf(1)));
  const finals = socket.told.filter(({ is_final }) => is_final).map(transcriptOf);
  assert.deepEqual(finals, all.map(({ text }) => text));
});

Deno.test("meantWaits() tells what Parley waits after each saying, the same every time", async () => {
  const sayings = (await renderSayings(1)).get(tagOf(0))!;
  const waits = await meantWaits(sayings);
  assert.equal(waits.length, sayings.length);
  assert.ok(waits.every((ms) => ms >= 0 && ms <= 1_500), `${waits}`);
  assert.deepEqual(await meantWaits(sayings), waits);
});

function transcriptOf(message: Readonly<Record<string, unknown>>): unknown {
  return (message.channel as { alternatives: { transcript: string }[] }).alternatives[0]!
    .transcript;
}
