/** A caller who answers with keys, as fast as the questions come. */
import type { Call } from "../lab/sip_caller.ts";

/** What to press for a whole investment call; the callback is declined. */
export interface KeypadAnswers {
  /** Numbers of the options, as they are read out. */
  readonly investmentTypes: string;
  readonly amount: number;
  /** 1 conservative, 2 moderate, 3 aggressive. */
  readonly risk: 1 | 2 | 3;
  readonly years: number;
}

export function keysOf({ investmentTypes, amount, risk, years }: KeypadAnswers): string[] {
  return [`${investmentTypes}#`, `${amount}#`, `${risk}`, `${years}#`, "2"];
}

/** Presses each of `keys` as soon as the agent speaks again; resolves when the call has ended. */
export async function pressThrough(call: Call, keys: readonly string[]): Promise<void> {
  await call.answered;
  for (const pressed of keys) {
    await call.waitForAgentSpeech();
    await call.press(pressed);
  }
  await call.ended;
}
