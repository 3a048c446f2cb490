/** A finished caller turn: what it says is understood, remembered and written down, then answered. */
import type { Campaign } from "../campaign.ts";
import { withoutCards, withoutCodeAfter } from "../card_numbers.ts";
import { turnAfter } from "../ids.ts";
import { MAX_TRANSCRIPT_CHARS, MAX_TURN_CHARS, MAX_TURNS } from "../limits.ts";
import { absorb, type Qualification, type TurnHeard } from "../qualification.ts";
import type { Heard } from "../understand/heard.ts";
import { beginClosing } from "./closing.ts";
import { settleCallback, spokeOn } from "./consent.ts";
import { hearWhole, rejoined, remembered } from "./going_on.ts";
import { rememberParts, withoutCompleted } from "./holding_back.ts";
import { hearOf } from "./making_sense.ts";
import { endChat, isPersonFree } from "./person.ts";
import { reply } from "./replying.ts";
import { hush } from "./speaking.ts";
import { type CallerTurn, type CallState, type Draft, record, recordLead, set } from "./state.ts";

/** Takes one finished caller turn: understands it, and starts the reply. */
export function takeTurn(draft: Draft, said: CallerTurn): void {
  if (draft.state.agent.phase === "thinking") draft.effects.push({ type: "drop_brain" });
  const turn = turnAfter(draft.state.turn);
  const added = { ...said, text: masked(draft, withoutCompleted(draft, said, turn)) };
  const whole = rejoined(draft, added);
  const { text: all, beganAtMs } = whole ?? added;
  const before = draft.state;
  const text = all.slice(0, MAX_TURN_CHARS);
  const heard = heardIn(draft, said, added, whole);
  const atMs = Math.max(0, beganAtMs - before.startedAtMs);
  const known = absorbed(before, draft.setting.campaign, whole ?? added, { turn, atMs, heard });
  const news = known.answers !== before.known.answers;
  if (before.agent.phase === "closing") {
    const wish = heard.intents.includes("person") && isPersonFree(draft);
    if (!news && !wish && !whole) return; // "bye" to our goodbye
    hush(draft); // a last correction, or wish: the goodbye has to wait
  }
  rememberParts(draft, added, turn, heard);
  const history = text === "" ? before.history : [...before.history, line(text)];
  const lastTurn = remembered(draft, whole ?? added);
  set(draft, { turn, turnAtMs: atMs, known, history, silences: 0, agentSaid: "" });
  const written = { turn, speaker: "caller", text: all.slice(0, MAX_TRANSCRIPT_CHARS) } as const;
  const replaces = whole?.replaces;
  record(draft, { type: "turn", ...written, ...replaces !== undefined && { replaces } });
  set(draft, { lastTurn: { ...lastTurn, seq: draft.state.seq } });
  if (text !== "") spokeOn(draft);
  if (news || whole) recordLead(draft);
  endChat(draft, before.known);
  settleCallback(draft, before.asked);
  if (turn >= MAX_TURNS) return beginClosing(draft, "too_many_turns");
  reply(draft, heard, news);
}

/** `whole`: with the turn before that it goes on with. */
function heardIn(
  draft: Draft,
  said: CallerTurn,
  added: CallerTurn,
  whole: CallerTurn | null,
): Heard {
  const text = (whole ?? added).text.slice(0, MAX_TURN_CHARS);
  if (whole) return hearWhole(draft, text, added.text.slice(0, MAX_TURN_CHARS));
  return added.text === said.text && said.heard ? said.heard : hearOf(draft, text);
}

function absorbed(
  { known, asked }: CallState,
  campaign: Campaign,
  { text, by, confidence: earsConfidence, sure = [] }: CallerTurn,
  at: Pick<TurnHeard, "turn" | "atMs" | "heard">,
): Qualification {
  const said = { text: text.slice(0, MAX_TURN_CHARS), asked, by, earsConfidence, sure };
  return absorb(known, campaign, { ...at, ...said });
}

function masked({ state: { history }, setting }: Draft, text: string): string {
  const { language } = setting.campaign;
  const before = history.findLast(({ speaker }) => speaker === "caller")?.text ?? "";
  return withoutCodeAfter(before, withoutCards(text, language), language);
}

function line(text: string) {
  return { speaker: "caller", text } as const;
}
