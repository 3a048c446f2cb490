/** Turns that come whole: keys that are pressed, and lines that are typed. */
import { isWhole, readKeypad } from "../keypad.ts";
import { MAX_DIGITS } from "../limits.ts";
import { interrupt } from "./interruption.ts";
import { isTaking } from "./phases.ts";
import { contextOf } from "./making_sense.ts";
import { takeTurn } from "./finished_turn.ts";
import { type Draft, set } from "./state.ts";

/** A digit is the last one when no other follows for so long. */
export const DIGIT_PAUSE_MS = 2_500;

/** A typed line is a whole turn; it interrupts like speech. */
export function callerSaid(draft: Draft, text: string): void {
  interrupt(draft, DIGIT_PAUSE_MS * 2);
  set(draft, { hearing: null });
  if (isTaking(draft.state.agent)) {
    takeTurn(draft, { text, beganAtMs: draft.atMs, confidence: 1, by: "rules", heard: null });
  }
}

export function press(draft: Draft, digit: string): void {
  interrupt(draft, DIGIT_PAUSE_MS * 2);
  const digits = `${draft.state.pressed?.digits ?? ""}${digit}`.slice(0, MAX_DIGITS);
  set(draft, { pressed: { digits, endsAtMs: draft.atMs + DIGIT_PAUSE_MS } });
  if (isWhole(digits, draft.state.asked, draft.setting.campaign)) digitsComplete(draft);
}

export function digitsComplete(draft: Draft): void {
  const { pressed } = draft.state;
  set(draft, { pressed: null });
  if (pressed === null || !isTaking(draft.state.agent)) return;
  const heard = readKeypad(pressed.digits, contextOf(draft));
  const { digits: text } = pressed;
  takeTurn(draft, { text, beganAtMs: draft.atMs, confidence: 1, by: "keypad", heard });
}
