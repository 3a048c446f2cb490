/** Digits as answers: 1, 2, 3 for choices and yes or no, numbers ended by #, and 0 for a person. */
import { type Campaign, type Field, fieldOf } from "./campaign.ts";
import type { Phone, Value } from "./lead.ts";
import { parseValue } from "./understand/check.ts";
import {
  type Asked,
  asksYesNo,
  type Context,
  type FoundAnswer,
  type Heard,
} from "./understand/heard.ts";

const nothing: Heard = { intents: [], yesNo: null, answers: [] };
const person: Heard = { intents: ["person"], yesNo: null, answers: [] };

/** What the pressed digits say; they stand in the transcript as they were pressed. */
export function readKeypad(digits: string, context: Context): Heard {
  const pressed = digits.replace(/[#*]/g, "");
  if (pressed === "0") return person;
  if (pressed === "") return nothing;
  const { asked, campaign } = context;
  switch (asked.type) {
    case "confirm":
    case "callback":
      return yesOrNo(pressed);
    case "phone":
      return answer("phone", phoneOf(pressed, context), pressed);
    case "field":
      return fieldAnswer(fieldOf(campaign, asked.key)!, pressed, context);
    case "callback_time":
    case "nothing":
      return nothing;
  }
}

/** True where what was pressed is the whole answer, so that no other digit needs to be waited for. */
export function isWhole(digits: string, asked: Asked, campaign: Campaign): boolean {
  if (digits.endsWith("#") || isOneDigit(asked, campaign)) return true;
  return digits === "0" && !isNumber(asked, campaign);
}

/** Where a 0 may be the first digit of a number. */
function isNumber(asked: Asked, campaign: Campaign): boolean {
  if (asked.type !== "field") return asked.type === "phone";
  const kind = fieldOf(campaign, asked.key)?.kind;
  return kind?.type === "amount" || kind?.type === "duration";
}

function isOneDigit(asked: Asked, campaign: Campaign): boolean {
  if (asksYesNo(asked, campaign)) return true;
  const kind = asked.type === "field" ? fieldOf(campaign, asked.key)?.kind : undefined;
  return kind?.type === "choice" && !kind.multiple;
}

/** What to press for an answer, said when words can't be heard. */
export function keypadHint(asked: Asked, campaign: Campaign): string {
  switch (asked.type) {
    case "confirm":
    case "callback":
      return campaign.keypad.yesNo;
    case "phone":
      return campaign.keypad.number;
    case "callback_time":
    case "nothing":
      return "";
    case "field":
      return fieldHint(fieldOf(campaign, asked.key)!, campaign);
  }
}

function fieldHint({ kind }: Field, { keypad }: Campaign): string {
  switch (kind.type) {
    case "choice":
      return kind.options.slice(0, 9)
        .map(({ say }, index) =>
          keypad.choice.replace("{option}", say).replace("{digit}", `${index + 1}`)
        )
        .join(" ");
    case "yes_no":
      return keypad.yesNo;
    case "amount":
      return keypad.number;
    case "duration":
      return keypad.years;
    case "when":
      return "";
  }
}

function fieldAnswer(field: Field, pressed: string, context: Context): Heard {
  const { kind } = field;
  switch (kind.type) {
    case "yes_no":
      return /^[12]$/.test(pressed) ? answer(field.key, pressed === "1", pressed) : nothing;
    case "choice": {
      const ids = [...pressed].map((digit) => kind.options[Number(digit) - 1]?.id)
        .filter((id) => id !== undefined);
      if (ids.length === 0) return nothing;
      return answer(field.key, kind.multiple ? [...new Set(ids)] : ids[0]!, pressed);
    }
    case "amount":
      return answer(field.key, parseValue(field.key, pressed, context), pressed);
    case "duration":
      return answer(field.key, parseValue(field.key, `${pressed} years`, context), pressed);
    case "when":
      return nothing;
  }
}

function phoneOf(pressed: string, context: Context): Phone | null {
  const phone = parseValue("phone", pressed, context) as Phone | null;
  return phone && { ...phone, source: "keypad" };
}

function yesOrNo(pressed: string): Heard {
  if (pressed === "1") return { ...nothing, yesNo: "yes" };
  return pressed === "2" ? { ...nothing, yesNo: "no" } : nothing;
}

function answer(key: string, value: Value | null, quote: string): Heard {
  if (value === null) return nothing;
  const found: FoundAnswer = { key, value, quote, confidence: 0.95, correction: true };
  return { ...nothing, answers: [found] };
}
