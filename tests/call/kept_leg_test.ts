import assert from "node:assert/strict";
import { AWAY_MAX_MS } from "../../lib/core/conversation/away.ts";
import type { UtteranceId } from "../../lib/core/ids.ts";
import { KeptLeg } from "../../lib/call/kept_leg.ts";
import type { Pbx } from "../../lib/call/pbx.ts";
import type { MediaEvent, MediaLeg } from "../../lib/call/ports.ts";
import { SteppingClock } from "./stepping_clock.ts";

const UTTERANCE = 1 as UtteranceId;

/** One bridge, its legs, and a PBX that refuses the next `refusing` of them. */
class World {
  readonly clock = new SteppingClock();
  readonly told: string[] = [];
  /** "leg 1 plays", "leg 1 is hung up", …, in order. */
  readonly log: string[] = [];
  readonly sockets = new Map<string, (event: MediaEvent) => void>();
  refusing = 0;
  #legs = 0;

  readonly #pbx = {
    openLeg: (channel: string, _encoding: string, tell: (event: MediaEvent) => void) => {
      if (this.refusing-- > 0) return Promise.reject(new Error("refused"));
      this.sockets.set(channel, tell);
      const leg: MediaLeg = {
        encoding: "ulaw",
        play: () => void this.log.push(`${channel} plays`),
        end: () => {},
        pause: () => {},
        resume: () => {},
        flush: () => {},
        settle: () => {},
        heardMs: () => 0,
        ownDbfs: () => -Infinity,
        close: () => void this.sockets.delete(channel),
      };
      return Promise.resolve(leg);
    },
    addToBridge: (_bridge: string, channels: readonly string[]) => {
      this.log.push(`${channels} is bridged`);
      return Promise.resolve();
    },
    hangUp: (channel: string) => {
      this.log.push(`${channel} is hung up`);
      return Promise.resolve();
    },
  } as unknown as Pbx;

  open(): Promise<KeptLeg> {
    return KeptLeg.open({
      pbx: this.#pbx,
      bridge: "bridge",
      encoding: "ulaw",
      clock: this.clock,
      awaitLeg: () => ({
        channel: `leg ${++this.#legs}`,
        entered: Promise.resolve(),
        forget: () => {},
      }),
      tell: ({ type }) => this.told.push(type),
    });
  }

  lose(channel: string): Promise<void> {
    this.sockets.get(channel)!({ type: "closed", reason: "1006" });
    return settled();
  }
}

/** All that follows without a clock has happened. */
const settled = () => new Promise<void>((later) => setTimeout(later, 0));

Deno.test("KeptLeg puts a new leg into the bridge when its socket dies, and takes the old one away", async () => {
  const world = new World();
  const kept = await world.open();
  kept.play(UTTERANCE, new Uint8Array(160));
  await world.lose("leg 1");
  kept.play(UTTERANCE, new Uint8Array(160));
  assert.deepEqual(world.told, ["closed", "restored"]);
  assert.deepEqual(world.log.toSorted(), [
    "leg 1 is hung up",
    "leg 1 plays",
    "leg 2 is bridged",
    "leg 2 plays",
  ]);
  await kept.remove();
  assert.deepEqual([...world.sockets.keys()], []);
  assert.equal(world.log.at(-1), "leg 2 is hung up");
});

Deno.test("KeptLeg tries again for as long as the conversation waits, and plays into nothing", async () => {
  const world = new World();
  const kept = await world.open();
  world.refusing = Infinity;
  await world.lose("leg 1");
  kept.play(UTTERANCE, new Uint8Array(160));
  assert.equal(kept.channel, null);
  let tries = 0;
  while (await world.clock.goOn()) {
    tries++;
    await settled();
  }
  assert.deepEqual(world.told, ["closed"]);
  assert.ok(world.clock.ms >= AWAY_MAX_MS && tries > 50 && tries < 1_000, `${tries} tries`);
  assert.equal(world.log.includes("leg 1 plays"), false);
});

Deno.test("KeptLeg takes the path as soon as it is back, and tells of it once", async () => {
  const world = new World();
  const kept = await world.open();
  world.refusing = 3;
  await world.lose("leg 1");
  while (await world.clock.goOn()) await settled();
  assert.deepEqual(world.told, ["closed", "restored"]);
  assert.equal(kept.channel, "leg 5");
});

Deno.test("KeptLeg that is closed while it looks for a path looks no further", async () => {
  const world = new World();
  const kept = await world.open();
  world.refusing = Infinity;
  await world.lose("leg 1");
  await kept.remove();
  assert.equal(await world.clock.goOn(), false);
  assert.deepEqual(world.told, ["closed"]);
});

Deno.test("KeptLeg lets a lost leg say nothing more", async () => {
  const world = new World();
  const kept = await world.open();
  const first = world.sockets.get("leg 1")!;
  await world.lose("leg 1");
  first({ type: "digit", digit: "5" });
  first({ type: "closed", reason: "again" });
  await settled();
  assert.deepEqual(world.told, ["closed", "restored"]);
  await kept.remove();
});
