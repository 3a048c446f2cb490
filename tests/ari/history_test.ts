/** A million events in no order that makes sense: lost, doubled, late, broken, with cuts between. */
import assert from "node:assert/strict";
import { EVENT_NAMES, type Playback } from "../../lib/ari/mod.ts";
import { Connection } from "../../lib/ari/connection.ts";
import { Line } from "../../lib/ari/line.ts";
import { Ways } from "../../lib/ari/ways.ts";
import { eventFrame, FakeSocket, type Sent, snapshot } from "./fake_asterisk.ts";
import { seededRandom } from "../random.ts";

const EVENTS = 1_000_000;
const SEED = 20_261_124;
const IDS = ["1", "2", "3", "4", "5"] as const;
const TURN = 500;

/** Every kind of event about every channel, bridge, playback and recording, whole and broken. */
function framesOf(random: () => number): string[] {
  const whole = [...EVENT_NAMES, "NoSuchEvent", "toString"].flatMap((type) =>
    IDS.map((id) => {
      const channel = snapshot(id);
      const playback = { id, media_uri: "", target_uri: `channel:${id}`, state: "done" };
      const recording = { name: id, format: "wav", target_uri: `channel:${id}`, state: "done" };
      const bridge = { id, channels: [id] };
      const rest = {
        args: [],
        digit: id,
        duration_ms: 1,
        cause: 16,
        cause_txt: "",
        dialstatus: "",
      };
      return eventFrame({ type, channel, peer: channel, playback, recording, bridge, ...rest });
    })
  ).filter((frame) => !frame.includes("ApplicationReplaced"));
  const broken = whole.map((frame) => {
    const at = Math.floor(random() * frame.length);
    return frame.slice(0, at) + frame.slice(at + 1 + Math.floor(random() * 40));
  });
  return [...whole, ...whole, ...broken.filter((frame) => !frame.includes("ApplicationReplaced"))];
}

class Stage {
  readonly troubles: unknown[] = [];
  readonly ways = new Ways({ http: null, preferSocket: true });
  readonly connection: Connection;
  readonly #random: () => number;
  socket = new FakeSocket();

  constructor(random: () => number) {
    this.#random = random;
    this.connection = new Connection({
      apps: ["hello"],
      ways: this.ways,
      redial: () => {},
      closed: () => {},
    });
    this.connection.on("trouble", ({ error }) => void this.troubles.push(error));
  }

  async connect(): Promise<void> {
    const socket = this.socket = new FakeSocket((request) => this.#answer(request));
    const line: Line = new Line({
      socket,
      event: (event) => this.connection.event(line, event),
      down: (reason) => this.connection.lost(line, reason),
    });
    this.connection.opened(line);
    await this.connection.up();
  }

  #answer({ uri }: Sent): unknown {
    const some = IDS.filter(() => this.#random() < 0.5);
    if (uri === "channels") return some.map((id) => snapshot(id));
    if (uri === "bridges") return some.map((id) => ({ id, channels: [] }));
    if (uri.startsWith("applications/")) return { name: "hello", channel_ids: some };
    return { id: uri.split("/").at(-1), state: "queued" };
  }
}

Deno.test(`a connection survives ${EVENTS} random events, and grows by none of them`, async () => {
  const random = seededRandom(SEED);
  const frames = framesOf(random);
  const stage = new Stage(random);
  await stage.connect();
  const waits: Promise<unknown>[] = [];
  for (let told = 0; told < EVENTS; told += TURN) {
    for (let n = 0; n < TURN; n++) {
      stage.socket.say(frames[Math.floor(random() * frames.length)]);
    }
    await Promise.resolve();
    const [leg] = stage.connection.live;
    if (leg) {
      const playing: Playback = await leg.play("sound:x", { playbackId: IDS[told % 5]! });
      waits.push(playing.finished, leg.inStasis, leg.ended, leg.nextDigit());
    }
    assert.ok(stage.connection.live.length <= IDS.length);
    if (random() < 0.1) {
      stage.socket.vanish();
      await stage.connect();
    }
  }
  stage.connection.close();
  assert.deepEqual(stage.connection.live, []);
  assert.deepEqual(stage.troubles, []);
  await Promise.allSettled(waits);
});
