/** A made-up caller in a call: hears the agent's sentences, answers, sets right what was heard wrong. */
import { FIELDS, type Goals, pick, type Random, type Sum, type Topic, type Wish } from "./goals.ts";
import { listen, type Remark } from "./listening.ts";
import { answer, changing, digitByDigit, no, timeOfDay, together, yes } from "./wording.ts";

/** Hangs up instead of saying something. */
export const HANG_UP = Symbol("hangs up");

/** Then people let it be. */
const PROTESTS_MAX = 3;

export class Caller {
  /** What was said of each topic last; whether the agent understood it is another matter. */
  readonly said = new Map<Topic, Wish[Topic]>();
  /** Values about which the agent put a confirming question. */
  readonly askedAbout: { readonly topic: Topic; readonly value: unknown }[] = [];
  /** Sums that the agent said back. */
  readonly readBack: Sum[] = [];
  /** Questions about a topic besides the first plain one, and besides those that the caller asked for. */
  readonly extraQuestions = new Map<Topic, number>();
  /** What was answered to the offer of a call, and what it came to. */
  readonly callback = { offered: false, timeAsked: false, number: null as string | null };
  askedForPerson = false;
  refused = false;

  readonly #goals: Goals;
  readonly #random: Random;
  readonly #callerNumber: string | null;
  #wish: Wish;
  #asideDone = false;
  #begun = false;
  #protests = 0;
  /** The topic of a question that the caller has not answered, but met with something else. */
  #owed: Topic | null = null;
  /** Topics of which the question was answered. */
  readonly #answered = new Set<Topic>();

  constructor(goals: Goals, random: Random, callerNumber: string | null) {
    this.#goals = goals;
    this.#random = random;
    this.#callerNumber = callerNumber;
    this.#wish = goals.firstWish;
  }

  /** What the caller says to the agent's turn. */
  reply(sentences: readonly string[]): string | typeof HANG_UP {
    const remarks = this.hear(sentences);
    const last = remarks.at(-1);
    if (last?.type === "question") this.#owed = last.topic;
    const wrong = this.#protest(remarks);
    if (wrong !== null) return wrong;
    return last ? this.#answerTo(last) : "could you say that again please";
  }

  hear(sentences: readonly string[]): Remark[] {
    const remarks = listen(sentences);
    for (const remark of remarks) this.#note(remark);
    return remarks;
  }

  #note(remark: Remark): void {
    if (remark.type === "noted" && remark.topic === "amount") {
      this.readBack.push(remark.value as Sum);
    }
    if (remark.type !== "question" && remark.type !== "confirm") return;
    const { topic } = remark;
    if (remark.type === "confirm" || (this.#answered.has(topic) && this.#owed !== topic)) {
      this.extraQuestions.set(topic, (this.extraQuestions.get(topic) ?? 0) + 1);
    }
    if (remark.type === "question") return;
    this.askedAbout.push({ topic, value: remark.value });
    if (topic === "amount") this.readBack.push(remark.value as Sum);
  }

  /** "No, I said fifty": where a value that is said back is not the caller's. */
  #protest(remarks: readonly Remark[]): string | null {
    if (remarks.at(-1)?.type === "confirm") return null;
    const wrong = remarks.find((remark) =>
      remark.type === "noted" && !isSame(remark.topic, remark.value, this.#wish[remark.topic])
    );
    if (wrong?.type !== "noted" || this.#protests++ >= PROTESTS_MAX) return null;
    return `no I said ${this.#say(wrong.topic, true)}`;
  }

  #answerTo(remark: Remark): string | typeof HANG_UP {
    switch (remark.type) {
      case "question":
        return this.#toQuestion(remark.topic);
      case "confirm":
        return this.#toConfirm(remark.topic, remark.value);
      case "noted":
      case "prompt":
      case "goodbye":
        return "okay";
      default:
        return this.#toOffer(remark);
    }
  }

  #toQuestion(topic: Topic): string | typeof HANG_UP {
    const { habits } = this.#goals;
    if (habits.leaves?.at === topic) return this.#leave(habits.leaves.how);
    if (habits.wantsPersonAt === topic) {
      this.askedForPerson = true;
      return "can I speak to a real person please";
    }
    if (habits.aside?.at === topic && !this.#asideDone) {
      this.#asideDone = true;
      return ASIDES[habits.aside.kind];
    }
    const change = this.#changeOfMind();
    if (change !== null) return change;
    this.#answered.add(topic);
    this.#owed = null;
    if (habits.declines === topic) return pick(this.#random, ["I don't know", "no idea"]);
    if (this.#begun) return this.#say(topic, this.said.has(topic));
    this.#begun = true;
    const topics = [topic, ...habits.volunteers.filter((each) => each !== topic)];
    for (const each of topics) this.said.set(each, this.#wish[each]);
    return together(topics, this.#wish, this.#random);
  }

  /** Once something else is asked, a topic that was said otherwise is set right. */
  #changeOfMind(): string | null {
    const { changes } = this.#goals.habits;
    if (changes === null || this.#wish === this.#goals.wish || !this.said.has(changes)) return null;
    this.#wish = this.#goals.wish;
    this.said.set(changes, this.#wish[changes]);
    return changing(changes, this.#wish, this.#random);
  }

  #leave(how: "hangs_up" | "not_interested"): string | typeof HANG_UP {
    if (how === "hangs_up") return HANG_UP;
    this.refused = true;
    return "I am not interested";
  }

  #toConfirm(topic: Topic, value: unknown): string {
    if (isSame(topic, value, this.#wish[topic])) return yes(this.#random);
    if (this.#random() < 0.2) return no(this.#random);
    const begin = pick(this.#random, ["no I said", "no I mean", "nope I said"]);
    return `${begin} ${this.#say(topic, true)}`;
  }

  #toOffer(remark: Remark): string {
    const { callback } = this.#goals;
    switch (remark.type) {
      case "offer": {
        const change = this.#changeOfMind();
        if (change !== null) return change;
        this.callback.offered = true;
        return callback.wanted ? yes(this.#random) : "no thank you";
      }
      case "offer_time":
        this.callback.timeAsked = true;
        return callback.when ? timeOfDay(callback.when) : "I don't know yet";
      case "ask_number":
        return this.#number();
      case "confirm_number":
        return this.#toNumber(remark.digits);
      default:
        return "okay";
    }
  }

  #number(): string {
    this.callback.number = this.#goals.callback.number ?? "2025550147";
    return digitByDigit(this.callback.number);
  }

  #toNumber(digits: string): string {
    const wanted = this.callback.number ?? this.#goals.callback.number ??
      this.#callerNumber?.slice(-10) ?? null;
    if (wanted !== digits) return "no";
    this.callback.number = digits;
    return "yes";
  }

  #say(topic: Topic, plain: boolean): string {
    this.said.set(topic, this.#wish[topic]);
    return answer(topic, this.#wish, this.#random, plain);
  }
}

const ASIDES = {
  robot: "are you a robot",
  repeat: "sorry, what did you say",
  wait: "hold on a second",
} as const;

/** As a person hears it: "within" and "up to" are the same, and the order of a list is none. */
export function isSame(topic: Topic, heard: unknown, wish: Wish[Topic]): boolean {
  return JSON.stringify(plain(topic, heard)) === JSON.stringify(plain(topic, wish));
}

function plain(topic: Topic, value: unknown): unknown {
  if (topic === "investmentType") return (value as readonly string[]).toSorted();
  if (topic === "riskTolerance" || typeof value !== "object" || value === null) return value;
  const { low, high, currency } = value as Sum;
  return { low: topic === "timeline" ? low ?? 0 : low, high, currency };
}

export function isTopic(key: string): key is Topic {
  return (FIELDS as readonly string[]).includes(key);
}
