/** What many calls come to: right and wrong values, questions too many, values that nobody confirmed. */
import { CONFIRM_BELOW } from "../../../lib/core/evidence.ts";
import { FIELDS, type Sum, type Topic, type Wish } from "./goals.ts";
import { stored } from "./oracle.ts";
import type { SimulatedCall } from "./simulated_call.ts";

const EXAMPLES_MAX = 6;

export class Figures {
  calls = 0;
  right = 0;
  wrong = 0;
  missed = 0;
  /** Wrong values that stand above the threshold though no confirming question was put about them. */
  unasked = 0;
  /** Amounts that stand and were never said back. */
  notReadBack = 0;
  /** By how many extra questions a field took: how many fields. */
  readonly extraQuestions: number[] = [];
  turns = 0;
  /** Of the first calls that went wrong, for a person to read. */
  readonly examples: string[] = [];

  add(call: SimulatedCall): void {
    this.calls++;
    this.turns += call.lines.filter((line) => line.startsWith("caller: ")).length;
    for (const topic of FIELDS) this.#addField(call, topic);
    if (isReadBack(call)) return;
    this.notReadBack++;
    this.#remark(call, "amount was not read back");
  }

  /** Of all values of campaign fields that the callers said. */
  get f1(): number {
    return 2 * this.right / (2 * this.right + 2 * this.wrong + this.missed);
  }

  get mostExtraQuestions(): number {
    return this.extraQuestions.length - 1;
  }

  report(name: string): string {
    const { calls, right, wrong, missed, unasked, notReadBack, extraQuestions } = this;
    const turns = (this.turns / calls).toFixed(2);
    return `${name}: ${calls} calls, F1 ${this.f1.toFixed(4)} (${right} right, ${wrong} wrong, ` +
      `${missed} missing), ${unasked} wrong and never asked about, ${notReadBack} amounts not read ` +
      `back, fields by extra questions: ${extraQuestions.join(" ")}, ${turns} turns a call`;
  }

  #addField(call: SimulatedCall, topic: Topic): void {
    const extra = call.caller.extraQuestions.get(topic) ?? 0;
    for (let count = this.extraQuestions.length; count <= extra; count++) {
      this.extraQuestions.push(0);
    }
    this.extraQuestions[extra]!++;
    if (extra > 2) this.#remark(call, `${topic} took ${extra} extra questions`);
    const wish = call.caller.said.get(topic);
    const found = call.lead.fields[topic];
    if (!found) {
      if (wish !== undefined) this.missed++;
      return;
    }
    if (wish !== undefined && isValue(topic, found.value, stored(topic, wish))) {
      this.right++;
      return;
    }
    this.wrong++;
    if (found.confidence >= CONFIRM_BELOW && !isAskedAbout(call, topic, found.value)) {
      this.unasked++;
      this.#remark(call, `${topic} is wrong, and was not asked about: ${JSON.stringify(found)}`);
    }
  }

  #remark(call: SimulatedCall, what: string): void {
    if (this.examples.length < EXAMPLES_MAX) {
      this.examples.push(`${what}\n${call.lines.join("\n")}`);
    }
  }
}

function isAskedAbout({ caller }: SimulatedCall, topic: Topic, value: unknown): boolean {
  return caller.askedAbout.some((each) =>
    each.topic === topic && isValue(topic, value, stored(topic, each.value as Wish[Topic]))
  );
}

function isReadBack({ caller, lead }: SimulatedCall): boolean {
  const value = lead.fields.amount?.value;
  return value === undefined ||
    caller.readBack.some((each: Sum) => isValue("amount", value, stored("amount", each)));
}

/** The agent says "within" also for "at most", and a list in its own order. */
function isValue(topic: Topic, one: unknown, other: unknown): boolean {
  return JSON.stringify(plain(topic, one)) === JSON.stringify(plain(topic, other));
}

function plain(topic: Topic, value: unknown): unknown {
  if (topic === "investmentType") return (value as readonly string[]).toSorted();
  if (topic !== "timeline") return value;
  const { minMonths, maxMonths, horizon } = value as Record<string, unknown>;
  return [maxMonths === null ? minMonths : minMonths ?? 0, maxMonths, horizon];
}
