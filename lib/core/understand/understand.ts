/** Rule-based understanding of one caller turn: no model, no network, the same words the same way. */
import type { Field } from "../campaign.ts";
import { amountIn } from "./amounts.ts";
import { callbackIn } from "./callbacks.ts";
import { choiceIn } from "./choices.ts";
import { PLAIN } from "./confidence.ts";
import { startsNo } from "./corrections.ts";
import { durationIn } from "./durations.ts";
import { emailIn } from "./emails.ts";
import type { Context, FoundAnswer, Heard, TakenBack } from "./heard.ts";
import { intentsIn } from "./intents.ts";
import { momentIn } from "./moments.ts";
import { nameIn } from "./names.ts";
import { phoneIn } from "./phones.ts";
import { quantitiesIn } from "./quantities.ts";
import { isAbout, Reading } from "./reading.ts";
import { type YesNo, yesNoIn } from "./yes_no.ts";

/** Everything that one turn answers, wishes and takes back. Never throws; linear in the text. */
export function understand(text: string, context: Context): Heard {
  const reading = new Reading(text, context);
  if (reading.tokens.length === 0) return { intents: [], yesNo: null, answers: [] };
  return new Understanding(reading).heard();
}

/** True where two ways to write down a turn come to the same answers and wishes. */
export function meansSame(one: string, other: string, context: Context): boolean {
  const [a, b] = [one, other].map((text) => {
    const { answers, intents, yesNo, takenBack } = understand(text, context);
    const values = answers.map(({ key, value }) => ({ key, value }));
    const options = takenBack?.map(({ key, options }) => ({ key, options }));
    const yes = values.length === 0 ? yesNo : null; // "stocks, please"
    return JSON.stringify({ values, intents, yes, options });
  });
  return a === b;
}

/** So many fields answered in one turn make it a list: "Stocks. 5k. High. 2 years." */
const ROW = 2;

class Understanding {
  readonly #reading: Reading;
  readonly #answers: FoundAnswer[] = [];
  readonly #takenBack: TakenBack[] = [];

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** Each rule takes its words before the next one looks: a phone number's digits are no amount. */
  heard(): Heard {
    const reading = this.#reading;
    this.#found(emailIn(reading));
    this.#found(phoneIn(reading));
    const yesNo = yesNoIn(reading);
    const callback = callbackIn(reading, yesNo);
    this.#fields(yesNo);
    this.#found(nameIn(reading));
    this.#found(callback);
    const intents = intentsIn(reading, this.#answers, yesNo.yesNo);
    const found = { intents, yesNo: yesNo.yesNo, answers: this.#answers };
    const heard = reading.has("on_behalf") ? { ...found, forOther: true } : found;
    return this.#takenBack.length === 0 ? heard : { ...heard, takenBack: this.#takenBack };
  }

  #found(answer: FoundAnswer | null): void {
    if (answer) this.#answers.push(answer);
  }

  #fields(yesNo: YesNo): void {
    const { fields } = this.#reading.context.campaign;
    for (const field of fields) if (field.kind.type === "choice") this.#choice(field);
    const quantities = quantitiesIn(this.#reading);
    const amounts = fields.filter(({ kind }) => kind.type === "amount");
    for (const field of fields) {
      switch (field.kind.type) {
        case "choice":
          break;
        case "amount": {
          const rules = {
            key: field.key,
            bareScale: field.kind.bareScale ?? 1,
            only: amounts.length === 1,
          };
          this.#found(amountIn(this.#reading, quantities, rules));
          break;
        }
        case "duration":
          this.#found(durationIn(this.#reading, quantities, { ...field, kind: field.kind }));
          break;
        case "yes_no":
          this.#found(yesNoAnswer(this.#reading, field, yesNo));
          break;
        case "when":
          this.#found(whenAnswer(this.#reading, field));
      }
    }
    const open = fields.filter(({ key }) => !this.#answers.some((answer) => answer.key === key));
    if (fields.length - open.length >= ROW) { for (const field of open) this.#choice(field, true); }
  }

  #choice(field: Field, bare = false): void {
    if (field.kind.type !== "choice") return;
    const { answer, takenBack } = choiceIn(this.#reading, { ...field, kind: field.kind }, bare);
    this.#found(answer);
    if (takenBack) this.#takenBack.push(takenBack);
  }
}

function yesNoAnswer(reading: Reading, { key }: Field, { yesNo, span }: YesNo): FoundAnswer | null {
  const { asked } = reading.context;
  if (asked.type !== "field" || asked.key !== key || yesNo === null || span === null) return null;
  const quote = reading.quote(span);
  return { key, value: yesNo === "yes", quote, confidence: PLAIN, correction: true };
}

function whenAnswer(reading: Reading, { key }: Field): FoundAnswer | null {
  const { asked } = reading.context;
  if (!isAbout(reading.context, key) && asked.type !== "nothing" && asked.type !== "field") {
    return null;
  }
  const moment = momentIn(reading);
  if (!moment) return null;
  return {
    key,
    value: moment.at,
    quote: reading.quote(moment),
    confidence: PLAIN,
    correction: startsNo(reading),
  };
}
