import assert from "node:assert/strict";
import { join, type JoinOptions } from "../../lib/call/join.ts";
import type { Pbx } from "../../lib/call/pbx.ts";
import type { MediaLeg } from "../../lib/call/ports.ts";
import { SteppingClock } from "./stepping_clock.ts";

const STEPS = ["encodingOf", "answer", "limit", "openLeg", "createBridge", "addToBridge"] as const;
type StepName = (typeof STEPS)[number];

/** A PBX that keeps account of what exists, and fails at one step. */
class FakePbx implements Pbx {
  readonly log: string[] = [];
  readonly exists = new Set<string>(["caller"]);
  readonly #failing: StepName | null;
  constructor(failing: StepName | null = null) {
    this.#failing = failing;
  }
  encodingOf = () => this.#step("encodingOf", "ulaw" as const);
  answer = () => this.#step("answer", undefined);
  limit = (_channel: string, seconds: number) => this.#step("limit", undefined, `${seconds}`);
  createBridge = (bridge: string) => this.#step("createBridge", this.#make(bridge));
  addToBridge = () => this.#step("addToBridge", undefined);
  openLeg = async (channel: string): Promise<MediaLeg> => {
    this.#make(channel);
    await this.#step("openLeg", undefined);
    this.exists.add("socket");
    const close = () => void this.exists.delete("socket");
    const ownDbfs = () => -Infinity;
    return {
      encoding: "ulaw",
      ...{
        play() {},
        end() {},
        pause() {},
        resume() {},
        flush() {},
        settle() {},
        heardMs: () => 0,
      },
      ownDbfs,
      close,
    };
  };
  destroyBridge = (bridge: string) => this.#gone(bridge);
  hangUp = (channel: string) => this.#gone(channel);
  putThrough = (channel: string) => this.#gone(channel);
  continueInDialplan = (channel: string) => {
    this.log.push("continue");
    return this.#gone(channel);
  };

  #make(id: string): undefined {
    this.exists.add(id);
  }

  #gone(id: string): Promise<void> {
    this.exists.delete(id);
    return Promise.resolve();
  }

  #step<Value>(name: StepName, value: Value, more = ""): Promise<Value> {
    this.log.push(`${name}${more}`);
    if (name === this.#failing) return Promise.reject(new Error(`no ${name}`));
    return Promise.resolve(value);
  }
}

function options(pbx: Pbx, change: Partial<JoinOptions> = {}): JoinOptions {
  return {
    pbx,
    clock: new SteppingClock(),
    caller: "caller",
    bridge: "bridge",
    awaitLeg: () => ({ channel: "leg", entered: Promise.resolve(), forget: () => {} }),
    tell: () => {},
    signal: new AbortController().signal,
    ...change,
  };
}

Deno.test("join() bridges both legs after everything else, and takes the call from the dialplan", async () => {
  const pbx = new FakePbx();
  await join(options(pbx));
  assert.equal(pbx.log.at(-1), "addToBridge");
  assert.ok(pbx.log.includes("limit90"));
});

Deno.test("join() leaves nothing behind but the caller, whichever step fails", async () => {
  for (const step of STEPS) {
    const pbx = new FakePbx(step);
    await assert.rejects(() => join(options(pbx)), new Error(`no ${step}`));
    assert.deepEqual([...pbx.exists], ["caller"], `after ${step} had failed`);
  }
});

Deno.test("join() leaves nothing behind when the caller hangs up meanwhile", async () => {
  const pbx = new FakePbx();
  const abort = new AbortController();
  const joining = join(options(pbx, { signal: abort.signal }));
  abort.abort(new Error("hung up"));
  await assert.rejects(() => joining, /hung up/);
  assert.deepEqual([...pbx.exists], ["caller"]);
});

Deno.test("Joined.close() is done once, and the caller goes where it was told first", async () => {
  const pbx = new FakePbx();
  const joined = await join(options(pbx));
  await Promise.all([joined.close("continue"), joined.close("hang_up")]);
  assert.deepEqual([...pbx.exists], []);
  assert.equal(pbx.log.filter((step) => step === "continue").length, 1);
});
