/** A caller's way to a person and back, from the reception's side: with a PBX that only keeps account. */
import assert from "node:assert/strict";
import { arrivalOf } from "../../lib/call/dialplan.ts";
import { LiveCall } from "../../lib/call/live_call.ts";
import type { Pbx } from "../../lib/call/pbx.ts";
import type { MediaEvent, MediaLeg } from "../../lib/call/ports.ts";
import { Reception } from "../../lib/call/reception.ts";
import { CallRegistry } from "../../lib/call/registry.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import type { Fact } from "../../lib/core/facts.ts";
import type { CallId } from "../../lib/core/ids.ts";
import { scriptedBrain } from "../../lib/speech/scripted_brain.ts";

const { lines } = investmentLead;
const CALLER = "caller-1";
const clock = { nowMs: () => 1_000, wakeAt: () => () => {} };

type Tell = (event: MediaEvent) => void;

/** Everything is heard at once; `steps` are those of the caller's channel, and of bridges. */
class House {
  readonly said: string[] = [];
  readonly facts: Fact[] = [];
  readonly steps: string[] = [];
  readonly #reception: Reception;
  readonly #registry = new CallRegistry(1);
  #ids = 0;
  #tell: Tell = () => {};
  /** What the PBX does when it is to put somebody through, or to tidy up. */
  putThrough: () => Promise<void> = () => Promise.resolve();
  destroyBridge: () => Promise<void> = () => Promise.resolve();

  constructor() {
    this.#reception = new Reception({
      pbx: this.#pbx(),
      registry: this.#registry,
      clock,
      newId: () => `id-${++this.#ids}` as CallId,
      openCall: ({ id, leg, leave, transfer, resumed, caller: { human } }) =>
        new LiveCall({
          setting: { campaign: investmentLead, timeZone: "UTC", silenceMs: 6_000, human },
          call: { call: id, callerNumber: null, startedAtMs: 1_000, earsDown: true, ...resumed },
          ...{ clock, leg, leave, transfer, ears: null, brain: scriptedBrain },
          observer: { turnEnded: () => {}, fellBack: () => {}, callEnded: () => {} },
          detector: { isVoiced: () => false, close: () => {} },
          voice: { name: "silent", speak: (text) => this.#speak(text) },
          journal: { write: (fact) => this.#write(fact), sync: () => Promise.resolve() },
          trouble: (part) => this.steps.push(`trouble with ${part}`),
        }),
      trouble: (what) => this.steps.push(what),
    });
  }

  get reception(): Reception {
    return this.#reception;
  }

  enters(...args: string[]): Promise<void> {
    const caller = { channel: CALLER, number: "", dialled: "9000", ...arrivalOf(args) };
    this.#reception.entered(caller);
    return settled();
  }

  presses(digit: string): Promise<void> {
    this.#tell({ type: "digit", digit });
    return settled();
  }

  /** A caller who has pressed 0, and has heard what is said then. */
  async atPerson(): Promise<void> {
    await this.enters("human");
    await this.presses("0");
    this.said.length = 0;
  }

  /** What became of the call. */
  types(): string[] {
    const besides = ["turn", "lead", "disclosed", "consent"];
    return this.facts.map(({ type }) => type).filter((type) => !besides.includes(type));
  }

  #write(fact: Fact): void {
    if (fact.type !== "turn_timing") this.facts.push(fact);
  }

  async *#speak(text: string): AsyncGenerator<Int16Array> {
    this.said.push(text);
    yield await Promise.resolve(new Int16Array(0)); // nothing to wait for
  }

  #pbx(): Pbx {
    return new Proxy({}, {
      get: (_, step: string) => async (id: string, ...rest: unknown[]) => {
        if (step === "encodingOf") return "ulaw";
        if (step === "openLeg") return this.#openLeg(id, rest[1] as Tell);
        if (step === "putThrough") this.steps.push(`putThrough ${Object.keys(rest[0] as object)}`);
        if (step === "putThrough") return await this.putThrough();
        if (step === "createBridge") this.steps.push(`bridge ${id}`);
        if (step === "destroyBridge") return await this.destroyBridge();
        if (id === CALLER && /hangUp|continue/.test(step)) this.steps.push(step);
      },
    }) as Pbx;
  }

  #openLeg(channel: string, tell: Tell): MediaLeg {
    this.#tell = tell;
    this.#reception.entered({ channel, number: "", dialled: "", human: false, back: null });
    const get = (_: object, name: string) => name === "then" ? undefined : () => {};
    return new Proxy({}, { get }) as unknown as MediaLeg;
  }
}

/** Everything that is under way without a timer is over. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

Deno.test("a caller is put through with the call's id and a note, and the channel is left alone", async () => {
  const house = new House();
  await house.atPerson();
  house.reception.left(CALLER);
  await settled();
  assert.deepEqual(house.steps, [
    "bridge parley-bridge-id-1",
    "putThrough __PARLEY_CALL,__PARLEY_NOTE",
  ]);
  assert.deepEqual(house.types(), ["call_started", "handed_over"]);
  house.reception.gone(CALLER);
  assert.deepEqual(house.types().at(-1), "call_ended");
});

Deno.test("a caller whom no person took goes on with the same call, in another bridge", async () => {
  const house = new House();
  await house.atPerson();
  house.reception.left(CALLER);
  await house.enters("from-human", "NOANSWER");
  assert.deepEqual(house.said.slice(0, 2), [lines.nobodyFree, lines.askCallback]);
  assert.equal(house.steps.at(-1), "bridge parley-bridge-id-2");
  await house.presses("2");
  assert.equal(house.said.at(-1), lines.goodbye);
  assert.equal(house.steps.at(-1), "hangUp");
  assert.deepEqual(house.types(), ["call_started", "handed_over", "handed_back", "call_ended"]);
  assert.deepEqual(house.facts.map(({ call }) => call), house.facts.map(() => "id-1"));
  assert.deepEqual(house.facts.map(({ seq }) => seq), house.facts.map((_, index) => index + 1));
});

Deno.test("a caller who is back before everything is tidied up waits for that", async () => {
  const house = new House();
  const tidied = Promise.withResolvers<void>();
  house.destroyBridge = () => tidied.promise;
  await house.atPerson();
  house.reception.left(CALLER);
  await house.enters("from-human", "CHANUNAVAIL");
  assert.deepEqual(house.said, []);
  tidied.resolve();
  await settled();
  assert.equal(house.said[0], lines.nobodyFree);
});

for (const when of ["later", "before everything is tidied up"]) {
  Deno.test(`a caller whom the person sends to the agent, ${when}, begins a new call`, async () => {
    const house = new House();
    const tidied = Promise.withResolvers<void>();
    house.destroyBridge = () => tidied.promise;
    await house.atPerson();
    house.reception.left(CALLER);
    if (when === "later") tidied.resolve();
    await settled();
    const entered = house.enters("human");
    tidied.resolve();
    await entered;
    await settled();
    assert.deepEqual(house.said.slice(0, 2), [lines.greeting, lines.disclosure]);
    const begun = house.facts.filter(({ type }) => type === "call_started");
    assert.deepEqual(begun.map(({ call }) => call), ["id-1", "id-2"]);
    const [ended] = house.facts.filter(({ type }) => type === "call_ended");
    assert.equal(ended?.call, "id-1");
  });
}

Deno.test("a caller whose transfer fails stays in the bridge, and is offered a callback", async () => {
  const house = new House();
  house.putThrough = () => Promise.reject(new Error("409"));
  await house.atPerson();
  assert.deepEqual(house.steps.slice(1), [
    "putThrough __PARLEY_CALL,__PARLEY_NOTE",
    "trouble with transfer",
  ]);
  await house.presses("2");
  assert.equal(house.steps.at(-1), "hangUp");
  assert.deepEqual(house.types(), ["call_started", "handed_back", "call_ended"]);
});

Deno.test("a caller who comes back to a Parley that knows nothing of it is offered a callback", async () => {
  const house = new House();
  await house.enters("from-human", "BUSY");
  assert.deepEqual(house.said.slice(0, 2), [lines.nobodyFree, lines.askCallback]);
});

Deno.test("a caller who comes back while Parley stops goes on in the dialplan, and is written down", async () => {
  const house = new House();
  await house.atPerson();
  house.reception.left(CALLER);
  await settled();
  await house.reception.drain();
  assert.equal(house.types().at(-1), "call_ended");
  await house.enters("from-human", "NOANSWER");
  assert.deepEqual([house.said, house.steps.at(-1)], [[], "continueInDialplan"]);
});

Deno.test("Reception.compare() ends a call whose caller is gone from the person", async () => {
  const house = new House();
  await house.atPerson();
  house.reception.left(CALLER);
  await settled();
  await house.reception.compare(() => Promise.resolve({ channels: [], bridges: [] }));
  assert.equal(house.types().at(-1), "call_ended");
});
