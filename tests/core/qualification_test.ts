import assert from "node:assert/strict";
import type { Campaign } from "../../lib/core/campaign.ts";
import { investmentLead } from "../../lib/core/campaigns/investment_lead.data.ts";
import type { TurnId } from "../../lib/core/ids.ts";
import type { Amount, Callback, Value } from "../../lib/core/lead.ts";
import { askedBy, DECLINES_MAX, MISSES_MAX, nextMove } from "../../lib/core/moves.ts";
import { absorb, nothingKnown, propose, type Qualification } from "../../lib/core/qualification.ts";
import { CONFIRM_BELOW } from "../../lib/core/evidence.ts";
import { leadOf } from "../../lib/core/verdict.ts";
import type { Asked, FoundAnswer, Heard, Intent } from "../../lib/core/understand/heard.ts";

const campaign: Campaign = investmentLead;
/** Of one turn and the answer to it. */
const TURN_MS = 10_000;

const dollars = (minMinor: number): Amount => ({ minMinor, maxMinor: minMinor, currency: "USD" });

/** Plays turns of which the understanding is given, and asks after each what the core would. */
class Talk {
  known: Qualification = nothingKnown;
  asked: Asked = { type: "nothing" };
  #turn = 0;
  readonly #callerNumber: string | null;

  constructor(callerNumber: string | null = null) {
    this.#callerNumber = callerNumber;
    this.#next();
  }

  hears(heard: Partial<Heard>, text = "some words"): this {
    this.known = absorb(this.known, campaign, {
      turn: ++this.#turn as TurnId,
      atMs: this.#turn * TURN_MS,
      text,
      heard: { intents: [], yesNo: null, answers: [], ...heard },
      asked: this.asked,
      by: "rules",
      earsConfidence: 1,
      sure: [],
    });
    return this.#next();
  }

  answers(key: string, value: Value, more: Partial<FoundAnswer> = {}): this {
    const answer = { key, value, quote: "words", confidence: 0.95, correction: false, ...more };
    return this.hears({ answers: [answer] });
  }

  means(...intents: Intent[]): this {
    return this.hears({ intents });
  }

  get move(): string {
    const move = nextMove(this.known, campaign, this.#callerNumber);
    return move.type === "ask" || move.type === "confirm"
      ? `${move.type} ${move.field.key}`
      : move.type;
  }

  value(key: string): unknown {
    return this.known.answers[key]?.value;
  }

  #next(): this {
    const move = nextMove(this.known, campaign, this.#callerNumber);
    this.asked = askedBy(move, this.known);
    return this;
  }
}

function allFour(callerNumber: string | null = null): Talk {
  return new Talk(callerNumber)
    .answers("investmentType", ["stocks"])
    .answers("amount", dollars(5_000_000))
    .answers("riskTolerance", "moderate")
    .answers("timeline", { minMonths: 24, maxMonths: 24, horizon: "medium" });
}

Deno.test("nextMove() asks the fields in order, then offers a callback", () => {
  const talk = new Talk();
  const moves = [talk.move];
  moves.push(talk.answers("investmentType", ["stocks"]).move);
  moves.push(talk.answers("timeline", { minMonths: 24, maxMonths: 24, horizon: "medium" }).move);
  moves.push(talk.answers("amount", dollars(5_000_000)).move);
  moves.push(talk.answers("riskTolerance", "moderate").move);
  assert.deepEqual(moves, [
    "ask investmentType",
    "ask amount",
    "ask amount",
    "ask riskTolerance",
    "ask_callback",
  ]);
  assert.equal(leadOf(talk.known, campaign).status, "qualified");
});

Deno.test("absorb() lets a correction win and doubts a silent change", () => {
  const corrected = new Talk().answers("amount", dollars(5_000_000))
    .answers("amount", dollars(8_000_000), { correction: true });
  assert.deepEqual(corrected.value("amount"), dollars(8_000_000));
  assert.ok(corrected.known.answers.amount!.confidence >= CONFIRM_BELOW);
  const silent = new Talk().answers("amount", dollars(5_000_000))
    .answers("amount", dollars(8_000_000));
  assert.deepEqual(silent.value("amount"), dollars(8_000_000));
  assert.equal(silent.move, "confirm amount");
});

Deno.test("absorb() adds several choices up, until the caller corrects", () => {
  const talk = new Talk().answers("investmentType", ["stocks"]).answers("investmentType", [
    "bonds",
  ]);
  assert.deepEqual(talk.value("investmentType"), ["stocks", "bonds"]);
  talk.answers("investmentType", ["crypto"], { correction: true });
  assert.deepEqual(talk.value("investmentType"), ["crypto"]);
});

Deno.test("a confirming question is put once, and swallows no answer to another field", () => {
  const talk = new Talk().answers("amount", dollars(5_000), { confidence: 0.5 });
  assert.equal(talk.move, "confirm amount");
  talk.known = { ...talk.known, confirmations: { amount: 1 } }; // it was asked
  talk.answers("riskTolerance", "aggressive");
  assert.equal(talk.value("riskTolerance"), "aggressive");
  assert.deepEqual(talk.value("amount"), dollars(5_000));
  assert.equal(talk.move, "ask investmentType");
});

Deno.test("a yes makes the questioned value firm, a no drops it and asks again", () => {
  const yes = new Talk().answers("amount", dollars(5_000), { confidence: 0.5 }).hears({
    yesNo: "yes",
  });
  assert.ok(yes.known.answers.amount!.confidence > 0.9);
  const no = new Talk().answers("amount", dollars(5_000), { confidence: 0.5 }).hears({
    yesNo: "no",
  });
  assert.equal(no.value("amount"), undefined);
});

Deno.test("an unknown answer is accepted, and asked for once more at the end", () => {
  const talk = new Talk().means("dont_know");
  assert.equal(talk.move, "ask amount");
  for (const _field of ["amount", "riskTolerance", "timeline"]) talk.means("refuse");
  assert.equal(talk.move, "ask investmentType");
  for (let times = 0; times < 4; times++) talk.means("dont_know");
  assert.equal(talk.move, "ask_callback");
  assert.deepEqual(talk.known.declines.investmentType, DECLINES_MAX);
});

Deno.test("a question that is never answered is given up, and the others are asked", () => {
  const talk = new Talk();
  for (let times = 0; times < MISSES_MAX; times++) talk.hears({});
  assert.equal(talk.move, "ask amount");
});

Deno.test("wishes and questions back cost the question nothing", () => {
  const talk = new Talk().means("are_you_a_robot").means("repeat").means("wait").means("advice");
  assert.deepEqual(talk.known.misses, {});
  assert.equal(talk.move, "ask investmentType");
});

Deno.test("a person asked for: the status says so, and a callback is taken at once", () => {
  const talk = new Talk().answers("investmentType", ["stocks"]).means("person");
  assert.equal(leadOf(talk.known, campaign).status, "human_requested");
  assert.equal(talk.move, "ask_callback");
});

Deno.test("status: a person asked for stands before no interest, and that before qualified", () => {
  const talk = allFour().means("not_interested");
  assert.equal(leadOf(talk.known, campaign).status, "not_interested");
  assert.equal(talk.move, "close");
  assert.equal(leadOf(talk.means("person").known, campaign).status, "human_requested");
});

Deno.test("a callback is taken with its time and the caller's confirmed number", () => {
  const talk = allFour("+12025550123").hears({ yesNo: "yes" });
  assert.deepEqual(talk.value("callback"), { wanted: true, at: null, consent: true });
  assert.equal(talk.move, "ask_callback_time");
  const at = "2026-05-05T15:00:00-04:00";
  talk.answers("callback", { wanted: true, at, consent: false });
  assert.deepEqual(talk.value("callback"), { wanted: true, at, consent: true } satisfies Callback);
  assert.equal(talk.move, "confirm_phone");
  talk.hears({ yesNo: "yes" }, "yes that's my number");
  assert.deepEqual(talk.value("phone"), { e164: "+12025550123", source: "caller_id" });
  assert.equal(talk.known.answers.phone!.quote, "yes that's my number");
  assert.equal(talk.move, "close");
});

Deno.test("a wrong caller number is asked for, and no callback needs no number", () => {
  const talk = allFour("+12025550123").hears({ yesNo: "yes" }).means("dont_know");
  assert.equal(talk.move, "confirm_phone");
  talk.known = { ...talk.known, confirmations: { phone: 1 } }; // it was asked
  assert.equal(talk.hears({ yesNo: "no" }).move, "ask_phone");
  assert.equal(allFour("+12025550123").hears({ yesNo: "no" }).move, "close");
});

Deno.test("propose() adds what the rules missed, and doubts what they read otherwise", () => {
  const quote = "a little nest egg";
  const when = { turn: 1 as TurnId, atMs: TURN_MS, earsConfidence: 0.9 };
  const added = propose(
    nothingKnown,
    campaign,
    { key: "amount", value: dollars(100), quote },
    when,
  );
  assert.equal(added.answers.amount!.by, "model");
  assert.ok(added.answers.amount!.confidence >= CONFIRM_BELOW);
  const talk = new Talk().answers("amount", dollars(5_000_000));
  const other = propose(talk.known, campaign, { key: "amount", value: dollars(100), quote }, when);
  assert.deepEqual(other.answers.amount!.value, dollars(5_000_000));
  assert.equal(nextMove(other, campaign, null).type, "confirm");
  const guessed = propose(nothingKnown, campaign, { key: "amount", value: dollars(100), quote }, {
    ...when,
    earsConfidence: 0.4,
  });
  assert.equal(guessed.answers.amount!.confidence, 0.4, "a model knows no more than the ears");
});
